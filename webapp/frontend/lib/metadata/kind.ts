// What a file is by its first bytes, and what may remain in those that we cannot clean.
import { SIGNATURE } from "./png.ts";
import { latin } from "./view.ts";

export type Kind =
  | ("jpeg" | "png" | "webp" | "heic" | "avif" | "mp4" | "mov") // these are cleaned
  | ("pdf" | "office" | "zip" | "tiff" | "gif" | "matroska" | "audio" | "other");
export type Remains = "author" | "places" | "history" | "unknown";

/** How many bytes are looked at. */
export const LOOK = 64;

const BEGINNINGS: readonly (readonly [number, string, Kind])[] = [
  [0, "\xff\xd8\xff", "jpeg"],
  [0, SIGNATURE, "png"],
  [8, "WEBP", "webp"],
  [8, "WAVE", "audio"],
  [0, "%PDF-", "pdf"],
  [30, "[Content_Types].xml", "office"],
  [30, "_rels/.rels", "office"],
  [30, "docProps/", "office"],
  [30, "mimetypeapplication/vnd.oasis", "office"],
  [0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"],
  [0, "{\\rtf", "office"],
  [0, "PK\x03\x04", "zip"],
  [0, "II*\0", "tiff"],
  [0, "MM\0*", "tiff"],
  [0, "GIF8", "gif"],
  [0, "\x1aE\xdf\xa3", "matroska"],
  [0, "ID3", "audio"],
  [0, "OggS", "audio"],
  [0, "fLaC", "audio"],
  [0, "#!AMR", "audio"],
];
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
  const found = BEGINNINGS.find(([at, beginning]) => text.startsWith(beginning, at));
  if (found) return found[2];
  const [name, brand] = [text.slice(4, 8), text.slice(8, 12)];
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
