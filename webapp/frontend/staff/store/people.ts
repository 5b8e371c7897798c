// What administrators do to the desk's people: each act makes the next roster from the newest one that
// was verified, and makes it again where somebody else's change came first.

import { fromB64, toB64 } from "../../lib/bytes.ts";
import { type Member, memberOf } from "../../lib/roster.ts";
import type { About, Certified, ChangedRoster, InviteRow } from "../api/people-calls.ts";
import { Told } from "../ui/explain.ts";
import { makeLostLink } from "../vault/invitation.ts";
import { KeysDoNotFit } from "../vault/keyring.ts";
import { newRosterKey, rootSeedOf } from "../vault/new-roster-key.ts";
import { deskWith, renewalOf, renewed } from "../vault/renewal.ts";
import { changedRoster, keysFor, makesEpochs, type Office, reads } from "../vault/rosters.ts";
import { isStale, keepKeys, office } from "./keeping.ts";
import { api, open, raiseAlarm } from "./session.ts";

const TRIES = 4;

/** Do it with the desk as it is now; again where it changed meanwhile. Then the desk is read anew. */
export async function withOffice(act: (now: Office) => Promise<unknown>): Promise<void> {
  const held = open();
  try {
    for (let left = TRIES - 1; ; left -= 1) {
      try {
        await act(await office(held));
        break;
      } catch (reason) {
        if (!isStale(reason) || left === 0) throw reason;
      }
    }
    await office(held);
  } catch (reason) {
    if (reason instanceof KeysDoNotFit) await raiseAlarm(reason.what);
    throw reason;
  }
  void keepKeys();
}

/** The next roster; with the next epoch where a reader is lost and this browser may begin one. */
function without(now: Office, members: Member[], loses: boolean): Promise<ChangedRoster> {
  return changedRoster(now, members, loses && makesEpochs(open().me.role));
}

/** Somebody is on staff no more. */
export const makeLeave = (id: string): Promise<void> =>
  withOffice(async (now) => {
    const { members } = now.chain.current;
    const who = members.find(({ staffId }) => toB64(staffId) === id);
    const others = members.filter((it) => it !== who);
    await api.leaveDesk(id, await without(now, others, reads(who?.role ?? 0)));
  });

/** Somebody has another role, and what it gives: seeds follow by a supervisor's browser. */
export const giveRole = (id: string, role: number): Promise<void> =>
  withOffice(async (now) => {
    const before = now.chain.current.members;
    const staffId = fromB64(id);
    const members = before.map((it) =>
      toB64(it.staffId) === toB64(staffId) ? { ...it, role } : it,
    );
    const old = before.find((it) => toB64(it.staffId) === id)?.role ?? 0;
    const next = await without(now, members, reads(old) && !reads(role));
    await api.changeRole(id, role, next);
  });

export const suspend = (id: string): Promise<void> => withOffice(() => api.suspend(id));

export const letBackIn = (id: string): Promise<void> => withOffice(() => api.letBackIn(id));

/** Both sides read out the same words of these keys: the newcomer is on staff. */
export const confirmInvite = ({ invite_id: id, keys, role }: InviteRow): Promise<void> =>
  withOffice(async (now) => {
    if (keys === null) return;
    const staffId = fromB64(keys.staff_id);
    const own = { signVk: fromB64(keys.sign_vk), kemPublic: fromB64(keys.kem_public) };
    const members = [...now.chain.current.members, memberOf(staffId, own, role)];
    const next = await changedRoster(now, members, false);
    const person = { staffId, kemPublic: own.kemPublic, role };
    const epochs = [...now.keyring.epochs.keys()];
    await api.confirmInvite(id, next, await keysFor(now, person, members, epochs, true));
  });

/** Nothing of theirs opens anything from now on; the link and the code are for their new keys. */
export async function loseDevice(id: string): Promise<{ link: string; code: string }> {
  const { call, link, code } = makeLostLink(id, location.origin);
  await withOffice(() => api.loseDevice(id, call));
  return { link, code };
}

/** Both sides read out the words of these keys: they take the place of those that were lost. */
export const confirmRenewal = (row: InviteRow): Promise<void> =>
  withOffice(async (now) => {
    const renewal = renewalOf(row, now.chain.current.members);
    const { staffId, role } = renewal.member;
    const members = renewed(now.chain.current.members, renewal);
    const then = { ...now, desk: deskWith(now.desk, renewal) };
    // What was sealed to the lost key is known to whoever has it: the desk begins a next epoch.
    const next = await without(then, members, reads(role));
    const person = { staffId, kemPublic: renewal.kemPublic, role };
    const epochs = [...now.keyring.epochs.keys()];
    const keys = await keysFor(now, person, members, epochs, true);
    await api.confirmInvite(row.invite_id, next, keys);
  });

/** Colleagues see this of somebody from now on. */
export const tellAbout = (id: string, about: About): Promise<void> =>
  withOffice(() => api.about(id, about));

/** The root's words were typed here: rosters are signed by a new key from now on. */
export async function nameRosterKey(words: string): Promise<void> {
  const rootSeed = rootSeedOf(words, open().desk.root_vk);
  if (rootSeed === null) throw new Told("keys.root-wrong");
  try {
    await withOffice(async (now) => api.certify(await newRosterKey(now, rootSeed)));
  } finally {
    rootSeed.fill(0);
  }
}

/** What an offline machine needs to name a new key: only public keys, and who may have it. */
export async function keyRequest(): Promise<string> {
  const { desk } = await office(open());
  const { site, root_vk, certificates, rosters, staff } = desk;
  const people = staff.map(({ staff_id, display_name, kem_public }) => ({
    staff_id,
    display_name,
    kem_public,
  }));
  const newest = { certificate: certificates.at(-1), roster: rosters.at(-1) };
  return JSON.stringify({ site, root_vk, ...newest, people }, null, 2);
}

/** The answer of an offline machine; the server checks every signature in it. */
export async function bringKeyAnswer(text: string): Promise<void> {
  let answer: Certified;
  try {
    answer = JSON.parse(text) as Certified;
  } catch {
    throw new Told("keys.answer-wrong");
  }
  const { certificate, certificate_signature, roster, roster_key_wraps } = answer;
  const body = { certificate, certificate_signature, roster, roster_key_wraps };
  await withOffice(() => api.certify(body));
}
