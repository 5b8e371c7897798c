// A container's key, out of an older epoch and into the newest one: the key stays, only the wrap is new.

import { fromB64, randomBytes, toB64 } from "../../lib/bytes.ts";
import { openCaseWrap, sealCaseWrap } from "../../lib/records.ts";
import type { OldWrap, Rewrapped, Wrap } from "../api/types.ts";
import type { Keyring } from "./keyring.ts";

/** The wrap under the newest epoch; null where this member cannot open the old one. */
export function rewrapped(row: OldWrap, keyring: Keyring): Rewrapped | null {
  const { site, epoch } = keyring;
  const old = keyring.epochKeys(row.epoch)?.records;
  const recordsKey = keyring.epochKeys(epoch)?.records;
  if (old === undefined || recordsKey === undefined) return null;
  const { gen, made } = row;
  const place = { site, caseId: fromB64(row.container_id), gen, made };
  try {
    const sealed = { kc: fromB64(row.kc), wrap: fromB64(row.wrap) };
    const caseKey = openCaseWrap({ ...place, ...sealed, epoch: row.epoch, recordsKey: old });
    const { kc, wrap } = sealCaseWrap({ ...place, epoch, recordsKey, caseKey });
    caseKey.fill(0);
    const moved = { gen, made, epoch, kc: toB64(kc), wrap: toB64(wrap) };
    return { container_id: row.container_id, was: row.epoch, wrap: moved };
  } catch {
    return null;
  }
}

/** A container's next key, made in the newest epoch: for what is written from now on. */
export function nextKey(
  row: { container_id: string; gen: number },
  keyring: Keyring,
): { container_id: string; wrap: Wrap } {
  const { site, epoch } = keyring;
  const recordsKey = keyring.epochKeys(epoch)?.records;
  if (recordsKey === undefined) throw new Error("no key of the current epoch");
  const gen = row.gen + 1;
  const caseKey = randomBytes(32);
  const place = { site, caseId: fromB64(row.container_id), gen, made: epoch, epoch };
  const { kc, wrap } = sealCaseWrap({ ...place, recordsKey, caseKey });
  caseKey.fill(0);
  const sealed = { gen, made: epoch, epoch, kc: toB64(kc), wrap: toB64(wrap) };
  return { container_id: row.container_id, wrap: sealed };
}
