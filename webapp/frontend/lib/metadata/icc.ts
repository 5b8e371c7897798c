// Colour profiles: of three usual colour spaces a fresh one is written, every other is dropped.
// A profile names its maker, its program and its day, and that of a calibrated screen or scanner
// is one of a kind. Without any a picture is shown as sRGB. Layout: ICC.1:2010, sections 7.2, 10.
import { concat, zeros } from "../bytes.ts";
import { Uncleanable } from "./errors.ts";
import { bytesOf, latin, numberBytes, View } from "./view.ts";

const HEADER = 128;
const MOST_TAGS = 100;
const CLOSE = 0.004;
const ONE = 65536; // s15Fixed16
const WHITE = [0xf6d6, 0x10000, 0xd32d]; // D50
// From D65 to D50 after Bradford, as every profile of these three spaces has it.
const ADAPTED = [0x10c42, 0x5de, -0xcc4, 0x797, 0xfd93, -0x45e, -0x269, 0x3da, 0xc0ae];
const SRGB_CURVE = [0x26666, 0xf2a7, 0xd59, 0x13d0, 0xa5b]; // section 10.16, function 3
const GAMMA_CURVE = [0x23333, ONE, 0, 0, 0];
const COLUMNS = ["rXYZ", "gXYZ", "bXYZ"] as const;

/** A colour space: where red, green and blue lie, and its curve. */
export interface Space {
  columns: readonly (readonly number[])[];
  curve: readonly number[];
}

export const SRGB: Space = {
  columns: [
    [0x6fa2, 0x38f5, 0x390],
    [0x6299, 0xb785, 0x18da],
    [0x24a0, 0xf84, 0xb6cf],
  ],
  curve: SRGB_CURVE,
};
export const DISPLAY_P3: Space = {
  columns: [
    [0x83df, 0x3dbf, -0x45],
    [0x4abf, 0xb137, 0xab9],
    [0x2838, 0x110b, 0xc8b9],
  ],
  curve: SRGB_CURVE,
};
export const ADOBE_RGB: Space = {
  columns: [
    [0x9c18, 0x4fa5, 0x4fc],
    [0x348d, 0xa02c, 0xf95],
    [0x2631, 0x102f, 0xbe9c],
  ],
  curve: GAMMA_CURVE,
};

/** Which of the three spaces a profile describes, if any. Throws nothing. */
export function spaceOf(profile: Uint8Array): Space | undefined {
  try {
    const columns = columnsOf(new View(profile));
    return [SRGB, DISPLAY_P3, ADOBE_RGB].find((space) => isClose(space, columns));
  } catch (error) {
    if (error instanceof Uncleanable) return undefined;
    throw error;
  }
}

/** What is written instead of a profile: nothing for sRGB and for unknown spaces. */
export function standard(profile: Uint8Array): Uint8Array {
  const space = spaceOf(profile);
  return space === undefined || space === SRGB ? zeros(0) : fresh(space);
}

/** A profile of the space with no maker, program or day, of `length` bytes if it fits. */
export function fresh(space: Space, length = 0): Uint8Array {
  const name = `mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS\0\0\0\x02\0\0\0\x1c\0-\0\0`;
  const curve = `para\0\0\0\0\0\x03\0\0${numbers(space.curve)}`;
  const parts: [string, string][] = [
    ["desc", name],
    ["cprt", name],
    ["wtpt", `XYZ \0\0\0\0${numbers(WHITE)}`],
    ["chad", `sf32\0\0\0\0${numbers(ADAPTED)}`],
    ...COLUMNS.map((tag, i): [string, string] => [
      tag,
      `XYZ \0\0\0\0${numbers(space.columns[i] ?? [])}`,
    ]),
    ...["rTRC", "gTRC", "bTRC"].map((tag): [string, string] => [tag, curve]),
  ];
  let table = numbers([parts.length]);
  let body = "";
  const begin = HEADER + 4 + 12 * parts.length;
  for (const [tag, content] of parts) {
    const place = body.indexOf(content);
    table += tag + numbers([begin + (place < 0 ? body.length : place), content.length]);
    if (place < 0) body += content;
  }
  const size = Math.max(begin + body.length, length - (length % 4));
  const head = `${numbers([size])}\0\0\0\0\x04\0\0\0mntrRGB XYZ ${"\0".repeat(12)}acsp${"\0".repeat(28)}`;
  const written = bytesOf((head + numbers(WHITE)).padEnd(HEADER, "\0") + table + body);
  return concat(written, zeros(Math.max(size, length) - written.length));
}

function columnsOf(view: View): number[][] {
  const tags = new Map<string, number>();
  const count = Math.min(view.u32(HEADER), MOST_TAGS);
  for (let i = 0; i < count; i++) {
    tags.set(view.tag(HEADER + 4 + 12 * i), view.u32(HEADER + 8 + 12 * i));
  }
  const places = COLUMNS.map((name) => tags.get(name));
  if (view.tag(16) !== "RGB " || places.includes(undefined)) return [];
  return places.map((at = 0) => [0, 4, 8].map((i) => fixed(view.u32(at + 8 + i))));
}

function isClose(space: Space, columns: number[][]): boolean {
  return (
    columns.length > 0 &&
    space.columns.every((column, i) =>
      column.every((expected, j) => {
        return Math.abs(expected / ONE - (columns[i]?.[j] ?? 0)) < CLOSE;
      }),
    )
  );
}

/** The number that 32 bits spell as s15Fixed16. */
export function fixed(value: number): number {
  return (value | 0) / ONE;
}

function numbers(values: readonly number[]): string {
  return values.map((value) => latin(numberBytes(value, 4))).join("");
}
