// Digits of any script, for people whose keyboards have other ones than ours.
const isDigit = (code: number) => /\p{Nd}/u.test(String.fromCodePoint(code));

/** What a digit is worth, -1 for any other letter: in every script the ten stand in a row from zero. */
export function digit(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (!isDigit(code)) return -1;
  let value = 0;
  while (isDigit(code - value - 1)) value++;
  return value % 10;
}

/** The digits in a text, as ours. */
export const digits = (text: string): string =>
  [...text]
    .map(digit)
    .filter((value) => value >= 0)
    .join("");
