// A chosen file, looked at first and read when its turn comes: cleaned where that can be done.
import { withoutMetadata } from "../../lib/metadata/clean.ts";
import { Uncleanable } from "../../lib/metadata/errors.ts";
import { type Kind, kindOf, LOOK, remainsIn } from "../../lib/metadata/kind.ts";
import {
  type Cleaned,
  type Evidence,
  lengthOfAll,
  type Piece,
  type Removed,
  type Source,
  sourceOfFile,
  stream,
} from "../../lib/metadata/source.ts";
import type { Choice, Looked } from "./protocol.ts";
import { type Content, Refusal } from "./upload.ts";

/** What is sealed of a file, and what its message says of how it was made. */
export interface Prepared extends Content {
  kind: Kind;
  cleaned: Removed[] | null;
  evidence: Evidence | null;
}

const sorted = (removed: Set<Removed>): Removed[] => [...removed].sort();
const startOf = async (source: Source) => kindOf(await source.read(0, LOOK));

/** What is in a file, before anything of it is kept; rejects where it cannot be read. */
export async function look(file: File): Promise<Looked> {
  const source = sourceOfFile(file);
  try {
    const { kind, cleaned } = await withoutMetadata(source);
    const removed = cleaned ? sorted(cleaned.removed) : null;
    const tells = Object.keys(cleaned?.evidence ?? {}).length > 0;
    return { kind, removed, remains: remainsIn(kind), why: null, tells };
  } catch (error) {
    if (!(error instanceof Uncleanable)) throw error;
    const kind = await startOf(source);
    return { kind, removed: null, remains: remainsIn(kind), why: error.why, tells: false };
  }
}

const contentOf = (source: Source, pieces: Piece[]): Content => ({
  size: lengthOfAll(pieces),
  read: () => stream(source, pieces),
});

async function asItIs(source: Source): Promise<Prepared> {
  const content = contentOf(source, [{ at: 0, length: source.size }]);
  return { ...content, kind: await startOf(source), cleaned: null, evidence: null };
}

async function cleanedOf(source: Source): Promise<{ kind: Kind; cleaned: Cleaned }> {
  const { kind, cleaned } = await withoutMetadata(source);
  // Nobody chose to send it as it is: perhaps it is not the file any more that was looked at.
  if (!cleaned) throw new Refusal("unreadable");
  return { kind, cleaned };
}

/** What is sent of a file, as the person chose; nothing goes uncleaned without that. */
export async function prepare(file: File, choice: Choice): Promise<Prepared> {
  const source = sourceOfFile(file);
  if (choice.asIs) return asItIs(source);
  const { kind, cleaned } = await cleanedOf(source);
  const { pieces, removed, evidence } = cleaned;
  const kept = choice.evidence ? evidence : null;
  return { ...contentOf(source, pieces), kind, cleaned: sorted(removed), evidence: kept };
}
