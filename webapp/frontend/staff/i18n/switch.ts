// Loads a catalogue from the addresses that the page's shell names and turns the page to it.

import { signal } from "@preact/signals";
import { type Catalogue, directionOf, type Language, useCatalogue } from "./i18n.ts";

export const switching = signal(false);
const loaded = new Map<Language, Catalogue>();

function addressOf(lang: Language): string {
  const shell = document.getElementById("desk");
  return shell?.getAttribute(`data-words-${lang}`) ?? "";
}

/** The words of a language; raises where they cannot be loaded. */
export async function wordsIn(lang: Language): Promise<Catalogue> {
  const before = loaded.get(lang);
  if (before !== undefined) return before;
  const answer = await fetch(addressOf(lang), { credentials: "omit" });
  if (!answer.ok) throw new Error(`no catalogue for ${lang}`);
  const { messages: words } = (await answer.json()) as { messages: Catalogue };
  loaded.set(lang, words);
  return words;
}

/** Turn the page to `lang`; where its words cannot be loaded the language stays as it was. */
export async function switchLanguage(lang: Language): Promise<void> {
  switching.value = true;
  try {
    useCatalogue(lang, await wordsIn(lang));
    document.documentElement.lang = lang;
    document.documentElement.dir = directionOf(lang);
  } finally {
    switching.value = false;
  }
}
