// What names one person or thing wherever it is written: numbers, addresses, plates. Two cases that
// share one may be about the same; whether they are is for people to say.

const MAIL = /[^\s@<>(),;:"']{1,64}@[\p{L}\p{N}.-]{1,120}\.[\p{L}]{2,24}/giu;
const PHONE = /\+?\d[\d\s().\-/]{5,20}\d/g;
const PLATE = /\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{3,8}[A-Z0-9]\b/g;
const FEWEST_DIGITS = 7;
const MOST_DIGITS = 15;
/** Digits that a number is compared by: the country is often left out. */
const TOLD_BY = 9;

const OTHER_DIGITS = /[^\P{Nd}0-9]/gu;

/** Digits of every script as the ten that everybody has: each script's ten stand in a row. */
export function plainDigits(text: string): string {
  return text.replace(OTHER_DIGITS, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
    return String(value);
  });
}

function phones(text: string): string[] {
  return [...text.matchAll(PHONE)].flatMap(([found]) => {
    const digits = found.replace(/\D/g, "");
    const fits = digits.length >= FEWEST_DIGITS && digits.length <= MOST_DIGITS;
    return fits && !isDay(found) ? [`p:${digits.slice(-TOLD_BY)}`] : [];
  });
}

/** Days look like numbers and name nobody. */
const isDay = (found: string): boolean =>
  /^\d{4}-\d\d-\d\d/.test(found) || /^\d\d?[./]\d\d?[./]\d{4}$/.test(found);

const plates = (text: string): string[] =>
  [...text.matchAll(PLATE)].map(([found]) => `v:${found.replace(/-/g, "")}`);

/** Longer runs without a gap are no address and no plate, and would take the patterns for ever. */
const LONGEST_RUN = 200;

/** The marks of a text: `e:` e-mail addresses, `p:` telephone numbers, `v:` plates and the like. */
export function marksIn(text: string): string[] {
  const runs = text.normalize("NFKC").split(/\s+/);
  const plain = plainDigits(runs.filter((run) => run.length <= LONGEST_RUN).join(" "));
  const mails = [...plain.matchAll(MAIL)].map(([found]) => `e:${found.toLowerCase()}`);
  const rest = plain.replace(MAIL, " ");
  return [...new Set([...mails, ...phones(rest), ...plates(rest)])];
}
