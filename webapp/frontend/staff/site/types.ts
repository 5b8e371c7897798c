// The site's settings as the desk's calls carry them.

import type { Language } from "../i18n/i18n.ts";

export type Texts = Record<Language, string>;

export interface PhoneNumber {
  kind: string;
  number: string;
  labels: Texts;
}

export interface SiteBody {
  name: string;
  phones: PhoneNumber[];
  hours: { zone: string; days: Record<string, [string, string]> };
  holidays: { day: string; label: string }[];
  jurisdiction: { country: string; place: Texts };
  legal_notice: Texts;
  report_notice: Texts;
  exit_url: string;
  retention: { chat_words_hours: number };
  look: { accent: string; scheme: string };
}

export interface VersionLine {
  number: number;
  day: string;
  author: string;
}

export type Version = VersionLine & { body: SiteBody };

export interface SiteSettings {
  number: number;
  body: SiteBody;
  versions: VersionLine[];
  accents: string[];
}

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
