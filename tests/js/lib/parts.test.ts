// Long texts: every part fits one bucket, and what is read is what was written.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromUtf8, jsonBytes } from "../../../webapp/frontend/lib/bytes.ts";
import { joinParts, ONE_BUCKET, textInners } from "../../../webapp/frontend/lib/parts.ts";
import type { Inner, Message } from "../../../webapp/frontend/lib/thread.ts";

const frame = { t: "text", at: "2026-11-24T10", name: "Ana" };

const message = (inner: Inner, seq: number, direction: "S" | "D" = "D"): Message => ({
  direction,
  seq,
  gen: 1,
  inner,
  serverSealed: false,
  ackSeq: 0,
});

const whole = (text: string) => JSON.parse(fromUtf8(jsonBytes(text))) as string;

describe("a long text", () => {
  test("fits one bucket per part and reads as it was written, whatever is in it", () => {
    const texts = fc.string({ unit: "binary", maxLength: 4000 });
    fc.assert(
      fc.property(texts, (text) => {
        const inners = textInners(text, frame);
        for (const inner of inners) {
          expect(jsonBytes({ ...inner, low: [12345, 12345] }).length).toBeLessThanOrEqual(
            ONE_BUCKET,
          );
        }
        const read = joinParts(inners.map((inner, i) => message(inner, i + 1)));
        expect(read.map(({ inner }) => whole(String(inner?.body)))).toEqual([whole(text)]);
      }),
      { numRuns: 60 },
    );
  });

  test("breaks between words where there are any", () => {
    const [first] = textInners("every word ".repeat(200), frame);
    expect(String(first?.body).endsWith(" ")).toBe(true);
  });

  test("that is short stays one message without a part", () => {
    expect(textInners("Are you safe?", frame)).toEqual([{ ...frame, body: "Are you safe?" }]);
  });

  test("keeps its place and its parts apart from what others write meanwhile", () => {
    const [one, two] = textInners("a".repeat(1500), frame) as [Inner, Inner];
    const other = { ...frame, name: "Sam", body: "Sam here" };
    const read = joinParts([
      message(one, 1),
      message({ ...frame, body: "Yes" }, 1, "S"),
      message(other, 2),
      message(two, 3),
    ]);
    expect(read.map(({ inner, last }) => [String(inner?.body).length, last])).toEqual([
      [1500, 3],
      [3, 1],
      [8, 2],
    ]);
  });

  test("of which a part is missing is shown as far as it is there", () => {
    const parts = textInners("b".repeat(2600), frame);
    const read = joinParts([message(parts[0] as Inner, 1), message(parts[2] as Inner, 3)]);
    expect(read.length).toBe(2);
  });
});
