// What a film's sample entries say: how to decode is kept; who made it and in what colours goes.
import { concat, equal } from "../bytes.ts";
import { type Box, blank, boxes, boxesIn, drop, inside, zero } from "./boxes.ts";
import { Uncleanable } from "./errors.ts";
import { fresh, SRGB, spaceOf } from "./icc.ts";
import type { Removed } from "./source.ts";
import { bytesOf } from "./view.ts";

const DECODING = new Set([
  ...["avcC", "hvcC", "av1C", "vpcC", "dvcC", "dvvC", "hvcE", "vvcC", "esds", "d263", "damr"],
  ...["dac3", "dec3", "dac4", "dOps", "dfLa", "alac", "chan", "chnl", "srat", "wave", "pcmC"],
  ...["pasp", "clap", "fiel", "colr", "gama", "btrt", "mdcv", "clli", "amve", "SmDm", "CoLL"],
  ...["frma", "enda", "mp4a", "auxi"],
]);
const VENDORS = ["d263", "damr"];
const ENCRYPTED = ["encv", "enca", "drmi", "drms"];
const ENTRY_HEAD = 8;
// Offsets in an entry after its reserved bytes, as QuickTime has them.
const VENDOR = 4;
const COMPRESSOR = 34;
const COMPRESSOR_END = 66;
const PICTURE_HEAD = 70;
const SOUND_HEADS = [20, 36, 56];

/** Cleans every sample entry; throws Uncleanable for broken or encrypted ones. */
export function cleanEntries(
  data: Uint8Array,
  stsd: Box,
  handler: string,
  removed: Set<Removed>,
): void {
  inside(data, stsd).take(0, 8);
  for (const entry of boxes(data, stsd.body + 8, stsd.end)) {
    if (ENCRYPTED.includes(entry.kind)) throw new Uncleanable("unusual", "encrypted");
    const start = entry.body + ENTRY_HEAD;
    const view = inside(data, entry);
    const isSound = handler === "soun";
    const head = isSound ? SOUND_HEADS[view.u16(ENTRY_HEAD)] : PICTURE_HEAD;
    if (head === undefined) throw new Uncleanable("unusual", "a sound of another version");
    view.take(ENTRY_HEAD, head);
    const named = !isSound && zero(data, start + COMPRESSOR, start + COMPRESSOR_END);
    const sold = zero(data, start + VENDOR, start + VENDOR + 4);
    if (named || sold) removed.add("names");
    cleanParts(data, boxes(data, start + head, entry.end), removed);
  }
}

/** How many bytes a frame of sound has at most when QuickTime counts frames; 0 for pictures. */
export function frameBytes(data: Uint8Array, stsd: Box, handler: string): number {
  if (handler !== "soun") return 0;
  const view = inside(data, stsd);
  const [channels, bits] = [view.u16(32), view.u16(34)];
  return channels * ((bits + 7) >> 3);
}

/** Writes a fresh profile over one of a usual space; over any other, that of sRGB. */
export function cleanColour(data: Uint8Array, colr: Box, removed: Set<Removed>): void {
  const view = inside(data, colr);
  if (["nclx", "nclc"].includes(view.tag(0))) return;
  const old = view.take(4, view.length - 4);
  const profile = fresh(spaceOf(old) ?? SRGB, old.length);
  if (!equal(profile, old)) removed.add("colour");
  if (profile.length > old.length) blank(data, colr);
  else data.set(concat(bytesOf("prof"), profile), colr.body);
}

function cleanParts(data: Uint8Array, parts: Box[], removed: Set<Removed>): void {
  for (const part of parts) {
    if (part.kind === "wave") {
      cleanParts(data, boxesIn(data, part), removed);
    } else if (!DECODING.has(part.kind)) {
      drop(data, part, removed);
    } else if (part.kind === "colr") {
      cleanColour(data, part, removed);
    } else if (VENDORS.includes(part.kind)) {
      inside(data, part).take(0, 4);
      zero(data, part.body, part.body + 4);
    }
  }
}
