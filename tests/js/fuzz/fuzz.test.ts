// The browser's parsers on what the Python ones were fuzzed with, and on what comes of changing it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Malformed } from "../../../webapp/frontend/lib/errors.ts";
import { type Kept, kept } from "./kept.ts";
import { comparable, Otherwise, VERDICTS } from "./verdicts.ts";

/** Seconds for all targets together; without any, a moment in CI. */
const SECONDS = Number(process.env.QUIETLINE_FUZZ_SECONDS ?? 0);
const TARGETS = Object.keys(VERDICTS);
const EACH = (SECONDS * 1000) / TARGETS.length;

const verdictOf = (target: string) => VERDICTS[target] as (data: Uint8Array) => string;

type Change = { kind: string; at: number; bytes: Uint8Array };

function applied(data: number[], { kind, at, bytes }: Change): number[] {
  const place = data.length > 0 ? at % data.length : 0;
  const one = bytes[0] ?? 0;
  switch (kind) {
    case "set":
      return data.with(place, one);
    case "flip":
      return data.with(place, (data[place] ?? 0) ^ (1 << (one % 8)));
    case "cut":
      return data.slice(0, place);
    case "drop":
      return data.toSpliced(place, bytes.length);
    default:
      return data.toSpliced(place, 0, ...bytes);
  }
}

/** An input that is kept, after some of its bytes were changed, left out or added. */
function changed(inputs: Kept[]): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    kind: fc.constantFrom("set", "set", "set", "flip", "cut", "drop", "more"),
    at: fc.nat({ max: 6000 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  });
  return fc
    .tuple(fc.constantFrom(...inputs), fc.array(change, { maxLength: 6 }))
    .map(([{ data }, changes]) =>
      Uint8Array.from(
        changes.reduce((now, each) => (now.length > 0 ? applied(now, each) : now), [...data]),
      ),
    );
}

describe.each(TARGETS)("%s", (target) => {
  const inputs = kept(target);
  const verdict = verdictOf(target);

  test("every kept input comes to the verdict of the Python parser", () => {
    expect(inputs.length).toBeGreaterThanOrEqual(10);
    expect(inputs.map(({ data }) => verdict(data))).toEqual(
      inputs.map((each) => comparable(target, each.verdict)),
    );
  });

  test(
    "whatever comes of changing one is taken, or refused by an error of ours",
    () => {
      const some = { numRuns: target === "file" ? 20 : 200 };
      const many = { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: EACH };
      fc.assert(
        fc.property(changed(inputs), (data) => typeof verdict(data) === "string"),
        EACH > 0 ? { ...many, markInterruptAsFailure: false } : some,
      );
    },
    EACH + 60_000,
  );
});

test("a parser that throws anything but an error of ours is found", () => {
  const broken = (data: Uint8Array) => {
    if (data[3] === 0x44) throw new RangeError("planted");
    return verdictOf("envelope")(data);
  };
  const look = () => fc.assert(fc.property(changed(kept("envelope")), (it) => broken(it) !== ""));
  let cause: unknown;
  try {
    look();
  } catch (error) {
    cause = (error as Error).cause;
  }
  expect(String(cause)).toBe("RangeError: planted");
});

test("what is written otherwise than it was read is no refusal", () => {
  expect(new Otherwise("x")).not.toBeInstanceOf(Malformed);
});
