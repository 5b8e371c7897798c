// Names of people and places as they are compared between cases: without accents, capitals, order and
// particles, in every script. A name alone says little; whoever shows it says so.

import { wordsOf } from "./directory/fold.ts";
import type { Offer } from "./packet.ts";

/** Particles and titles, folded: they are in many names and tell nobody apart. */
const PARTICLES = new Set(
  (
    "mr mrs ms miss dr sir don dona senor senora sr sra herr frau mme the of and el la los las de del " +
    "da do dos das di du le les van von der den bin ibn bint abu al y e und et и г госпожа господин " +
    "السيد السيده ابن بن بنت ابو ال د"
  ).split(" "),
);

/** What many places are called: a name of nothing else is none. */
const GENERIC = new Set(
  (
    "hotel motel inn school farm ranch rancho finca restaurant bar club spa salon massage house home " +
    "apartment street road avenue airport terminal station church factory warehouse camp calle camino " +
    "escuela granja casa aeropuerto iglesia fabrica bodega tienda centro center centre old new north " +
    "south east west unknown nail nails store office county city town مزرعه فندق مدرسه مطعم شارع بيت " +
    "مطار школа ферма отель гостиница улица ресторан"
  ).split(" "),
);

/** Cyrillic as passports write it, so that one name in two alphabets is often one name. */
const CYRILLIC: Record<string, string> = Object.fromEntries(
  [
    ..."а:a б:b в:v г:g ґ:g д:d е:e ё:e є:ie ж:zh з:z и:i і:i ї:i й:i к:k л:l м:m н:n".split(" "),
    ..."о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:iu я:ia".split(" "),
  ].map((pair) => pair.split(":") as [string, string]),
);

const inLatin = (word: string): string => word.replace(/[а-яёєіїґ]/g, (it) => CYRILLIC[it] ?? "");

/** Scripts that write a name without gaps: there one word is a whole name. */
const WITHOUT_GAPS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}]{2,}/u;
const APART = /[,;/\n|،؛、]+/u;
const MOST_NAMES = 20;
const LONGEST = 48;

const marked = (kind: string, words: readonly string[]): string =>
  `${kind}${[...new Set(words)].sort().join(" ").slice(0, LONGEST)}`;

/** The mark of one name, or none: a first name alone would join half of all cases. */
function nameMark(name: string): string[] {
  const words = wordsOf(name)
    .filter((word) => !PARTICLES.has(word))
    .map(inLatin)
    .filter((word) => word.length > 1);
  const isWhole = words.length > 1 || (words[0] !== undefined && WITHOUT_GAPS.test(words[0]));
  return isWhole ? [marked("n:", words)] : [];
}

/** The mark of a place: something in its name must tell it from others of its kind. */
function placeMark(name: string): string[] {
  const words = wordsOf(name)
    .filter((word) => !PARTICLES.has(word))
    .map(inLatin);
  const tells = words.some(
    (word) => !GENERIC.has(word) && (word.length > 3 || WITHOUT_GAPS.test(word)),
  );
  return tells
    ? [
        marked(
          "a:",
          words.filter((word) => !GENERIC.has(word)),
        ),
      ]
    : [];
}

/** An address tells where something is only with a number in it. */
const addressMark = (address: string): string[] =>
  /\p{Nd}/u.test(address) && wordsOf(address).length > 1
    ? [marked("a:", wordsOf(address).map(inLatin))]
    : [];

const namesIn = (text: string): string[] => text.split(APART).slice(0, MOST_NAMES);

/** The marks of a section's names: `n:` of people, `a:` of places and addresses. */
export function nameMarks({ kind, fields = {} }: Offer): string[] {
  const said = (name: string): string => [fields[name] ?? ""].flat().join(",");
  if (kind === "person")
    return [...namesIn(said("person_name")), ...namesIn(said("other_names"))].flatMap(nameMark);
  if (kind === "place") return [...placeMark(said("place_name")), ...addressMark(said("address"))];
  return [];
}

/** How much it says that two cases share a mark; two that share a name alone share little. */
const WEIGHTS: Record<string, number> = { p: 4, e: 4, v: 4, a: 3, n: 1 };

export const weightOf = (marks: readonly string[]): number =>
  marks.reduce((sum, mark) => sum + (WEIGHTS[mark.slice(0, 1)] ?? 1), 0);

/** Nothing but names of people. */
export const isWeak = (marks: readonly string[]): boolean =>
  marks.every((mark) => mark.startsWith("n:"));
