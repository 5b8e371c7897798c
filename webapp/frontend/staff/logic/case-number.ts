// Case numbers on their way to a telephone: random, eight digits, sayable, self-checking.

/** The Luhn check digit that makes `digits` followed by it valid. */
export function luhnDigit(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return (10 - (sum % 10)) % 10;
}

/** True for eight digits, the first not 0, whose last is the Luhn digit of the rest. */
export function isCaseNumber(text: string): boolean {
  return /^[1-9][0-9]{7}$/.test(text) && luhnDigit(text.slice(0, 7)) === Number(text[7]);
}

/**
 * Draw a number: `random` gives fresh random bytes. Uniform over 1,000,000…9,999,999 before the
 * check digit: words above the largest multiple are thrown away, so no number is likelier.
 */
export function drawCaseNumber(random: (count: number) => Uint8Array): string {
  const span = 9_000_000;
  const limit = Math.floor(0x1_0000_0000 / span) * span;
  for (;;) {
    const bytes = random(4);
    const word = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
    if (word < limit) {
      const digits = String(1_000_000 + (word % span));
      return `${digits}${luhnDigit(digits)}`;
    }
  }
}

/** "48209137" as people say it: "4820 9137". */
export function spokenNumber(number: string): string {
  return `${number.slice(0, 4)} ${number.slice(4)}`;
}
