// How easy a text is to read, by published formulas: English by its grade at school, Spanish by its ease.
// For Arabic we know no formula that has been tested on short questions, and measure nothing.

import { fleschKincaid } from "flesch-kincaid";
import { syllable } from "syllable";

/** The grade that people outside are promised in English. */
export const GRADE = 6;
/** A single text may stand out: "emergency number" alone has six syllables. */
export const HARDEST_GRADE = 9.5;
/** The INFLESZ scale (Barrio-Cantalejo and others, 2008): from 65 a text is "quite easy", primary school. */
export const EASE = 65;
/** Below 40 it is "very difficult": university. */
export const LEAST_EASE = 40;
/** Words; shorter texts say too little about how hard they are. */
export const ENOUGH = 12;

export const sentencesOf = (text: string): string[] =>
  text.split(/\n|(?<=[.!?:]) /).filter((sentence) => sentence.trim() !== "");

export const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}'’]+/gu) ?? [];

/** The grade at school in the United States that reads these sentences with ease (Flesch-Kincaid). */
export function gradeOf(sentences: readonly string[]): number {
  const words = sentences.flatMap(wordsIn);
  const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0);
  return fleschKincaid({ sentence: sentences.length, word: words.length, syllable: syllables });
}

/**
 * Spanish on the INFLESZ scale, by Szigriszt-Pazos (1993):
 * 206.835 − 62.3 · syllables per word − words per sentence.
 */
export function easeOf(sentences: readonly string[]): number {
  const words = sentences.flatMap(wordsIn);
  const syllables = words.reduce((sum, word) => sum + spanishSyllables(word), 0);
  return 206.835 - (62.3 * syllables) / words.length - words.length / sentences.length;
}

const SILENT = /(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])/g;
/** A strong vowel, with the weak ones that glide into it; a stressed í or ú stands alone; else weak ones together. */
const NUCLEUS =
  /[iuü]?[aeoáéó](?:[iuü](?![aeoáéó])|y$)?|[íú]|[iuü]+y?|(?<![aeiou])y(?![aeiouáéíóú])/g;

/** How many syllables a Spanish word has: its nuclei, diphthongs as one and hiatuses as two. */
export function spanishSyllables(word: string): number {
  const letters = word.normalize("NFC").toLowerCase().replace(SILENT, "");
  return Math.max(1, letters.match(NUCLEUS)?.length ?? 0);
}

export interface Reading {
  /** Grade or ease of all texts together, null where they are too few or not measured. */
  level: number | null;
  isEasy: boolean;
  /** The single texts that are far harder. */
  hard: string[];
}

const MEASURES = {
  en: { of: gradeOf, isEasy: (n: number) => n <= GRADE, isHard: (n: number) => n > HARDEST_GRADE },
  es: { of: easeOf, isEasy: (n: number) => n >= EASE, isHard: (n: number) => n < LEAST_EASE },
};

export const isMeasured = (language: string): language is keyof typeof MEASURES =>
  Object.hasOwn(MEASURES, language);

/** How easy texts in a language are to read, together and each. */
export function readingOf(texts: readonly string[], language: string): Reading {
  if (!isMeasured(language)) return { level: null, isEasy: true, hard: [] };
  const { of, isEasy, isHard } = MEASURES[language];
  const all = texts.map(sentencesOf);
  const long = all.filter((sentences) => sentences.flatMap(wordsIn).length >= ENOUGH);
  const hard = long.filter((sentences) => isHard(of(sentences)));
  const together = all.flat();
  const level = together.flatMap(wordsIn).length >= ENOUGH ? of(together) : null;
  return {
    level,
    isEasy: level === null || isEasy(level),
    hard: hard.map((sentences) => hardest(sentences, of, isHard)),
  };
}

/** The sentence of a text that makes it hard. */
function hardest(
  sentences: readonly string[],
  of: (sentences: readonly string[]) => number,
  isHard: (level: number) => boolean,
): string {
  const alone = sentences.filter((sentence) => wordsIn(sentence).length > 0);
  const found = alone.filter((sentence) => isHard(of([sentence])));
  return found[0] ?? alone[0] ?? "";
}
