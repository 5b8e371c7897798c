// A file in words: what it is, how large, what is taken out of it, what may stay, and how long it still takes.
import type { Kind } from "../../lib/metadata/kind.ts";
import type { Removed } from "../../lib/metadata/source.ts";
import { pageLanguage, text } from "../dom.ts";
import { whatIs } from "./what.ts";

/** Words for what is taken out, the clearest first. */
const GONE: readonly (readonly [string, readonly Removed[]])[] = [
  ["place", ["exif", "tags"]],
  ["time", ["times"]],
  ["device", ["names"]],
  ["notes", ["xmp", "iptc", "text"]],
  ["pictures", ["pictures"]],
  ["tracks", ["tracks"]],
  ["rest", ["colour", "trailing", "other"]],
];
const WRITTEN: readonly Kind[] = ["pdf", "office"];
const MADE: readonly Kind[] = ["tiff", "matroska", "audio"];
const SOON = 60; // seconds

/** "Photo · 2.1 MB" */
export const titleOf = (kind: Kind | undefined, size: number): string =>
  whatIs(`${kind ?? "other"} ${size}`);

/** What cleaning takes out, as one sentence. */
export function takenOut(removed: readonly Removed[]): string {
  const words = GONE.filter(([, codes]) => codes.some((code) => removed.includes(code)));
  if (words.length === 0) return text("files.clean.nothing");
  const list = new Intl.ListFormat(pageLanguage(), { type: "conjunction" });
  return text("files.clean", {
    list: list.format(words.map(([word]) => text(`files.gone.${word}`))),
  });
}

/** What may stay in a file of this kind, which is not cleaned. */
export function mayStay(kind: Kind): string {
  if (WRITTEN.includes(kind)) return text("files.warn.document");
  return text(MADE.includes(kind) ? "files.warn.media" : "files.warn.unknown");
}

export const percent = (part: number): string =>
  new Intl.NumberFormat(pageLanguage(), { style: "percent" }).format(part);

/** How long it still takes, as well as that can be said. */
export function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return "";
  if (seconds < SOON) return text("files.left.soon");
  const n = new Intl.NumberFormat(pageLanguage()).format(Math.ceil(seconds / 60));
  return text("files.left", { n });
}
