// Whatever a server, a file or a person hands in: it is taken, or refused by an error of ours.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, Reader } from "../../../webapp/frontend/lib/bytes.ts";
import { parseHeader } from "../../../webapp/frontend/lib/envelope.ts";
import { CryptoError } from "../../../webapp/frontend/lib/errors.ts";
import { openFile } from "../../../webapp/frontend/lib/files.ts";
import { type KeyRecordJson, keyRecordFromJson } from "../../../webapp/frontend/lib/keys.ts";
import { CERTIFICATE, ROSTER } from "../../../webapp/frontend/lib/labels.ts";
import { unpad } from "../../../webapp/frontend/lib/padding.ts";
import { normalise } from "../../../webapp/frontend/lib/receipt.ts";
import { parseRecordHeader } from "../../../webapp/frontend/lib/records.ts";
import {
  type PublicDesk,
  parseCertificate,
  parseMembers,
  parseRoster,
  verifyChain,
  verifyPublic,
} from "../../../webapp/frontend/lib/roster.ts";
import { readThread } from "../../../webapp/frontend/lib/thread.ts";
import { wordProblems } from "../../../webapp/frontend/lib/words.ts";
import { LISTS } from "../lists.ts";
import { CONV, Conversation, SITE } from "./made.ts";

function survives(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(CryptoError);
  }
}

const bytes = fc.uint8Array({ maxLength: 3000 });
const startingWith = (...start: Uint8Array[]) => bytes.map((rest) => concat(...start, rest));
const one = Uint8Array.of(1);

describe("any bytes", () => {
  const file = { site: SITE, conv: CONV, fileId: SITE, fk: new Uint8Array(32) };
  const inputs: [string, fc.Arbitrary<Uint8Array>, (input: Uint8Array) => unknown][] = [
    ["an envelope", startingWith(Uint8Array.of(1, 1, 0, 0x53)), parseHeader],
    ["a record", startingWith(Uint8Array.of(1, 2)), parseRecordHeader],
    ["a certificate", startingWith(CERTIFICATE, one), parseCertificate],
    ["a roster", startingWith(ROSTER, one), parseRoster],
    ["members", startingWith(new Uint8Array(1)), parseMembers],
    ["padding", startingWith(new Uint8Array(2)), unpad],
    ["a blob", startingWith(one), (blob) => openFile(file, { blob, size: 9, hash: blob })],
    ["a number", bytes, (input) => new Reader(input).number(8)],
  ];

  test.each(inputs)("are taken as %s or refused", (_, input, parse) => {
    fc.assert(fc.property(input, (value) => survives(() => parse(value))));
  });

  test("among a conversation's envelopes spoil none of the others", () => {
    const talk = new Conversation();
    for (const direction of ["S", "D", "S"] as const) talk.write(direction);
    fc.assert(
      fc.property(fc.array(bytes), fc.nat({ max: 3 }), (junk, at) => {
        const envelopes = talk.envelopes.toSpliced(at, 0, ...junk);
        const { messages } = readThread({ site: SITE, keys: talk.keys, envelopes, conv: CONV });
        expect(messages.map(({ inner }) => inner?.t)).toEqual(["text", "text", "text"]);
      }),
    );
  });
});

describe("any JSON", () => {
  const anything = fc.jsonValue();
  const members = ["conv", "gen", "epoch", "kc", "src_vk", "desk_wrap", "self_wrap", "signature"];
  const record = fc.oneof(
    anything,
    fc.dictionary(fc.constantFrom(...members), anything, { maxKeys: 8 }),
  );

  test("is taken as a key record or refused", () => {
    fc.assert(
      fc.property(record, (json) =>
        survives(() => keyRecordFromJson(json as unknown as KeyRecordJson)),
      ),
    );
  });

  test("is taken as a desk or refused", () => {
    const desk = fc.record({
      root_vk: anything,
      certificate: anything,
      certificate_signature: anything,
      roster: anything,
      roster_signature: anything,
      site: anything,
    });
    fc.assert(
      fc.property(desk, (json) =>
        survives(() => verifyPublic({ ...json, now: 0 } as unknown as PublicDesk)),
      ),
    );
  });

  test("in place of a chain of rosters is refused", () => {
    const signed = fc.record({ body: anything, members: anything, signature: anything });
    fc.assert(
      fc.property(fc.array(signed), fc.array(signed), (certificates, rosters) => {
        const check = () =>
          verifyChain(certificates as never[], rosters as never[], new Uint8Array(32), SITE, 0);
        expect(check).toThrow(CryptoError);
      }),
    );
  });
});

describe("any text", () => {
  test("normalises to letters and single spaces, and normalising again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const plain = normalise(text);
        expect(plain).toMatch(/^(?:[a-z]+(?: [a-z]+)*)?$/);
        expect(normalise(plain)).toBe(plain);
      }),
    );
  });

  test("pasted by mistake is answered quickly and briefly", () => {
    const page = `${"lorem ipsum dolor ".repeat(3000)}${"x".repeat(100_000)}`;
    expect(wordProblems(page, Object.values(LISTS)).length).toBeLessThanOrEqual(24);
  });
});
