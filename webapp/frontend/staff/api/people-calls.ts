// The calls about the desk's people and keys by name.

import { call, type Transport } from "./http.ts";
import type { KeysFor, NewMethod, OldWrap, Rewrapped, RosterIn, SeedFor, Wrap } from "./types.ts";

export interface ChangedRoster {
  roster: RosterIn;
  seeds: SeedFor[];
}

/** What colleagues may know of somebody besides name and role. */
export interface About {
  display_name: string;
  languages: string[];
  skills: string;
  hours: string;
}

export interface InviteIn extends About, NewLink {
  name: string;
  role: number;
}

/** Public keys as a browser that was asked made them. */
export interface MadeKeys {
  staff_id: string;
  sign_vk: string;
  kem_public: string;
}

export interface NewKeys extends MadeKeys {
  methods: NewMethod[];
  /** The hash of what the passphrase proves; `null` where the server has it already. */
  again_hash: string | null;
}

/** What a link, the spoken code and, after the loss of a device, the passphrase prove. */
export interface Shown {
  proof: string;
  code: string;
  again: string | null;
}

/** A link for somebody who lost every device. */
export interface NewLink {
  invite_id: string;
  lookup: string;
  code: string;
}

export interface InviteRow {
  invite_id: string;
  name: string;
  display_name: string;
  role: number;
  /** Too many wrong codes. */
  closed: boolean;
  /** Of whom on staff these are new keys; `null` for a newcomer. */
  renews: string | null;
  keys: MadeKeys | null;
}

export interface OpenedInvite {
  site: string;
  name: string;
  display_name: string;
  role: number;
}

/** The root's word for a new roster key, the first roster under it, and the key for its holders. */
export interface Certified {
  certificate: string;
  certificate_signature: string;
  roster: RosterIn;
  roster_key_wraps: { staff_id: string; wrap: string }[];
}

export type InviteState = "open" | "keys" | "in";

export function peopleCalls(t: Transport) {
  const person = (id: string, verb: string, body: unknown = {}) =>
    call<null>(t, "POST", `/staff/${id}/${verb}`, body);
  return {
    leaveDesk: (id: string, next: ChangedRoster) => person(id, "leave", next),
    suspend: (id: string) => person(id, "suspend"),
    letBackIn: (id: string) => person(id, "let-back-in"),
    loseDevice: (id: string, link: NewLink) => person(id, "lost-device", link),
    changeRole: (id: string, role: number, next: ChangedRoster) =>
      person(id, "role", { role, ...next }),
    about: (id: string, about: About) => person(id, "about", about),
    handKeys: (id: string, keys: KeysFor) => person(id, "seeds", keys),
    nextRoster: (kind: "renew" | "epoch", next: ChangedRoster) =>
      call<null>(t, "POST", "/roster", { kind, ...next }),
    oldWraps: (after: string) =>
      call<{ wraps: OldWrap[]; total: number }>(t, "GET", `/containers?after=${after}`),
    madeBefore: (epoch: number, after: string) =>
      call<{ containers: { container_id: string; gen: number }[] }>(
        t,
        "GET",
        `/next-keys/${epoch}?after=${after}`,
      ),
    nextKeys: (wraps: { container_id: string; wrap: Wrap }[]) =>
      call<{ made: number }>(t, "POST", "/next-keys", { wraps }),
    rewrap: (wraps: Rewrapped[]) => call<{ moved: number }>(t, "POST", "/containers", { wraps }),
    certify: (body: Certified) => call<null>(t, "POST", "/certificate", body),
    invite: (body: InviteIn) => call<InviteRow>(t, "POST", "/invites", body),
    invites: () => call<{ invites: InviteRow[] }>(t, "GET", "/invites"),
    withdrawInvite: (id: string) => call<null>(t, "DELETE", `/invites/${id}`),
    confirmInvite: (id: string, next: ChangedRoster, keys: KeysFor) =>
      call<null>(t, "POST", `/invites/${id}/confirm`, { ...next, ...keys }),
    openInvite: (shown: Shown) => call<OpenedInvite>(t, "POST", "/invite/open", shown),
    bringKeys: (shown: Shown, keys: NewKeys) =>
      call<null>(t, "POST", "/invite/keys", { ...shown, ...keys }),
    inviteState: (proof: string) =>
      call<{ state: InviteState }>(t, "POST", "/invite/state", { proof }),
    forgetEpoch: (epoch: number) => call<null>(t, "DELETE", `/epochs/${epoch}`),
  };
}
