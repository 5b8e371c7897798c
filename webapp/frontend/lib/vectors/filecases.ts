// Known answers for files, and the ways in which a server could tamper with a blob.
import { shake256 } from "@noble/hashes/sha3.js";
import { concat, equal, utf8 } from "../bytes.ts";
import { blobLength, type FileKey, openFile, sealFile } from "../files.ts";
import { H } from "../hash.ts";
import { Difference, Fields, items, type VectorFile } from "./fields.ts";
import { refuses, type Tally } from "./rejects.ts";

const SEALED_CHUNK = 65_536;

interface Sealed {
  file: FileKey;
  size: number;
  blob: Uint8Array;
}

const flip = (bytes: Uint8Array, at: number) =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

function chunksOf(blob: Uint8Array): Uint8Array[] {
  const count = Math.ceil((blob.length - 1) / SEALED_CHUNK);
  return Array.from({ length: count }, (_, i) =>
    blob.slice(1 + i * SEALED_CHUNK, 1 + (i + 1) * SEALED_CHUNK),
  );
}

function swapped({ blob }: Sealed): Uint8Array {
  const [first, second, ...rest] = chunksOf(blob);
  if (first === undefined || second === undefined) return blob;
  return concat(blob.slice(0, 1), second, first, ...rest);
}

const empty = new Uint8Array();

/** What each name under `reject` does to a sealed file; where it changes nothing it is not tried. */
export const TAMPERING: Record<string, (sealed: Sealed) => Sealed> = {
  "cut at a chunk boundary": (one) => ({
    ...one,
    blob: concat(one.blob.slice(0, 1), ...chunksOf(one.blob).slice(0, -1)),
  }),
  "two chunks swapped": (one) => ({ ...one, blob: swapped(one) }),
  "first chunk repeated at the end": (one) => ({
    ...one,
    blob: concat(one.blob, chunksOf(one.blob)[0] ?? empty),
  }),
  "last byte flipped": (one) => ({ ...one, blob: flip(one.blob, one.blob.length - 1) }),
  "another file_id": (one) => ({ ...one, file: { ...one.file, fileId: flip(one.file.fileId, 0) } }),
  "another conversation": (one) => ({
    ...one,
    file: { ...one.file, conv: flip(one.file.conv, 0) },
  }),
  "version byte 2": (one) => ({ ...one, blob: concat(Uint8Array.of(2), one.blob.slice(1)) }),
  "empty blob": (one) => ({ ...one, blob: empty }),
};

const open = ({ file, size, blob }: Sealed) => openFile(file, { blob, size, hash: H(blob) });

const unchanged = (one: Sealed, other: Sealed) =>
  equal(one.blob, other.blob) && one.file === other.file;

async function checkTampering(names: ReturnType<typeof items>, sealed: Sealed[], tally: Tally) {
  for (const { value, path } of names) {
    const tamper = typeof value === "string" ? TAMPERING[value] : undefined;
    if (tamper === undefined) throw new Difference(`${path}: nothing here checks this`);
    const changed = sealed.map((one) => ({ one, other: tamper(one) }));
    const tried = changed.filter(({ one, other }) => !unchanged(one, other));
    if (tried.length === 0) throw new Difference(`${path}: no file on which to try this`);
    for (const { other } of tried) {
      if (!(await refuses(() => open(other)))) throw new Difference(`${path}: accepted`);
    }
    tally.refused++;
  }
}

async function checkSealing(one: Fields, file: FileKey, tag: string): Promise<Sealed> {
  const size = one.number("size");
  const seed = utf8(`${tag}|${one.text("data_shake256_of")}`);
  if (size < 0) throw new Difference(`${one.place("size")}: not a size`);
  const data = size === 0 ? empty : shake256(seed, { dkLen: size });
  const { blob, hash } = await one.holding("size", () => sealFile(file, data));
  one.compare("blob_length", blob.length);
  one.compare("blob_length", blobLength(size));
  one.compare("H_blob", hash);
  one.compare("H_data", H(data));
  const opened = await one.holding("H_blob", () => openFile(file, { blob, size, hash }));
  one.compare("H_data", H(opened));
  one.finish();
  return { file, size, blob };
}

export async function checkFile(vectors: VectorFile, tally: Tally): Promise<void> {
  for (const group of vectors.cases("file")) {
    const file: FileKey = {
      fk: group.data("key"),
      site: group.data("site"),
      conv: group.data("conv"),
      fileId: group.data("file_id"),
    };
    const sealed: Sealed[] = [];
    for (const { value, path } of items(group.take("cases"), group.place("cases"))) {
      sealed.push(await checkSealing(new Fields(value, path), file, vectors.tag));
      tally.accepted++;
    }
    if (group.has("reject")) {
      await checkTampering(items(group.take("reject"), group.place("reject")), sealed, tally);
    }
    group.finish();
  }
}
