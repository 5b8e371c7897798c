// The site's settings as the desk's calls carry them.

import type { Schedule } from "../api/retention-calls.ts";
import type { Language } from "../i18n/i18n.ts";
import type { Draft, Known, Version as VersionOf } from "../versions/draft.ts";

export type Texts = Record<Language, string>;

export interface PhoneNumber {
  kind: string;
  number: string;
  labels: Texts;
}

export const LANES = [
  "chat",
  "crisis",
  "tip",
  "referral",
  "training",
  "information",
  "related_topic",
] as const;
export const TIMES = ["first", "next", "conclusion"] as const;
export type Lane = (typeof LANES)[number];
export type Kind = (typeof TIMES)[number];

export interface SiteBody {
  name: string;
  phones: PhoneNumber[];
  hours: { zone: string; days: Record<string, [string, string]> };
  holidays: { day: string; label: string }[];
  jurisdiction: { country: string; place: Texts };
  legal_notice: Texts;
  report_notice: Texts;
  exit_url: string;
  retention: Schedule;
  service_times: Record<Lane, Record<Kind, number | null>>;
  look: { accent: string; scheme: string };
}

export type Version = VersionOf<SiteBody>;

export interface SiteSettings extends Known<SiteBody> {
  accents: string[];
}

export type SiteDraft = Draft<SiteBody, SiteSettings>;

/** What people outside would read, in one language: each word as the page would have it. */
export interface Preview {
  language: string;
  direction: "rtl" | "ltr";
  title: string;
  call: string;
  exit: string;
  exit_to: string;
  heading: string;
  lead: string;
  phones_heading: string;
  phones: { kind: string; label: string; number: string }[];
  who_heading: string;
  who: string;
  name: string;
  place: string;
  legal_heading: string;
  legal: string;
  report: string;
  hours: {
    heading: string;
    open: { day: string; opens: string; closes: string }[];
    closed_heading: string;
    closed: { day: string; label: string }[];
  };
  kept: string;
  accent: string;
  scheme: string;
}

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const KINDS = ["emergency", "hotline", "text"] as const;
export const SCHEMES = ["auto", "light", "dark"] as const;
