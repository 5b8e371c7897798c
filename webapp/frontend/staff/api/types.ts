// What the desk's server answers: routing labels in the clear, everything else sealed bytes in
// base64url. Names are the wire's (snake_case).

import type { Live, ShareRow } from "./live-types.ts";
import type { ReleaseRow } from "./referral-calls.ts";
import type { Kept } from "./retention-calls.ts";
import type { Assigned } from "./team-calls.ts";

export interface Site {
  set_up: boolean;
  demo: boolean;
  site: string | null;
  root_vk: string | null;
}

export interface SessionAnswer {
  token: string;
  blob: string;
  staff_id: string;
  name: string;
  display_name: string;
  role: number;
  /** The server can tell this person's passphrase by itself, should every device be lost. */
  provable: boolean;
  /** For this browser, where it asked to be remembered and was not yet. */
  device: string | null;
}

export interface StaffRow {
  staff_id: string;
  name: string;
  display_name: string;
  role: number;
  sign_vk: string;
  kem_public: string;
  active: boolean;
  /** Every device is lost, and new keys are not signed yet. */
  lost: boolean;
  /** The server can tell their passphrase by itself. */
  provable: boolean;
  /** BCP 47 tags. */
  languages: string[];
  skills: string;
  hours: string;
}

export interface RosterIn {
  body: string;
  members: string;
  signature: string;
}

export interface PublicKeys {
  site: string;
  root_vk: string;
  certificate: string;
  certificate_signature: string;
  roster: string;
  roster_signature: string;
}

/** Somebody to whom keys are still to be sealed. */
export interface KeysDue {
  staff_id: string;
  epochs: number[];
  roster_key: boolean;
}

export interface DeskAnswer {
  site: string;
  demo: boolean;
  root_vk: string;
  certificates: { body: string; signature: string }[];
  rosters: RosterIn[];
  epoch_wraps: { epoch: number; wrap: string }[];
  roster_key_wrap: string | null;
  recovery_kem_public: string;
  staff: StaffRow[];
  public: PublicKeys;
  roster_key_due: boolean;
  /** Epochs whose seeds exist. */
  epochs: number[];
  epochs_unused: number[];
  /** How many containers' keys lie under an older epoch. */
  old_wraps: number;
  keys_due: KeysDue[];
}

/** The next epoch's seed sealed to one of its readers. */
export interface SeedFor {
  staff_id: string;
  wrap: string;
}

export interface KeysFor {
  epoch_wraps: { epoch: number; wrap: string }[];
  roster_key_wrap: string | null;
}

export interface OldWrap extends Wrap {
  container_id: string;
}

export interface Rewrapped {
  container_id: string;
  was: number;
  wrap: Wrap;
}

export interface Item {
  conv: string;
  channel: string;
  door: string;
  category: string;
  urgency: string;
  language: string;
  priority: string;
  status: string;
  day: string;
  arrived: string | null;
  /** How it came in while very many came, as long as it waits or is held. */
  lane: string | null;
  holder: string | null;
  server_opened: boolean;
  s_seq: number;
  d_seq: number;
  unanswered: boolean;
  disposition: string | null;
  cases: { case_id: string; number: string }[];
  live: Live | null;
  /** What is due next; minutes in UTC. */
  due: { kind: "first" | "next" | "conclusion"; minute: string; warn: string } | null;
  /** In quarantine: why, and how many messages came since. */
  aside: { reason: string; more: number } | null;
  /** The hour in UTC from which its source can write again, while that cannot. */
  blocked_until: string | null;
}

export interface QueueAnswer {
  items: Item[];
  /** Of a filter at most 500. */
  total: number;
  counts: { waiting: number; mine: number; quarantined: number; all: number };
  late: number;
  wrote_again: number;
}

export interface KeyRecordJson {
  conv: string;
  gen: number;
  epoch: number;
  kc: string;
  src_vk: string;
  /** Not given to people from outside the desk. */
  desk_wrap?: string | null;
  signature: string;
}

export interface Chain {
  seq: number;
  hash: string;
}

export interface StateAnswer {
  s: Chain;
  d: Chain;
}

export interface Wrap {
  gen: number;
  made: number;
  epoch: number;
  kc: string;
  wrap: string;
}

export interface SignedRecord {
  record: string;
  signature: string;
}

/** The container that a first record brings with it. */
export interface NewContainerIn {
  container_id: string;
  wrap: Wrap;
}

export interface RecordRow extends SignedRecord {
  hash: string;
  hour: string;
}

export interface Accept {
  staff_id: string;
  kc: string;
  src_vk: string;
  signature: string;
}

export interface NotesAnswer {
  container_id: string | null;
  wraps: Wrap[];
  records: RecordRow[];
}

export interface ConversationAnswer extends StateAnswer {
  item: Item;
  live?: Live | null;
  key_records: KeyRecordJson[];
  envelopes: string[];
  accept: Accept | null;
  /** Not given to people from outside the desk. */
  notes?: NotesAnswer | null;
  /** The asker's own shares: what people from outside the desk open it with. */
  shares?: ShareRow[];
  /** Whether the asker may attach it to a case: who holds it; of a closed one who closed it, supervisors. */
  may_attach?: boolean;
}

export interface CaseRow {
  case_id: string;
  number: string;
  status: string;
  day: string;
  channel: string;
  category: string;
  language: string;
  main_record_id: string;
}

export interface CaseListed extends CaseRow {
  assignment: Assigned;
  wraps: Wrap[];
  main: RecordRow;
}

export interface CaseEvent {
  hour: string;
  action: string;
  staff_id: string | null;
  from: string | null;
  to: string | null;
  conv: string | null;
}

export interface CaseDetail extends CaseRow {
  wraps: Wrap[];
  records: RecordRow[];
  conversations: (Item & { linked_day: string })[];
  releases: ReleaseRow[];
  assignment: Assigned;
  kept: Kept;
  events: CaseEvent[];
}

export interface CasesAnswer {
  cases: CaseListed[];
  total: number;
}

export interface NewCase {
  case_id: string;
  number: string;
  wrap: Wrap;
  main: SignedRecord;
  labels: { channel: string; category: string; language: string };
  conv: string | null;
}

export interface NewMethod {
  method_id: string;
  method: number;
  auth: string;
  blob: string;
}
