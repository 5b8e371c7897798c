// A file that was sent, as the thread and the chat show it: what it is and how large, never the picture.
import { pageLanguage, text } from "../dom.ts";

const WHATS: Readonly<Record<string, string>> = {
  photo: "jpeg png webp heic avif tiff gif",
  film: "mp4 mov matroska",
  sound: "audio",
  document: "pdf office",
};
const KILO = 1024;
const MEGA = KILO * KILO;

/** "2.1 MB", or nothing for what is no size. */
export function sizeOf(size: number): string {
  if (!(size >= 0)) return "";
  const [unit, per] = size < MEGA ? ["kilobyte", KILO] : ["megabyte", MEGA];
  const style = { style: "unit", unit, maximumSignificantDigits: 2 } as const;
  const whole = { style: "unit", unit, maximumFractionDigits: 0 } as const;
  const n = size / per;
  return new Intl.NumberFormat(pageLanguage(), n < 10 ? style : whole).format(n);
}

/** Kind and size, `jpeg 2048`, in words: "Photo · 2 kB". */
export function whatIs(line: string): string {
  const [kind = "", size] = line.split(" ");
  const [what = "other"] = Object.keys(WHATS).filter((name) =>
    WHATS[name]?.split(" ").includes(kind),
  );
  return [text(`file.${what}`), sizeOf(Number(size))].filter((part) => part).join(" · ");
}
