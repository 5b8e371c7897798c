// What is typed and not sent is known, so that the browser can ask before it is lost.
import { afterEach, expect, test } from "vitest";
import {
  anythingTyped,
  draft,
  dropDraft,
  wipeDrafts,
} from "../../../webapp/frontend/staff/store/drafts.ts";

afterEach(wipeDrafts);

test("a draft that is as it began is nothing typed", () => {
  draft("reply:a", { text: "", pending: null });
  draft("note:a", "");
  expect(anythingTyped()).toBe(false);
});

test("a typed word is, until it is sent or taken back", () => {
  const held = draft("note:a", "");
  held.value = "word";
  expect(anythingTyped()).toBe(true);
  held.value = "";
  expect(anythingTyped()).toBe(false);
  held.value = "word";
  dropDraft("note:a");
  expect(anythingTyped()).toBe(false);
});

test("after sign-out nothing is", () => {
  draft("note:a", "").value = "word";
  wipeDrafts();
  expect(anythingTyped()).toBe(false);
});
