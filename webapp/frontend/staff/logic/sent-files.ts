// The files that a message names: every field is checked and bounded, because whoever wrote the
// message may be anybody. What cannot be used is null: "a file that cannot be read".

import { fromB64, utf8 } from "../../lib/bytes.ts";
import type { Kind } from "../../lib/metadata/kind.ts";
import type { Evidence, Removed } from "../../lib/metadata/source.ts";
import { type Inner, isObject } from "./answers.ts";

export const KINDS: readonly Kind[] = [
  ...(["jpeg", "png", "webp", "heic", "avif", "mp4", "mov"] as const),
  ...(["pdf", "office", "zip", "tiff", "gif", "matroska", "audio", "other"] as const),
];
export const REMOVED: readonly Removed[] = [
  ...(["exif", "xmp", "iptc", "colour", "text", "pictures"] as const),
  ...(["tags", "times", "names", "tracks", "trailing", "other"] as const),
];

export const MOST_FILES = 20;
export const LONGEST_NAME = 255;
/** Far above what any site accepts; a size must be one that this program can count with. */
export const LARGEST = 2 ** 40;

export interface SentFileLine {
  /** base64url, as in addresses. */
  id: string;
  name: string;
  type: string;
  size: number;
  key: Uint8Array;
  hash: Uint8Array;
  kind: Kind;
  /** What was removed before sealing; null where the file was sent as it is. */
  cleaned: readonly Removed[] | null;
  /** Only where the sender chose to keep place and time. */
  evidence: Evidence | null;
}

const LONGEST_FACT = 40;
const TEXTS = ["taken", "offset", "utc"] as const;
const NUMBERS = ["latitude", "longitude", "altitude"] as const;
const MOST: Record<(typeof NUMBERS)[number], number> = {
  latitude: 90,
  longitude: 180,
  altitude: 1e5,
};

function text(value: unknown, most: number): string | null {
  return typeof value === "string" && utf8(value).length <= most ? value : null;
}

function bytes(value: unknown, length: number): Uint8Array | null {
  if (typeof value !== "string" || value.length > 2 * length) return null;
  try {
    const found = fromB64(value);
    return found.length === length ? found : null;
  } catch {
    return null;
  }
}

function kindIn(value: unknown): Kind {
  return KINDS.find((kind) => kind === value) ?? "other";
}

function removedIn(value: unknown): readonly Removed[] | null {
  if (!Array.isArray(value)) return null;
  return REMOVED.filter((name) => value.includes(name));
}

function evidenceIn(value: unknown): Evidence | null {
  if (!isObject(value)) return null;
  const texts = TEXTS.flatMap((name): [string, string][] => {
    const said = text(value[name], LONGEST_FACT);
    return said === null || said === "" ? [] : [[name, said]];
  });
  const numbers = NUMBERS.flatMap((name): [string, number][] => {
    const said = value[name];
    return typeof said === "number" && Math.abs(said) <= MOST[name] ? [[name, said]] : [];
  });
  const known: Evidence = Object.fromEntries([...texts, ...numbers]);
  return Object.keys(known).length === 0 ? null : known;
}

function fileIn(value: unknown): SentFileLine | null {
  if (!isObject(value)) return null;
  const [key, hash] = [bytes(value.key, 32), bytes(value.hash, 32)];
  const [name, type] = [text(value.name, LONGEST_NAME), text(value.type, LONGEST_NAME)];
  const { id, size } = value;
  const counts = Number.isSafeInteger(size) && Number(size) >= 0 && Number(size) <= LARGEST;
  if (bytes(id, 16) === null || key === null || hash === null) return null;
  if (name === null || type === null || !counts) return null;
  return {
    id: String(id),
    name,
    type,
    size: Number(size),
    key,
    hash,
    kind: kindIn(value.kind),
    cleaned: removedIn(value.cleaned),
    evidence: evidenceIn(value.evidence),
  };
}

/** A message's files in order, null for each that cannot be used; never more than a site lets anybody send. */
export function filesIn(inner: Inner | null): (SentFileLine | null)[] {
  if (inner?.t !== "files" || !Array.isArray(inner.files)) return [];
  return inner.files.slice(0, MOST_FILES).map(fileIn);
}
