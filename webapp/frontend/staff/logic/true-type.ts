// What a file is by its own bytes, as far as the desk must know: which few kinds a browser may
// decode in the looking frame, and under which name a file may lie on somebody's disk.
//
// Signatures are those of the WHATWG MIME Sniffing standard (sections 4.4 and 6) for pictures, RIFF,
// Ogg, MP3 and WebM; ISO/IEC 14496-12 and www.mp4ra.org for brands after `ftyp`; RFC 9559 for
// EBML's DocType. Nothing here trusts a name or the type that a sender claims.

import { kindOf, LOOK } from "../../lib/metadata/kind.ts";
import { latin } from "../../lib/metadata/view.ts";

export type How = "image" | "video" | "audio";

export interface TrueType {
  /** A word of the catalogue, `file.is.<name>`. */
  name: string;
  /** The endings that such a file may have; the first is given to one whose name lies. */
  endings: readonly string[];
  /** How the looking frame shows it, and as what; null: it is saved, never shown. */
  how: How | null;
  mime: string;
}

const saved = (name: string, ...endings: string[]): TrueType => ({
  name,
  endings,
  how: null,
  mime: "",
});
const shown = (how: How, mime: string, name: string, ...endings: string[]): TrueType => ({
  name,
  endings,
  how,
  mime,
});

/** Bytes that no table knows may have any harmless ending; see `save-name`. */
export const UNKNOWN = saved("unknown");
const EMPTY = saved("empty");
const MARKUP = saved("markup", "html", "htm", "svg", "xml", "xhtml");
const PROGRAM = saved("program");

const JPEG = shown("image", "image/jpeg", "jpeg", "jpg", "jpeg", "jpe", "jfif");
const PNG = shown("image", "image/png", "png", "png", "apng");
const WEBP = shown("image", "image/webp", "webp", "webp");
const AVIF = shown("image", "image/avif", "avif", "avif");
const HEIC = shown("image", "image/heic", "heic", "heic", "heif", "hif");
// One decoder reads all three, and not every browser takes the name `video/quicktime`.
const MP4 = shown("video", "video/mp4", "mp4", "mp4", "m4v", "mpg4");
const MOV = shown("video", "video/mp4", "mov", "mov", "qt");
const PHONE = shown("video", "video/mp4", "3gp", "3gp", "3g2", "3gpp");
const WEBM = shown("video", "video/webm", "webm", "webm");
const M4A = shown("audio", "audio/mp4", "m4a", "m4a", "m4b", "mp4");
const MP3 = shown("audio", "audio/mpeg", "mp3", "mp3");
const OGG = shown("audio", "audio/ogg", "ogg", "ogg", "oga", "opus");
const WAV = shown("audio", "audio/wav", "wav", "wav");

const OFFICE = saved(
  ...(["office", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp", "rtf"] as const),
);
const KNOWN: Record<string, TrueType> = {
  jpeg: JPEG,
  png: PNG,
  webp: WEBP,
  avif: AVIF,
  heic: HEIC,
  mov: MOV,
  pdf: saved("pdf", "pdf"),
  office: OFFICE,
  zip: saved("zip", "zip"),
  tiff: saved("tiff", "tif", "tiff", "dng"),
  gif: saved("gif", "gif"),
};

const SOUNDS: readonly (readonly [string, TrueType])[] = [
  ["OggS", OGG],
  ["RIFF", WAV],
  ["fLaC", saved("sound", "flac")],
  ["#!AMR", saved("sound", "amr", "awb")],
];
// Windows, Linux, macOS (both byte orders and universal), and texts that a shell runs.
const PROGRAMS = [
  "MZ",
  "\x7fELF",
  "\xcf\xfa\xed\xfe",
  "\xce\xfa\xed\xfe",
  "\xca\xfe\xba\xbe",
  "#!",
];
const LINKS = ["L\0\0\0\x01\x14\x02\0", "[InternetShortcut]", "[Desktop Entry]"];
const MARKS = /^(?:\xef\xbb\xbf)?[\s\0]*<(?:!|\?xml|[a-z]+[\s>/:])/i;

/** How many of a file's first bytes decide; markup may begin with a lot of white space. */
export const LOOK_AT = 1024;

function byBrand(brand: string): TrueType {
  if (/^M4[AB] $/.test(brand)) return M4A;
  return /^3g/.test(brand) ? PHONE : MP4;
}

/** What a file is that begins with these bytes; `LOOK_AT` of them are enough. */
export function trueType(start: Uint8Array): TrueType {
  if (start.length === 0) return EMPTY;
  const words = latin(start.subarray(0, LOOK_AT));
  const kind = kindOf(start.subarray(0, LOOK));
  if (kind === "mp4") return byBrand(words.slice(8, 12));
  if (kind === "audio") return SOUNDS.find(([sign]) => words.startsWith(sign))?.[1] ?? MP3;
  if (kind === "matroska")
    return words.slice(0, LOOK).includes("webm") ? WEBM : saved("film", "mkv");
  const known = KNOWN[kind];
  if (known !== undefined) return known;
  if ([...PROGRAMS, ...LINKS].some((sign) => words.startsWith(sign))) return PROGRAM;
  return MARKS.test(words) ? MARKUP : UNKNOWN;
}

/** Whether the browser may show something of this claimed kind at all, before its bytes are here. */
export const mayBeShown = (kind: string): boolean =>
  ["jpeg", "png", "webp", "avif", "heic", "mp4", "mov", "matroska", "audio"].includes(kind);
