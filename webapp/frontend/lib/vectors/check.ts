// Holds lib to a vector file: every group, every case, every field, and all that must be refused.
import { checkAudit } from "./audits.ts";
import {
  checkEpoch,
  checkHash,
  checkKdf,
  checkKem,
  checkPaddedLength,
  checkPadme,
  checkReceipt,
  checkUnpad,
} from "./basics.ts";
import {
  checkAccept,
  checkEnvelope,
  checkEnvelopeReject,
  checkKeyRecord,
  checkShare,
} from "./conversations.ts";
import { checkCase, checkEpochWrap, checkRoster, checkStaff } from "./desk.ts";
import { Difference, type VectorFile, vectorFile } from "./fields.ts";
import { checkFile } from "./filecases.ts";
import type { Tally } from "./rejects.ts";

export { Difference, NotVectors } from "./fields.ts";

const GROUPS: Record<string, (file: VectorFile, tally: Tally) => Promise<void>> = {
  hash: checkHash,
  kdf: checkKdf,
  padme: checkPadme,
  padded_length: checkPaddedLength,
  unpad: checkUnpad,
  receipt: checkReceipt,
  kem: checkKem,
  epoch: checkEpoch,
  key_record: checkKeyRecord,
  accept: checkAccept,
  envelope: checkEnvelope,
  envelope_reject: checkEnvelopeReject,
  file: checkFile,
  staff: checkStaff,
  epoch_wrap: checkEpochWrap,
  share: checkShare,
  roster: checkRoster,
  case: checkCase,
  audit: checkAudit,
};

/** How many cases hold; throws NotVectors, or the first Difference. */
export async function checkVectors(parsed: unknown): Promise<Tally> {
  const file = vectorFile(parsed);
  const tally = { accepted: 0, refused: 0 };
  for (const name of file.groups) {
    const check = Object.hasOwn(GROUPS, name) ? GROUPS[name] : undefined;
    if (check === undefined) throw new Difference(`${name}: nothing here checks this`);
    await check(file, tally);
  }
  return tally;
}
