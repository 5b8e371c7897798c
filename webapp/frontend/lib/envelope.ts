// One sealed message as bytes: a header that the server can check, and a body that it cannot read.
import { aeadOpen, aeadSeal, NONCE_LENGTH, TAG_LENGTH } from "./aead.ts";
import { concat, exactly, isZero, Reader, u8, u16, u32, utf8 } from "./bytes.ts";
import { Malformed, Refused } from "./errors.ts";
import { K } from "./hash.ts";
import { MESSAGE } from "./labels.ts";
import { isPaddedLength, pad, unpad } from "./padding.ts";

/** `S` from source to desk, `D` from desk to source. */
export type Direction = "S" | "D";

export interface Header {
  readonly flags: number;
  readonly direction: Direction;
  readonly conv: Uint8Array;
  readonly gen: number;
  readonly seq: number;
  readonly prev: Uint8Array;
  readonly ackSeq: number;
  readonly ack: Uint8Array;
  readonly nonce: Uint8Array;
}

export const HEADER_LENGTH = 118;
export const SERVER_SEALED = 1;
const VERSION_AND_TYPE = Uint8Array.of(1, 1);

/** What opens the envelopes of one generation. */
export interface MessageKey {
  site: Uint8Array;
  kc: Uint8Array;
  key: Uint8Array;
}

function checkRules(header: Header): void {
  const { flags, direction, gen, seq, prev, ackSeq, ack } = header;
  if (flags !== 0 && flags !== SERVER_SEALED) throw new Refused("unknown flag");
  if (flags === SERVER_SEALED && direction !== "S") throw new Refused("server flag from the desk");
  if (gen < 1 || seq < 1) throw new Refused("gen and seq begin at 1");
  if ((seq === 1) !== isZero(prev)) throw new Refused("prev does not fit seq");
  if ((ackSeq === 0) !== isZero(ack)) throw new Refused("ack does not fit its number");
}

function encodeHeader(header: Header): Uint8Array {
  checkRules(header);
  return concat(
    VERSION_AND_TYPE,
    u8(header.flags),
    utf8(header.direction),
    exactly(16, header.conv, "conv"),
    u16(header.gen),
    u32(header.seq),
    exactly(32, header.prev, "prev"),
    u32(header.ackSeq),
    exactly(32, header.ack, "ack"),
    exactly(NONCE_LENGTH, header.nonce, "nonce"),
  );
}

function directionOf(byte: number): Direction {
  const direction = String.fromCharCode(byte);
  if (direction !== "S" && direction !== "D") throw new Malformed("unknown direction");
  return direction;
}

/** Reads and checks a header: all its rules, and that the body has a length that padding makes. */
export function parseHeader(envelope: Uint8Array): Header {
  const reader = new Reader(envelope);
  reader.expect(VERSION_AND_TYPE, "version and type");
  const header: Header = {
    flags: reader.number(1),
    direction: directionOf(reader.number(1)),
    conv: reader.take(16),
    gen: reader.number(2),
    seq: reader.number(4),
    prev: reader.take(32),
    ackSeq: reader.number(4),
    ack: reader.take(32),
    nonce: reader.take(NONCE_LENGTH),
  };
  checkRules(header);
  const padded = envelope.length - HEADER_LENGTH - TAG_LENGTH;
  if (padded <= 0 || !isPaddedLength(padded)) throw new Malformed("body of no legal length");
  return header;
}

const bodyKey = (key: Uint8Array, direction: Direction) => K(key, "message", utf8(direction));

const bodyAad = ({ site, kc }: MessageKey, header: Uint8Array) =>
  concat(MESSAGE, exactly(16, site, "site"), exactly(32, kc, "kc"), header);

export function sealEnvelope(
  options: MessageKey & { header: Header; inner: Uint8Array },
): Uint8Array {
  const { header, inner, key } = options;
  const encoded = encodeHeader(header);
  const aad = bodyAad(options, encoded);
  const body = aeadSeal(bodyKey(key, header.direction), header.nonce, aad, pad(inner));
  return concat(encoded, body);
}

/** The inner bytes; what they say is parsed afterwards, by the thread. */
export function openEnvelope(options: MessageKey & { envelope: Uint8Array }): Uint8Array {
  const { envelope, key } = options;
  const header = parseHeader(envelope);
  const aad = bodyAad(options, envelope.subarray(0, HEADER_LENGTH));
  const body = envelope.subarray(HEADER_LENGTH);
  return unpad(aeadOpen(bodyKey(key, header.direction), header.nonce, aad, body));
}
