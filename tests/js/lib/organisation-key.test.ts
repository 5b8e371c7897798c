import { expect, it } from "vitest";
import {
  organisationKeyMessage,
  signOrganisationKey,
  verifyOrganisationKey,
} from "../../../webapp/frontend/lib/organisation-key.ts";
import { publicKey } from "../../../webapp/frontend/lib/sign.ts";

const upTo = (length: number) => Uint8Array.from({ length }, (_, index) => index);
const NAMED = { organisation: "org-ñ", recipient: "age1theirs", day: "2026-11-28" };
/** The bytes that both implementations sign; the same stands in the server's test. */
const MESSAGE =
  "716c31206f7267616e69736174696f6e206b657900000102030405060708090a0b0c0d0e0f" +
  "00066f72672dc3b1000a61676531746865697273000a323032362d31312d3238";

it("both implementations sign the same bytes", () => {
  expect(Buffer.from(organisationKeyMessage(upTo(16), NAMED)).toString("hex")).toBe(MESSAGE);
});

it("the word for a key holds for nothing else", () => {
  const signature = signOrganisationKey(upTo(32), upTo(16), NAMED);
  const check = (named: typeof NAMED) =>
    verifyOrganisationKey(publicKey(upTo(32)), upTo(16), named, signature);
  check(NAMED);
  expect(() => check({ ...NAMED, recipient: "age1server" })).toThrow();
  expect(() => check({ ...NAMED, organisation: "org-n" })).toThrow();
  expect(() => check({ ...NAMED, day: "2026-11-27" })).toThrow();
});
