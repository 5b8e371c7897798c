// The key that a case's or a conversation's records are sealed with: made here, wrapped into the
// current epoch, opened from the wraps that the server keeps.

import { fromB64, isZero, jsonBytes, randomBytes, toB64, zeros } from "../../lib/bytes.ts";
import { openCaseWrap, sealCaseWrap, sealRecord, signRecord } from "../../lib/records.ts";
import type { SignedRecord, Wrap } from "../api/types.ts";
import type { Keyring } from "./keyring.ts";
import type { Container, Inner, ReadRevision } from "./read-records.ts";

const KEY_LENGTH = 32;
const ID_LENGTH = 16;

/** A fresh id in base64url: whoever creates a thing names it. */
export const newId = (): string => toB64(randomBytes(ID_LENGTH));

export interface NewContainer extends Container {
  wrap: Wrap;
}

/** A container with a fresh key under the current epoch. */
export function newContainer(keyring: Keyring): NewContainer {
  const epoch = keyring.epoch;
  const recordsKey = keyring.epochKeys(epoch)?.records;
  if (recordsKey === undefined) throw new Error("no key of the current epoch");
  const id = newId();
  const caseKey = randomBytes(KEY_LENGTH);
  keyring.watch(caseKey);
  const place = { site: keyring.site, caseId: fromB64(id), gen: 1, made: epoch, epoch };
  const { kc, wrap } = sealCaseWrap({ ...place, recordsKey, caseKey });
  return {
    id,
    keys: new Map([[1, caseKey]]),
    wrap: { gen: 1, made: epoch, epoch, kc: toB64(kc), wrap: toB64(wrap) },
  };
}

/** The container's keys, as far as its wraps open with the epochs that we hold. */
export function openContainer(id: string, wraps: readonly Wrap[], keyring: Keyring): Container {
  const keys = new Map<number, Uint8Array>();
  for (const { gen, made, epoch, kc, wrap } of wraps) {
    const recordsKey = keyring.epochKeys(epoch)?.records;
    if (recordsKey === undefined) continue;
    const place = { site: keyring.site, caseId: fromB64(id), gen, made, epoch };
    try {
      const opened = { ...place, recordsKey, kc: fromB64(kc), wrap: fromB64(wrap) };
      const caseKey = openCaseWrap(opened);
      keyring.watch(caseKey);
      keys.set(gen, caseKey);
    } catch {
      // A wrap that does not open leaves its records "unreadable", which the screen says.
    }
  }
  return { id, keys };
}

/** The next revision of a record (the first where `replaces` is null), sealed and signed. */
export function sealRevision(
  container: Container,
  recordId: string,
  replaces: ReadRevision | null,
  inner: Inner,
  keyring: Keyring,
): SignedRecord {
  const gen = Math.max(...container.keys.keys());
  const caseKey = container.keys.get(gen);
  // A key that was overwritten meanwhile must never seal anything.
  if (caseKey === undefined || isZero(caseKey)) throw new Error("this container does not open");
  const { site, staffId, signSeed } = keyring;
  const header = {
    caseId: fromB64(container.id),
    recordId: fromB64(recordId),
    gen,
    rev: (replaces?.rev ?? 0) + 1,
    prev: replaces === null ? zeros(32) : fromB64(replaces.hash),
    staffId,
  };
  const record = sealRecord({ site, caseKey, header, inner: jsonBytes(inner) });
  return { record: toB64(record), signature: toB64(signRecord({ site, signSeed, record })) };
}
