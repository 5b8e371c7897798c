// What is about to end or is missing among the desk's keys, for those who can do something about it.

import { fromB64 } from "../../lib/bytes.ts";
import { parseCertificate, parseRoster } from "../../lib/roster.ts";
import { t } from "../i18n/i18n.ts";
import { open } from "../store/session.ts";
import { Notice } from "../ui/notice.tsx";
import { daysLeft } from "../vault/rosters.ts";

const ROSTER_WARNING_DAYS = 14;
const CERTIFICATE_WARNING_DAYS = 60;

export interface KeyWarning {
  id: string;
  days: number;
}

/** The warnings of a verified desk at `now` (Unix seconds). */
export function keyWarnings(now: number): KeyWarning[] {
  const { desk, keyring, me } = open();
  const roster = parseRoster(fromB64(desk.rosters.at(-1)?.body ?? ""));
  const certificate = parseCertificate(fromB64(desk.certificates.at(-1)?.body ?? ""));
  const rosterDays = daysLeft(roster.notAfter, now);
  const certificateDays = daysLeft(certificate.notAfter, now);
  const all: [boolean, string, number][] = [
    [rosterDays <= ROSTER_WARNING_DAYS, "keys.roster-ends", rosterDays],
    [certificateDays <= CERTIFICATE_WARNING_DAYS, "keys.certificate-ends", certificateDays],
    [desk.roster_key_due, "keys.roster-key-due", 0],
    [me.role <= 3 && keyring.epochKeys(keyring.epoch) === null, "keys.seed-missing", 0],
  ];
  return all.filter(([due]) => due).map(([, id, days]) => ({ id, days }));
}

export function KeyState() {
  const warnings = keyWarnings(Math.floor(Date.now() / 1000));
  return (
    <>
      {warnings.map(({ id, days }) => (
        <Notice key={id} tone="warn">
          {t(id, { days })}
        </Notice>
      ))}
    </>
  );
}
