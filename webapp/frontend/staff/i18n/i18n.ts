// Turns message ids into words: catalogues are static JSON of the desk's own origin, the choice of
// language lives in memory only.

import { signal } from "@preact/signals";

export const LANGUAGES = ["en", "es", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Catalogue = Record<string, string>;

export const language = signal<Language>("en");
const catalogue = signal<Catalogue>({});

const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A value that would turn the sentence around it stands apart, without signs that leave that place. */
function apart(value: string | number): string {
  const words = String(value).replace(TURNS, "");
  const foreign = directionOf(language.value) === "ltr" && FROM_THE_RIGHT.test(words);
  return words !== String(value) || foreign ? `\u2068${words}\u2069` : words;
}

/** The message with `{name}` places filled; an unknown id shows itself rather than nothing. */
export function t(id: string, values: Record<string, string | number> = {}): string {
  const text = catalogue.value[id];
  if (text === undefined) return id;
  return filled(text, values);
}

/** A message with its `{name}` places filled. */
export function filled(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => apart(values[name] ?? place));
}

/** The translated name of a code; a code that is not in the list shows as it is. */
export function term(list: string, code: string): string {
  return catalogue.value[`term.${list}.${code}`] ?? code;
}

/** Whether the catalogue has words for `id`. */
export function known(id: string): boolean {
  return catalogue.value[id] !== undefined;
}

/** Show `words` from now on, in `next`. */
export function useCatalogue(next: Language, words: Catalogue): void {
  catalogue.value = words;
  language.value = next;
}

/** The language to begin with: the first of the browser's that we have, else English. */
export function preferred(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const match = LANGUAGES.find((it) => it === tag.slice(0, 2).toLowerCase());
    if (match !== undefined) return match;
  }
  return "en";
}

export const directionOf = (lang: Language): "rtl" | "ltr" => (lang === "ar" ? "rtl" : "ltr");
