// What a file is by its first bytes, and what may remain in those that we cannot clean.
import { SIGNATURE } from "./png.ts";
import { latin } from "./view.ts";

export type Kind =
  | ("jpeg" | "png" | "webp" | "heic" | "avif" | "mp4" | "mov") // these are cleaned
  | ("pdf" | "office" | "zip" | "tiff" | "gif" | "matroska" | "audio" | "other");
export type Remains = "author" | "places" | "history" | "unknown";

/** How many bytes are looked at. */
export const LOOK = 64;

const RIFF = "RIFF";
const ZIP = "PK\x03\x04";
const BEGINNINGS: readonly (readonly [string, Kind])[] = [
  ["\xff\xd8\xff", "jpeg"],
  [SIGNATURE, "png"],
  ["%PDF-", "pdf"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"],
  ["{\\rtf", "office"],
  ["II*\0", "tiff"],
  ["MM\0*", "tiff"],
  ["GIF8", "gif"],
  ["\x1aE\xdf\xa3", "matroska"],
  ["ID3", "audio"],
  ["OggS", "audio"],
  ["fLaC", "audio"],
  ["#!AMR", "audio"],
];
const RIFF_KINDS = new Map<string, Kind>([
  ["WEBP", "webp"],
  ["WAVE", "audio"],
]);
// The names of the first file in an archive by which office programs begin theirs.
const OFFICE = ["[Content_Types].xml", "_rels/.rels", "docProps/", "mimetypeapplication/vnd.oasis"];
const ZIP_NAME = 30;
const MP3 = /^\xff[\xfb\xf3\xf2\xfa]/;
const HEIC = ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "mif2", "msf1"];
const AVIF = ["avif", "avis"];
const FOREIGN = ["crx ", "jp2 ", "jpx ", "jxl "];
const OLD_MOVIES = ["moov", "mdat", "wide", "free", "skip", "pnot"];
const REMAINS: { readonly [kind in Kind]?: readonly Remains[] } = {
  pdf: ["author", "places", "history"],
  office: ["author", "places", "history"],
  tiff: ["author", "places"],
  matroska: ["author", "places"],
  audio: ["author", "places"],
};

/** What a file is that begins with these bytes; `LOOK` of them are enough. */
export function kindOf(start: Uint8Array): Kind {
  const text = latin(start.subarray(0, LOOK));
  const found = BEGINNINGS.find(([beginning]) => text.startsWith(beginning));
  if (found) return found[1];
  const [name, brand] = [text.slice(4, 8), text.slice(8, 12)];
  if (text.startsWith(RIFF)) return RIFF_KINDS.get(brand) ?? "other";
  if (text.startsWith(ZIP)) {
    return OFFICE.some((first) => text.startsWith(first, ZIP_NAME)) ? "office" : "zip";
  }
  if (name === "ftyp") return branded(brand);
  if (OLD_MOVIES.includes(name)) return "mov";
  return MP3.test(text) ? "audio" : "other";
}

function branded(brand: string): Kind {
  if (FOREIGN.includes(brand)) return "other";
  if (HEIC.includes(brand)) return "heic";
  if (AVIF.includes(brand)) return "avif";
  return brand === "qt  " ? "mov" : "mp4";
}

/** What may still stand in a file that was not cleaned, for the question before it is sent. */
export function remainsIn(kind: Kind): readonly Remains[] {
  return REMAINS[kind] ?? ["unknown"];
}
