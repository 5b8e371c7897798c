// Half a character, as some keyboards leave it, must not make a text that only some readers open.
import { expect, test } from "vitest";
import { fromUtf8, jsonBytes } from "../../../webapp/frontend/lib/bytes.ts";

test("half a character becomes U+FFFD wherever it stands in what is sealed", () => {
  const bytes = jsonBytes({ body: "a\ud800b", deep: [{ answer: "\udfff" }], seq: 3, none: null });
  expect(JSON.parse(fromUtf8(bytes))).toEqual({
    body: "a\ufffdb",
    deep: [{ answer: "\ufffd" }],
    seq: 3,
    none: null,
  });
});

test("whole characters stay as they are", () => {
  const text = "\u{20bb7} \u{1f468}\u200d\u{1f692} \ufeff \0 \u202e <b>";
  expect(JSON.parse(fromUtf8(jsonBytes(text)))).toBe(text);
});
