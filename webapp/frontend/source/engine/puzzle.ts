// Work that the server asks of a tip while very many come: hashes that every browser has in native code.
interface Puzzle {
  challenge: string;
  parts: number;
  bits: number;
  rounds: number;
}

export interface Worked {
  challenge: string;
  found: number[];
}

const WORD = 4;
/** Parts times rounds, more than of any puzzle of ours: whatever asks for more is not worked for. */
const MOST = 100_000;

/** The least number whose hash begins with so many zero bits; null once nobody wants it any more. */
async function solvePart(
  { bits, rounds: iterations }: Puzzle,
  password: Uint8Array<ArrayBuffer>,
  wanted: () => boolean,
): Promise<number | null> {
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const salt = new DataView(new ArrayBuffer(WORD));
  for (let number = 0; wanted(); number++) {
    salt.setUint32(0, number);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
    const made = await crypto.subtle.deriveBits(how, key, 256);
    if (new DataView(made).getUint32(0) >>> (32 - bits) === 0) return number;
  }
  return null;
}

/** Does the work; null where this browser cannot, or nobody wants it any more. */
export async function work(
  asked: object,
  fromB64: (text: string) => Uint8Array,
  wanted: () => boolean,
): Promise<Worked | null> {
  const puzzle = asked as Puzzle;
  const { challenge, parts, rounds } = puzzle;
  // A page that came by a plain line has no such hashes.
  if (!globalThis.crypto?.subtle || !(parts * rounds <= MOST)) return null;
  const bytes = fromB64(challenge);
  const each = Array.from({ length: parts }, (_, part) =>
    solvePart(puzzle, Uint8Array.of(...bytes, part), wanted),
  );
  const found = await Promise.all(each);
  return found.includes(null) ? null : { challenge, found: found as number[] };
}
