// The library for people outside as the desk's calls carry it.

import type { Language } from "../i18n/i18n.ts";
import type { Draft, Known } from "../versions/draft.ts";

type Texts = Record<Language, string>;

/** For whom it is, in the order of the page outside. */
export const GROUPS = ["you", "saw", "more"] as const;
export type Group = (typeof GROUPS)[number];

export interface Material {
  key: string;
  group: Group;
  title: Texts;
  text: Texts;
}

export interface MaterialsBody {
  materials: Material[];
}

export type KnownMaterials = Known<MaterialsBody>;
export type MaterialsDraft = Draft<MaterialsBody, KnownMaterials>;

/** What people outside would read, in one language, laid out by the code that lays it out for them. */
export interface Preview {
  language: string;
  direction: "rtl" | "ltr";
  away: string;
  shelves: { heading: string; pages: Page[] }[];
}

export interface Page {
  key: string;
  language: string;
  direction: "rtl" | "ltr";
  title: string;
  leads_away: boolean;
  blocks: Block[];
}

export interface Block {
  kind: "heading" | "text" | "points";
  lines: { text: string; is_address: boolean }[][];
}
