// MP4, MOV, HEIC and AVIF: a file of boxes, of which all is blanked that is not picture or sound.
// Only the tables are taken into memory; the rest is named by its place. Nothing moves: the
// cleaned file is as long as the given one, or shorter where its end was of no use.
import { concat, isZero, u32 } from "../bytes.ts";
import { EMPTY, HEAD, LONG_HEAD } from "./boxes.ts";
import { Uncleanable } from "./errors.ts";
import { factsOf } from "./facts.ts";
import { cleanItems, type Found } from "./items.ts";
import { IN_FILE } from "./itemtables.ts";
import { cleanFragment, cleanMovie, type Film, newFilm } from "./movie.ts";
import { keptWithin, type Part, split } from "./ranges.ts";
import {
  type Cleaned,
  counted,
  lengthOf,
  nothingYet,
  type Piece,
  type Source,
  TABLES,
} from "./source.ts";
import { readExif } from "./tiff.ts";
import { bytesOf, View } from "./view.ts";

const MOST_EXIF = 1024 * 1024;
const LOADED = new Set(["ftyp", "styp", "moov", "moof", "meta", "sidx"]);
const KNOWN = new Set([
  ...[...LOADED, ...EMPTY, "mdat", "uuid", "udta", "mfra"],
  ...["pnot", "PICT", "ssix", "emsg", "prft"],
]);
const BRANDS = new Set([
  ...["isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "isoa", "isoc"],
  ...["mp41", "mp42", "avc1", "hvc1", "av01", "M4V ", "M4A ", "qt  ", "dash", "cmfc", "msdh"],
  ...["3gp4", "3gp5", "3gp6", "3gp7", "3g2a", "heic", "heix", "hevc", "hevx", "heim", "heis"],
  ...["mif1", "mif2", "msf1", "miaf", "MiHB", "MiHE", "MiPr", "avif", "avis", "MA1A", "MA1B"],
]);
const IMAGES = new Set([
  ...["mif1", "mif2", "msf1", "heic", "heix", "hevc", "hevx", "heim", "heis", "avif", "avis"],
]);

/** A box of the file: where it stands, how long its head and all of it are. */
interface Top extends Part {
  kind: string;
}

/** What is found out about a file. */
interface Work {
  cleaned: Cleaned;
  film: Film;
  loaded: Map<number, Uint8Array>;
  items: Found;
}

/** The pieces of the file; throws Uncleanable. */
export async function cleanBmff(source: Source): Promise<Cleaned> {
  const tops = await topsOf(source);
  const cleaned = nothingYet();
  const items = { kept: [], exif: [], idat: new Uint8Array() };
  const work: Work = { cleaned, film: newFilm(cleaned.removed), loaded: new Map(), items };
  await load(source, tops, work);
  const { film } = work;
  const ranges = [...film.kept, ...work.items.kept];
  if (ranges.length === 0) throw new Uncleanable("broken", "neither picture nor sound");
  if (work.items.exif.length > 0) {
    cleaned.evidence = readExif(await exifOf(source, work.items)).evidence;
  }
  const media = tops.filter((top) => top.kind === "mdat");
  const kept = keptWithin(ranges, film.gone, media);
  for (const top of tops) {
    const piece = work.loaded.get(top.at);
    if (piece) cleaned.pieces.push(piece);
    else if (top.kind === "mdat") cleaned.pieces.push(...split(top, kept));
    else cleaned.pieces.push(...(await blanked(source, top, cleaned)));
  }
  cut(source, tops, cleaned);
  return cleaned;
}

/** The boxes of the file; what follows the last is no box. */
async function topsOf(source: Source): Promise<Top[]> {
  const found: Top[] = [];
  let at = 0;
  while (at + HEAD <= source.size) {
    counted(found.length);
    const top = await topAt(source, at);
    if (!top) {
      if (!found.some(({ kind }) => kind === "moov" || kind === "meta")) {
        throw new Uncleanable("broken", "a box of another length");
      }
      break;
    }
    found.push(top);
    at += top.length;
  }
  return found;
}

/** The box that begins here, if what stands here is one. */
async function topAt(source: Source, at: number): Promise<Top | undefined> {
  const view = new View(await source.read(at, LONG_HEAD));
  const kind = view.tag(4);
  let [size, head] = [view.u32(0), HEAD];
  if (!KNOWN.has(kind) && !/^[0-9A-Za-z]{4}$/.test(kind)) return undefined;
  if (size === 1) [size, head] = [view.u64(8), LONG_HEAD];
  else if (size === 0) size = source.size - at;
  if (head <= size && size <= source.size - at) return { kind, at, head, length: size };
  if (LOADED.has(kind) || kind === "mdat") throw new Uncleanable("broken", `${kind} is cut off`);
  return undefined;
}

/** Takes the tables into memory, and cleans them there. */
async function load(source: Source, tops: Top[], work: Work): Promise<void> {
  const tables = tops.filter((top) => LOADED.has(top.kind));
  if (tables.reduce((sum, top) => sum + top.length, 0) > TABLES) {
    throw new Uncleanable("large", "tables of more than 32 MB");
  }
  let isImage = false;
  // A fragment needs its film.
  const later = (top: Top) => top.kind === "moof";
  for (const top of [...tables.filter((top) => !later(top)), ...tables.filter(later)]) {
    const data = (await source.read(top.at, top.length)).slice();
    if (isZero(data.subarray(0, 4))) data.set(u32(top.length));
    if (top.kind === "ftyp" || top.kind === "styp") {
      isImage = cleanBrands(data, top.head) || isImage;
    } else if (top.kind === "meta" && !isImage) {
      work.film.removed.add("tags");
      continue;
    } else {
      cleanTable(data, top, work);
    }
    work.loaded.set(top.at, data);
  }
}

function cleanTable(data: Uint8Array, top: Top, work: Work): void {
  if (top.kind === "moov") {
    work.cleaned.evidence = factsOf(data);
    cleanMovie(data, work.film);
  } else if (top.kind === "moof") {
    cleanFragment(data, top.at, work.film);
  } else if (top.kind === "meta") {
    work.items = cleanItems(data, work.film);
  }
}

/** Leaves only common names of formats, which name no maker; returns whether it is a picture. */
function cleanBrands(data: Uint8Array, head: number): boolean {
  const view = new View(data);
  const isImage = IMAGES.has(view.tag(head));
  const usual = bytesOf(isImage ? "mif1" : "isom");
  view.take(head, 8);
  data.fill(0, head + 4, head + 8);
  const end = data.length - ((data.length - head) % 4);
  for (let at = head; at < end; at += at === head ? 8 : 4) {
    if (!BRANDS.has(view.tag(at))) data.set(usual, at);
  }
  data.fill(0, end);
  return isImage;
}

/** The block of a picture's EXIF, whose first four bytes say where it begins. */
async function exifOf(source: Source, { exif, idat }: Found): Promise<Uint8Array> {
  if (exif.reduce((sum, extent) => sum + extent.length, 0) > MOST_EXIF) return new Uint8Array();
  const parts: Uint8Array[] = [];
  for (const { method, at, length } of exif) {
    const inFile = method === IN_FILE;
    parts.push(inFile ? await source.read(at, length) : idat.subarray(at, at + length));
  }
  const block = concat(...parts);
  const begin = block.subarray(0, 4).reduce((sum, byte) => sum * 256 + byte, 0);
  return block.subarray(4 + begin);
}

async function blanked(source: Source, top: Top, cleaned: Cleaned): Promise<Piece[]> {
  if (!EMPTY.has(top.kind) && top.kind !== "meta") cleaned.removed.add("other");
  const head = (await source.read(top.at, top.head)).slice();
  head.set(bytesOf("free"), 4);
  return [head, { zeros: top.length - top.head }];
}

/** Cuts off what is blank at the end, and what is no box. */
function cut(source: Source, tops: Top[], cleaned: Cleaned): void {
  let length = tops.reduce((sum, top) => sum + top.length, 0);
  if (length < source.size) cleaned.removed.add("trailing");
  const used = tops.filter((top) => LOADED.has(top.kind) || top.kind === "mdat");
  const wanted = used.reduce((_, top) => top.at + top.length, 0);
  while (length > wanted) {
    const piece = cleaned.pieces.pop();
    length -= piece ? lengthOf(piece) : length;
  }
}
