// The desk's own writing about a case: sealed under the case's key, signed by who wrote it.
import {
  aeadOpen,
  aeadSeal,
  NONCE_LENGTH,
  openWithNonce,
  sealWithNonce,
  TAG_LENGTH,
} from "./aead.ts";
import {
  concat,
  equal,
  exactly,
  generation,
  isZero,
  Reader,
  randomBytes,
  u16,
  u32,
} from "./bytes.ts";
import { Malformed, Refused } from "./errors.ts";
import { H, K } from "./hash.ts";
import { CASE_WRAP, RECORD, RECORD_SIGNATURE } from "./labels.ts";
import { isPaddedLength, pad, unpad } from "./padding.ts";
import { sign, verify } from "./sign.ts";

export const RECORD_HEADER_LENGTH = 112;
const VERSION_AND_TYPE = Uint8Array.of(1, 2);

export function caseCommit(caseKey: Uint8Array, caseId: Uint8Array, gen: number): Uint8Array {
  return K(caseKey, "commit", concat(exactly(16, caseId, "case"), generation(gen)));
}

export interface CaseWrap {
  site: Uint8Array;
  caseId: Uint8Array;
  gen: number;
  /** The epoch in which the key was made; stays when the wrap is written anew. */
  made: number;
  epoch: number;
  /** Of that epoch. */
  recordsKey: Uint8Array;
}

function wrapAad({ site, caseId, gen, made, epoch }: CaseWrap, kc: Uint8Array): Uint8Array {
  exactly(16, site, "site");
  exactly(16, caseId, "case");
  exactly(32, kc, "kc");
  if (made > epoch) throw new Malformed("wrapped in an epoch before the key was made");
  return concat(CASE_WRAP, site, caseId, generation(gen), u32(made), u32(epoch), kc);
}

/** The case key as the server keeps it; `nonce` is random unless vectors give it. */
export function sealCaseWrap(options: CaseWrap & { caseKey: Uint8Array; nonce?: Uint8Array }): {
  kc: Uint8Array;
  wrap: Uint8Array;
} {
  const { caseKey, caseId, gen, recordsKey } = options;
  const kc = caseCommit(caseKey, caseId, gen);
  const nonce = options.nonce ?? randomBytes(NONCE_LENGTH);
  return { kc, wrap: sealWithNonce(recordsKey, nonce, wrapAad(options, kc), caseKey) };
}

/** The case key, if it is the one that `kc` commits to. */
export function openCaseWrap(options: CaseWrap & { kc: Uint8Array; wrap: Uint8Array }): Uint8Array {
  const { caseId, gen, kc, recordsKey, wrap } = options;
  const caseKey = openWithNonce(recordsKey, wrapAad(options, kc), wrap, 32);
  if (!equal(caseCommit(caseKey, caseId, gen), kc)) throw new Refused("not the committed key");
  return caseKey;
}

export interface RecordHeader {
  readonly caseId: Uint8Array;
  readonly recordId: Uint8Array;
  readonly gen: number;
  readonly rev: number;
  /** `H` of the record's previous revision, zeros for the first. */
  readonly prev: Uint8Array;
  readonly staffId: Uint8Array;
  readonly nonce: Uint8Array;
}

function checkRules({ gen, rev, prev }: RecordHeader): void {
  if (gen < 1 || rev < 1) throw new Refused("gen and rev begin at 1");
  if ((rev === 1) !== isZero(prev)) throw new Refused("prev does not fit rev");
}

function encodeHeader(header: RecordHeader): Uint8Array {
  checkRules(header);
  return concat(
    VERSION_AND_TYPE,
    exactly(16, header.caseId, "case"),
    exactly(16, header.recordId, "record"),
    u16(header.gen),
    u32(header.rev),
    exactly(32, header.prev, "prev"),
    exactly(16, header.staffId, "staff_id"),
    exactly(NONCE_LENGTH, header.nonce, "nonce"),
  );
}

/** Reads and checks a record's header, and that its body has a length that padding makes. */
export function parseRecordHeader(record: Uint8Array): RecordHeader {
  const reader = new Reader(record);
  reader.expect(VERSION_AND_TYPE, "version and type");
  const header = {
    caseId: reader.take(16),
    recordId: reader.take(16),
    gen: reader.number(2),
    rev: reader.number(4),
    prev: reader.take(32),
    staffId: reader.take(16),
    nonce: reader.take(NONCE_LENGTH),
  };
  checkRules(header);
  const padded = record.length - RECORD_HEADER_LENGTH - TAG_LENGTH;
  if (padded <= 0 || !isPaddedLength(padded)) throw new Malformed("body of no legal length");
  return header;
}

const recordAad = (site: Uint8Array, header: Uint8Array) =>
  concat(RECORD, exactly(16, site, "site"), header);

export function sealRecord(options: {
  site: Uint8Array;
  caseKey: Uint8Array;
  header: Omit<RecordHeader, "nonce"> & { nonce?: Uint8Array };
  inner: Uint8Array;
}): Uint8Array {
  const { site, caseKey, inner } = options;
  const nonce = options.header.nonce ?? randomBytes(NONCE_LENGTH);
  const header = encodeHeader({ ...options.header, nonce });
  return concat(header, aeadSeal(K(caseKey, "record"), nonce, recordAad(site, header), pad(inner)));
}

/** The inner bytes; whose they are is told by `verifyRecord`. */
export function openRecord(options: {
  site: Uint8Array;
  caseKey: Uint8Array;
  record: Uint8Array;
}): Uint8Array {
  const { site, caseKey, record } = options;
  const { nonce } = parseRecordHeader(record);
  const aad = recordAad(site, record.subarray(0, RECORD_HEADER_LENGTH));
  return unpad(aeadOpen(K(caseKey, "record"), nonce, aad, record.subarray(RECORD_HEADER_LENGTH)));
}

const signedRecord = (site: Uint8Array, record: Uint8Array) =>
  concat(RECORD_SIGNATURE, exactly(16, site, "site"), H(record));

export function signRecord(options: {
  site: Uint8Array;
  signSeed: Uint8Array;
  record: Uint8Array;
}): Uint8Array {
  return sign(options.signSeed, signedRecord(options.site, options.record));
}

/** Throws unless `staffVk`, from the roster of the record's time, signed this record. */
export function verifyRecord(options: {
  site: Uint8Array;
  staffVk: Uint8Array;
  record: Uint8Array;
  signature: Uint8Array;
}): void {
  verify(options.staffVk, signedRecord(options.site, options.record), options.signature);
}
