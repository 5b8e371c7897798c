// Reads a vector file strictly: a part that nobody looks at is a difference, not a pass.
import { fromHex, toHex } from "../bytes.ts";
import { CryptoError } from "../errors.ts";

/** The file is no vector file at all. */
export class NotVectors extends Error {}

/** Something in a vector file does not hold; the message begins with the name of its place. */
export class Difference extends Error {}

// Words for people; every other member of a case has to be checked by somebody.
const REMARKS = ["note", "comment", "name"];

type Values = Record<string, unknown>;

export const isObject = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One object of a vector file: its place, and which members nobody has read yet. */
export class Fields {
  readonly path: string;
  readonly #values: Values;
  readonly #unread: Set<string>;

  constructor(value: unknown, path: string) {
    if (!isObject(value)) throw new Difference(`${path}: not an object`);
    this.path = path;
    this.#values = value;
    this.#unread = new Set(Object.keys(value).filter((name) => !REMARKS.includes(name)));
  }

  place(name: string): string {
    return `${this.path}.${name}`;
  }

  names(): string[] {
    return Object.keys(this.#values);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#values, name);
  }

  take(name: string): unknown {
    if (!this.has(name)) throw new Difference(`${this.place(name)}: missing`);
    this.#unread.delete(name);
    return this.#values[name];
  }

  data(name: string): Uint8Array {
    return hexBytes(this.take(name), this.place(name));
  }

  number(name: string): number {
    return whole(this.take(name), this.place(name));
  }

  text(name: string): string {
    const value = this.take(name);
    if (typeof value !== "string") throw new Difference(`${this.place(name)}: not text`);
    return value;
  }

  part(name: string): Fields {
    return new Fields(this.take(name), this.place(name));
  }

  /** Throws unless the member says `actual`. */
  compare(name: string, actual: Uint8Array | number | string): void {
    const expected = this.take(name);
    const said = actual instanceof Uint8Array ? toHex(actual) : actual;
    if (expected !== said) throw new Difference(`${this.place(name)}: differs`);
  }

  /** Turns what lib refuses meanwhile into a difference at the member `name`. */
  async holding<T>(name: string, action: () => T | Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (error instanceof CryptoError) {
        throw new Difference(`${this.place(name)}: ${error.message}`);
      }
      throw error;
    }
  }

  /** The same object with some members changed, under the path of the change. */
  altered(changed: Values, path: string): Fields {
    return new Fields({ ...this.#values, ...changed }, path);
  }

  /** Throws if a member was not looked at: it would pass unchecked. */
  finish(): void {
    for (const name of this.#unread) {
      throw new Difference(`${this.place(name)}: nothing here checks this`);
    }
  }
}

export function hexBytes(value: unknown, path: string): Uint8Array {
  try {
    if (typeof value === "string") return fromHex(value);
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
  }
  throw new Difference(`${path}: not lower-case hex`);
}

export function whole(value: unknown, path: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new Difference(`${path}: not a whole number`);
}

export function items(value: unknown, path: string): { value: unknown; path: string }[] {
  if (!Array.isArray(value)) throw new Difference(`${path}: not a list`);
  return value.map((each: unknown, i) => ({ value: each, path: `${path}[${i}]` }));
}

/** The cases of a group, which stands as one object or as a list of them. */
export function objects(value: unknown, path: string): Fields[] {
  if (!Array.isArray(value)) return [new Fields(value, path)];
  return items(value, path).map((each) => new Fields(each.value, each.path));
}

/** A vector file: the cases of each group, and the tag from which file contents are made. */
export class VectorFile {
  readonly #groups: Values;
  readonly #tag: unknown;

  constructor(groups: Values, tag: unknown) {
    this.#groups = groups;
    this.#tag = tag;
  }

  get groups(): string[] {
    return Object.keys(this.#groups);
  }

  get tag(): string {
    if (typeof this.#tag !== "string") throw new Difference("tag: missing or not text");
    return this.#tag;
  }

  group(name: string): unknown {
    return this.#groups[name];
  }

  cases(name: string): Fields[] {
    return Object.hasOwn(this.#groups, name) ? objects(this.#groups[name], name) : [];
  }

  /** A case of another group on which the one at `neededBy` rests. */
  case(name: string, index: number, neededBy: string): Fields {
    const found = this.cases(name)[index];
    if (found === undefined) throw new Difference(`${neededBy}: needs ${name}[${index}], missing`);
    return found;
  }
}

/** What a parsed JSON file holds, if it is a vector file of Protocol 1. */
export function vectorFile(top: unknown): VectorFile {
  if (!isObject(top) || top.protocol !== 1) throw new NotVectors("not of protocol 1");
  const cases = top.cases;
  if (!isObject(cases) || Object.keys(cases).length === 0) throw new NotVectors("no cases");
  for (const [name, value] of Object.entries(top)) {
    if (name !== "protocol" && name !== "cases" && typeof value !== "string") {
      throw new NotVectors(`unknown part: ${name}`);
    }
  }
  return new VectorFile(cases, top.tag);
}
