// Words as a search compares them: without case, accents, vowel signs and letters that look apart
// but are typed alike, in every script.

const MARKS = /\p{M}+/gu;
/** Signs inside a word that are no letters: the Arabic stretch, joiners, turns of direction. */
const STRETCH = /\u0640|\u200c|\u200d|\u200e|\u200f|[\u2066-\u2069]/g;
const APART = /[^\p{L}\p{N}]+/gu;
const ALIKE: Record<string, string> = { ß: "ss", ø: "o", ł: "l", đ: "d", ı: "i", ى: "ي", ة: "ه" };
const LOOKS_ALIKE = new RegExp(`[${Object.keys(ALIKE).join("")}]`, "g");

/** The text in small letters, its words apart by one space, with one before and after. */
export function fold(text: string): string {
  const plain = text.normalize("NFKD").replace(MARKS, "").replace(STRETCH, "").toLowerCase();
  const alike = plain.replace(LOOKS_ALIKE, (letter) => ALIKE[letter] ?? letter);
  return ` ${alike.replace(APART, " ").trim()} `;
}

/** The words that are looked for; each may be the beginning of one. */
export const wordsOf = (text: string): string[] =>
  fold(text)
    .split(" ")
    .filter((word) => word !== "");
