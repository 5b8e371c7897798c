// WebP: the chunks that draw the picture, and nothing else (RFC 9649, section 2). The flags of
// VP8X are set anew from what is kept; sizes are counted anew.
import { concat, equal } from "../bytes.ts";
import { Uncleanable } from "./errors.ts";
import { standard } from "./icc.ts";
import { type Cleaned, counted, lengthOfAll, nothingYet, type Piece } from "./source.ts";
import { orientationOnly, readExif, saysMore } from "./tiff.ts";
import { bytesOf, numberBytes, startsWith, View } from "./view.ts";

const PICTURE = ["VP8 ", "VP8L"];
const FRAME = ["ALPH", ...PICTURE];
const ANEW = ["EXIF", "ICCP"];
const EXTENDED_LENGTH = 10;
const ANIMATION_LENGTH = 6;
const ANIMATED = 0x02;
const EXIF = 0x08;
const ALPHA = 0x10;
const ICC = 0x20;
const FRAME_HEAD = 16;
const EXIF_HEAD = "Exif\0\0";

/** A chunk: where it begins, and how long its content is. */
interface Chunk {
  kind: string;
  at: number;
  length: number;
}

/** The pieces of the picture; throws Uncleanable. */
export function cleanWebp(data: Uint8Array): Cleaned {
  const view = new View(data, 0, data.length, true);
  const cleaned = nothingYet();
  const end = 8 + view.u32(4);
  const chunks = chunksOf(view, 12, end);
  const [first] = chunks;
  if (first === undefined || ![...PICTURE, "VP8X"].includes(first.kind)) {
    throw new Uncleanable("broken", "no picture at the beginning");
  }
  if (end < data.length) cleaned.removed.add("trailing");
  const find = (kind: string) => {
    const found = chunks.find((each) => each.kind === kind);
    return found && view.take(found.at + 8, found.length);
  };
  const header = find("VP8X");
  const rest = header ? chunks.slice(1) : chunks.slice(0, 1);
  let kept = rest.flatMap((each) => keptOf(view, each, cleaned));
  if (header) {
    const [exif, profile] = [find("EXIF") ?? new Uint8Array(), find("ICCP") ?? new Uint8Array()];
    kept = extended({ header, exif, profile }, kept, cleaned);
  }
  const size = numberBytes(4 + lengthOfAll(kept), 4, true);
  cleaned.pieces = [concat(bytesOf("RIFF"), size, bytesOf("WEBP")), ...kept];
  return cleaned;
}

/** The chunks from `start` to `end`. */
function chunksOf(view: View, start: number, end: number): Chunk[] {
  const found: Chunk[] = [];
  let at = start;
  while (at + 8 <= end) {
    const length = view.u32(at + 4);
    found.push({ kind: view.tag(at), at, length });
    counted(found.length);
    if (at + 8 + length > end) throw new Uncleanable("broken", "a chunk beyond the end");
    at += 8 + length + (length % 2);
  }
  if (at < end) throw new Uncleanable("broken", "chunks of another length");
  view.take(0, end);
  return found;
}

function padded({ at, length }: Chunk): Piece[] {
  return [{ at, length: 8 + length }, new Uint8Array(length % 2)];
}

/** What is kept of a chunk: all of it, or what draws inside a frame. */
function keptOf(view: View, chunk: Chunk, cleaned: Cleaned): Piece[] {
  const { kind, at, length } = chunk;
  if (kind === "ANIM" && length !== ANIMATION_LENGTH) {
    throw new Uncleanable("broken", "ANIM of another length");
  }
  if (FRAME.includes(kind) || kind === "ANIM") return padded(chunk);
  if (kind !== "ANMF") {
    if (!ANEW.includes(kind)) cleaned.removed.add(kind === "XMP " ? "xmp" : "other");
    return [];
  }
  const inside = chunksOf(view, at + 8 + FRAME_HEAD, at + 8 + length);
  const drawn = inside.filter((each) => FRAME.includes(each.kind));
  if (drawn.length < inside.length) cleaned.removed.add("other");
  const inner = drawn.flatMap(padded);
  const size = numberBytes(FRAME_HEAD + lengthOfAll(inner), 4, true);
  return [concat(bytesOf(kind), size), { at: at + 8, length: FRAME_HEAD }, ...inner];
}

/** Puts the header, a fresh profile before the picture and a fresh orientation after it. */
function extended(
  { header, exif, profile }: { header: Uint8Array; exif: Uint8Array; profile: Uint8Array },
  kept: Piece[],
  cleaned: Cleaned,
): Piece[] {
  if (header.length !== EXTENDED_LENGTH) throw new Uncleanable("broken", "VP8X of another length");
  const block = startsWith(exif, EXIF_HEAD) ? exif.subarray(EXIF_HEAD.length) : exif;
  const read = readExif(block);
  const turned = orientationOnly(read.orientation);
  const colours = standard(profile);
  if (block.length > 0 && saysMore(block)) cleaned.removed.add("exif");
  if (!equal(colours, profile)) cleaned.removed.add("colour");
  const wanted = (turned.length > 0 ? EXIF : 0) | (colours.length > 0 ? ICC : 0);
  const flags = ((header[0] ?? 0) & (ANIMATED | ALPHA)) | wanted;
  Object.assign(cleaned, read);
  const begin = chunkOf("VP8X", concat(Uint8Array.of(flags, 0, 0, 0), header.subarray(4)));
  return [
    begin,
    ...(colours.length > 0 ? [chunkOf("ICCP", colours)] : []),
    ...kept,
    ...(turned.length > 0 ? [chunkOf("EXIF", turned)] : []),
  ];
}

function chunkOf(kind: string, content: Uint8Array): Uint8Array {
  const size = numberBytes(content.length, 4, true);
  return concat(bytesOf(kind), size, content, new Uint8Array(content.length % 2));
}
