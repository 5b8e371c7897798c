// PNG and APNG: the chunks that draw the picture, and nothing else (W3C PNG, third edition).
// Every kept chunk has its checksum and the length that its kind may have. The colour profile goes
// (iCCP is compressed, and old browsers cannot look into it); gamma and colours as numbers stay.
import { concat, u32 } from "../bytes.ts";
import { Uncleanable } from "./errors.ts";
import { type Cleaned, counted, nothingYet, type Removed } from "./source.ts";
import { orientationOnly, readExif, saysMore } from "./tiff.ts";
import { bytesOf, startsWith, View } from "./view.ts";

export const SIGNATURE = "\x89PNG\r\n\x1a\n";
const ANY = [0, 2 ** 31 - 1] as const;
const LENGTHS = new Map<string, readonly [number, number]>([
  ["IHDR", [13, 13]],
  ["PLTE", [3, 768]],
  ["IDAT", ANY],
  ["IEND", [0, 0]],
  ["tRNS", [1, 256]],
  ["gAMA", [4, 4]],
  ["cHRM", [32, 32]],
  ["sRGB", [1, 1]],
  ["sBIT", [1, 4]],
  ["bKGD", [1, 6]],
  ["acTL", [8, 8]],
  ["fcTL", [26, 26]],
  ["fdAT", ANY],
]);
const NAMES = new Map<string, Removed>([
  ["eXIf", "exif"],
  ["iCCP", "colour"],
  ["tEXt", "text"],
  ["zTXt", "text"],
  ["iTXt", "text"],
  ["tIME", "times"],
]);
const XMP = "XML:com.adobe.xmp\0";
const UPPER = 0x20; // the bit that a critical chunk's first letter lacks
const HEADER_END = 33;

/** The pieces of the picture; throws Uncleanable. */
export function cleanPng(data: Uint8Array): Cleaned {
  const cleaned = nothingYet();
  let exif: Uint8Array | undefined;
  const seen = new Set<string>();
  let at = SIGNATURE.length;
  let chunks = 0;
  while (!seen.has("IEND")) {
    counted(++chunks);
    const { kind, content } = next(data, at);
    const end = at + 12 + content.length;
    if (LENGTHS.has(kind)) cleaned.pieces.push({ at, length: end - at });
    else if (kind === "eXIf" && exif === undefined) exif = content;
    else drop(cleaned, kind, content);
    seen.add(kind);
    at = end;
  }
  if (!seen.has("IDAT")) throw new Uncleanable("broken", "no picture");
  if (at < data.length) cleaned.removed.add("trailing");
  if (exif && saysMore(exif)) cleaned.removed.add("exif");
  const read = readExif(exif ?? new Uint8Array());
  const again = orientationOnly(read.orientation);
  const turned = again.length > 0 ? [chunk("eXIf", again)] : [];
  cleaned.pieces.splice(0, 1, { at: 0, length: HEADER_END }, ...turned);
  return { ...cleaned, ...read };
}

/** The chunk that begins here, of a kind and shape that may stand in a picture. */
function next(data: Uint8Array, at: number): { kind: string; content: Uint8Array } {
  const view = new View(data);
  const [length, kind] = [view.u32(at), view.tag(at + 4)];
  const content = view.take(at + 8, length);
  if ((kind === "IHDR") !== (at === SIGNATURE.length)) {
    throw new Uncleanable("broken", "header at another place");
  }
  const lengths = LENGTHS.get(kind);
  if (lengths) check(view, { at, kind, length }, lengths);
  else if ((view.u8(at + 4) & UPPER) === 0) {
    throw new Uncleanable("unusual", "an unknown critical chunk");
  }
  return { kind, content };
}

function drop(cleaned: Cleaned, kind: string, content: Uint8Array): void {
  const isXmp = kind === "iTXt" && startsWith(content, XMP);
  cleaned.removed.add(isXmp ? "xmp" : (NAMES.get(kind) ?? "other"));
}

function check(
  view: View,
  { at, kind, length }: { at: number; kind: string; length: number },
  [least, most]: readonly [number, number],
): void {
  if (length < least || length > most || (kind === "PLTE" && length % 3 !== 0)) {
    throw new Uncleanable("broken", `${kind} of another length`);
  }
  if (crc32(view.take(at + 4, 4 + length)) !== view.u32(at + 8 + length)) {
    throw new Uncleanable("broken", `checksum of ${kind}`);
  }
}

function chunk(kind: string, content: Uint8Array): Uint8Array {
  const named = concat(bytesOf(kind), content);
  return concat(u32(content.length), named, u32(crc32(named)));
}

const CRCS = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** The checksum of annex D. */
function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (CRCS[(c ^ byte) & 255] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
