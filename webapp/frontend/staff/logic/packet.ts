// What leaves a case: exactly the things that a release names, and nothing where there is none.
// Pure: a release and the case's words in, a packet out; names and layout come later.

import { jsonBytes, toB64 } from "../../lib/bytes.ts";
import { H } from "../../lib/hash.ts";
import { textOf } from "./answers.ts";
import { filledFields, flatMain, flatSection } from "./case-record.ts";
import { OWN_RECORDS } from "./own-records.ts";

export const MODES = ["referral", "warm_handoff", "law_enforcement_report"] as const;
/** A case taken out for the desk's own records, a court or a printer: by release, to no organisation. */
export const EXPORT = "export";
export const FOR_OWN_RECORDS = "own_records";
export const CONSENTS = ["share", "anonymous"] as const;
export const LEGAL_BASES = ["minor_abuse", "imminent_danger", "court_order"] as const;
/** Recipients that a report goes to. */
export const AUTHORITIES: readonly string[] = [
  "local_law_enforcement",
  "federal_law_enforcement",
  "us_attorney",
  "child_protection",
];

/** The signed words of a release, as a record of the case keeps them. */
export interface ReleaseWords {
  t: "release";
  at: string;
  organisation: string;
  name: string;
  kind: string;
  /** The age key that the packet is sealed to; "" where the organisation has none. */
  key: string;
  mode: string;
  ground: string;
  /** What was agreed, and why: for the desk, never part of a packet. */
  why: string;
  scope: string[];
  expires_on: string;
  /** Of a warm hand-off: what the person says to the organisation, so that it knows them. */
  greeting?: string;
  /** Names what was released as it was: a case that changed since is released anew. */
  content: string;
}

/** One message of a thread, as the recipient reads it. */
export interface Said {
  from: "source" | "desk";
  hour: string;
  text: string;
}

export type Value = string | string[] | Said[];

/** One thing that leaves: `code` says which, `kind` of a section what it is. */
export interface PacketItem {
  code: string;
  kind?: string;
  title?: string;
  /** A section's fields by name, as far as they are filled. */
  fields?: Record<string, string | string[]>;
  value: Value;
}

export interface Packet {
  format: "quietline referral 1";
  release: string;
  made: string;
  recipient: { name: string; kind: string };
  mode: string;
  ground: string;
  expires_on: string;
  greeting?: string;
  items: PacketItem[];
}

/**
 * A thing that could leave. `stands` names what it says in no language, where its words depend on
 * the reader's: a colleague who reads Spanish hands over what was released in English.
 */
export interface Offer extends PacketItem {
  stands?: string;
}

/** The words of a case that could leave it, by the code that a release names them with. */
export type Shareable = ReadonlyMap<string, Offer>;

interface CaseWords {
  number: string;
  main: Record<string, unknown> | null;
  sections: readonly { id: string; inner: Record<string, unknown> | null }[];
  threads: readonly { conv: string; said: Said[]; stands: string }[];
}

/** Everything that could leave a case; of these a release picks. */
export function shareable({ number, main, sections, threads }: CaseWords): Shareable {
  const items: Offer[] = [{ code: "number", value: number }];
  for (const [key, value] of Object.entries(flatMain(main))) {
    const code = key.replace(/^fields\./, "field.");
    if (value.length > 0) items.push({ code, value });
  }
  for (const { id, inner } of sections) {
    const kind = textOf(inner, "t");
    if (inner === null || OWN_RECORDS.includes(kind)) continue;
    items.push({ code: `section.${id}`, kind, ...wordsOfSection(inner) });
  }
  for (const { conv, said, stands } of threads) {
    if (said.length > 0) items.push({ code: `thread.${conv}`, value: said, stands });
  }
  return new Map(items.map((item) => [item.code, item]));
}

function wordsOfSection(inner: Record<string, unknown>) {
  const words = { title: textOf(inner, "title"), value: textOf(inner, "body") };
  const { file: _, ...fields } = filledFields(flatSection(inner)); // which file it is says nothing outside
  return Object.keys(fields).length > 0 ? { ...words, fields } : words;
}

/** Things by which somebody who wishes to stay unnamed can be found: their own words, and what we wrote of them. */
export const tellsWho = ({ code, kind, fields }: PacketItem): boolean =>
  code.startsWith("thread.") || (kind === "person" && fields?.role === "reporter");

/** The things of a scope in the order of the case; what the case has no more is left out. */
function picked(scope: readonly string[], words: Shareable): Offer[] {
  return [...words.values()].filter(({ code }) => scope.includes(code));
}

/** Names exactly these words: other words have another name. */
export function contentOf(scope: readonly string[], words: Shareable): string {
  const things = picked(scope, words).map(({ stands, ...thing }) =>
    stands === undefined ? thing : { code: thing.code, stands },
  );
  return toB64(H(jsonBytes(things)));
}

/** The case no longer says what was released. */
export class CaseMovedOn extends Error {}

/** The release is withdrawn or has expired, whatever the server says of it. */
export class ReleaseIsOver extends Error {}

/**
 * The packet of a release: what its scope names, as it was when it was released.
 * Raises CaseMovedOn where the case says something else by now.
 */
export function packetOf(release: { id: string; words: ReleaseWords }, case_: Shareable): Packet {
  const { words } = release;
  if (contentOf(words.scope, case_) !== words.content) throw new CaseMovedOn();
  return {
    format: "quietline referral 1",
    release: release.id,
    made: words.at,
    recipient: { name: words.name, kind: words.kind },
    mode: words.mode,
    ground: words.ground,
    expires_on: words.expires_on,
    ...(words.greeting === undefined ? {} : { greeting: words.greeting }),
    items: picked(words.scope, case_).map(({ stands: _, ...item }) => item),
  };
}
