// What both sides are shown of a conversation, and every way in which they are warned.
import { describe, expect, test } from "vitest";
import { randomBytes, utf8 } from "../../../webapp/frontend/lib/bytes.ts";
import { parseHeader } from "../../../webapp/frontend/lib/envelope.ts";
import { CryptoError } from "../../../webapp/frontend/lib/errors.ts";
import { nextEnvelope, readThread } from "../../../webapp/frontend/lib/thread.ts";
import { CONV, Conversation, flipBit, SITE } from "./made.ts";

const read = (talk: Conversation, envelopes = talk.envelopes) =>
  readThread({ site: SITE, keys: talk.keys, envelopes, conv: CONV });

function threeEachWay(): Conversation {
  const talk = new Conversation();
  for (const direction of ["S", "D", "S", "D", "S", "D"] as const) talk.write(direction);
  return talk;
}

const numbered = (talk: Conversation, envelopes?: Uint8Array[]) =>
  read(talk, envelopes).messages.map(({ direction, seq }) => `${direction}${seq}`);

describe("an honest conversation", () => {
  test("is read without a warning, whatever the order in which the server gives it", () => {
    const talk = threeEachWay();
    const mixed = [5, 1, 3, 0, 2, 4].flatMap((i) => talk.envelopes.slice(i, i + 1));
    expect(read(talk, mixed).warnings).toEqual([]);
    expect(numbered(talk, mixed)).toEqual(["S1", "D1", "S2", "D2", "S3", "D3"]);
  });

  test("is shown once, however often an envelope is given", () => {
    const talk = threeEachWay();
    const thread = read(talk, [...talk.envelopes, ...talk.envelopes]);
    expect([thread.messages.length, thread.warnings]).toEqual([6, []]);
  });

  test("puts the source first where two messages crossed", () => {
    const talk = new Conversation();
    talk.write("S");
    const { ackSeq, ack } = parseHeader(talk.write("D"));
    talk.write("S");
    talk.write("D", { ackSeq, ack });
    expect(numbered(talk)).toEqual(["S1", "D1", "S2", "D2"]);
  });

  test("may let an acknowledgement fall", () => {
    const talk = threeEachWay();
    talk.write("S", { ackSeq: 1, ack: parseHeader(talk.envelopes[2] as Uint8Array).ack });
    expect(read(talk).warnings).toEqual([]);
  });

  test("goes on in a new generation that acknowledges the last reply", () => {
    const talk = threeEachWay();
    talk.write("S", { gen: 2 });
    talk.write("D", { gen: 2 });
    const thread = read(talk);
    expect([thread.warnings, thread.gens]).toEqual([[], { S: 2, D: 2 }]);
  });

  test("tells what the server sealed", () => {
    const talk = new Conversation();
    talk.write("S", { flags: 1 });
    expect(read(talk).messages[0]?.serverSealed).toBe(true);
  });
});

describe("what cannot be read", () => {
  test.each([
    ["broken JSON", utf8('{"t":')],
    ["no text", Uint8Array.of(0xff, 0xfe)],
    ["no object", utf8("[]")],
    ["no kind", utf8('{"body":"x"}')],
  ])("%s is shown as unreadable and counts", (_, raw) => {
    const talk = new Conversation();
    talk.write("S", { raw });
    talk.write("S");
    const thread = read(talk);
    expect(thread.messages.map(({ inner }) => inner?.t ?? null)).toEqual([null, "text"]);
    expect(thread.warnings).toEqual([]);
  });

  test("an envelope that does not open is shown as unreadable and counts", () => {
    const talk = new Conversation();
    talk.write("S");
    const junk = flipBit(talk.write("S"), 8 * 1000);
    const thread = read(talk, [talk.envelopes[0] as Uint8Array, junk]);
    expect([thread.messages[1]?.inner, thread.state.S.seq]).toEqual([null, 2]);
  });

  test("a generation without a key is shown as unreadable", () => {
    const talk = threeEachWay();
    talk.keys.delete(1);
    expect(read(talk).messages.every(({ inner }) => inner === null)).toBe(true);
  });

  test("an unknown kind is kept", () => {
    const talk = new Conversation();
    talk.write("S", { inner: { t: "hologram", at: "2026-01-01T00" } });
    expect(read(talk).messages[0]?.inner?.t).toBe("hologram");
  });
});

describe("a warning", () => {
  const codes = (talk: Conversation, envelopes?: Uint8Array[]) => read(talk, envelopes).warnings;

  test("names the numbers that are missing in between", () => {
    const talk = threeEachWay();
    const [s1, , , , s3] = talk.envelopes as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(codes(talk, [s1, s3])).toContainEqual({ code: "gap", direction: "S", seq: 2, last: 2 });
  });

  test("says that a message does not follow the one before it", () => {
    const talk = new Conversation();
    talk.write("S");
    talk.write("S", { prev: randomBytes(32) });
    expect(codes(talk)).toEqual([{ code: "broken_prev", direction: "S", seq: 2, last: 2 }]);
  });

  test("says that the other side saw another message than this one", () => {
    const talk = new Conversation();
    talk.write("S");
    talk.write("D", { ack: randomBytes(32) });
    expect(codes(talk)).toEqual([{ code: "broken_ack", direction: "D", seq: 1, last: 1 }]);
  });

  test("says that a beginning is withheld which writers still saw", () => {
    const talk = threeEachWay();
    const without = talk.envelopes.slice(1);
    const warning = { code: "withheld_beginning", direction: "S", seq: 1, last: 1 };
    expect(codes(talk, without)).toEqual([warning]);
  });

  test("says only that earlier messages were deleted when writers no longer saw them", () => {
    const talk = threeEachWay();
    talk.write("D", { inner: { t: "text", at: "2026-02-01T00", low: [2, 2] } });
    const without = talk.envelopes.slice(2);
    expect(codes(talk, without)).toEqual([
      { code: "expired_beginning", direction: "S", seq: 1, last: 1 },
      { code: "expired_beginning", direction: "D", seq: 1, last: 1 },
    ]);
  });

  test("says that the newest messages are withheld which the other side acknowledged", () => {
    const talk = new Conversation();
    const first = talk.write("S");
    talk.write("S");
    const reply = talk.write("D");
    const warning = { code: "withheld_newest", direction: "S", seq: 2, last: 2 };
    expect(codes(talk, [first, reply])).toEqual([warning]);
  });

  test("says that a whole direction is withheld", () => {
    const talk = new Conversation();
    talk.write("S");
    talk.write("D");
    const last = talk.write("S");
    const warning = { code: "withheld_newest", direction: "D", seq: 1, last: 1 };
    expect(codes(talk, [talk.envelopes[0] as Uint8Array, last])).toEqual([warning]);
  });

  test("says that a generation fell within a direction", () => {
    const talk = new Conversation();
    talk.write("S", { gen: 2 });
    talk.write("S", { gen: 1 });
    expect(codes(talk)).toEqual([{ code: "generation_fell", direction: "S", seq: 2, last: 2 }]);
  });

  test("says that a reply uses a key that was replaced before it", () => {
    const talk = threeEachWay();
    talk.write("S", { gen: 2 });
    talk.write("D", { gen: 1, ackSeq: 3, ack: parseHeader(talk.envelopes[5] as Uint8Array).ack });
    expect(codes(talk)).toEqual([
      { code: "old_generation_reply", direction: "D", seq: 4, last: 4 },
    ]);
  });

  test("says that two envelopes claim one number", () => {
    const talk = new Conversation();
    talk.write("S");
    const other = new Conversation();
    const twin = other.write("S");
    const warning = { code: "two_of_one_number", direction: "S", seq: 1, last: 1 };
    expect(codes(talk, [...talk.envelopes, twin])).toEqual([warning]);
  });

  test("says that an envelope is another conversation's", () => {
    const talk = new Conversation();
    talk.write("S", { conv: randomBytes(16) });
    expect(codes(talk)[0]?.code).toBe("other_conversation");
  });

  test("says that something is no envelope", () => {
    expect(codes(new Conversation(), [randomBytes(7)])[0]?.code).toBe("malformed");
  });
});

describe("the next envelope", () => {
  const inner = { t: "text", at: "2026-01-01T00", body: "hello" };

  test("continues its direction and acknowledges the other", () => {
    const talk = threeEachWay();
    const next = { site: SITE, direction: "D", conv: CONV, gen: 1, inner } as const;
    const envelope = nextEnvelope({ ...next, ...talk.key(1), thread: read(talk) });
    const thread = read(talk, [...talk.envelopes, envelope]);
    expect(thread.warnings).toEqual([]);
    expect(thread.messages.at(-1)?.inner).toEqual({ ...inner, low: [1, 1] });
  });

  test("begins a conversation", () => {
    const talk = new Conversation();
    const next = { site: SITE, direction: "S", conv: CONV, gen: 1, inner } as const;
    const envelope = nextEnvelope({ ...next, ...talk.key(1), thread: read(talk, []) });
    expect(read(talk, [envelope]).state.S.seq).toBe(1);
  });

  test("says the lowest numbers that its writer still sees", () => {
    const talk = threeEachWay();
    const thread = read(talk, talk.envelopes.slice(2));
    const next = { site: SITE, direction: "S", conv: CONV, gen: 1, inner } as const;
    const envelope = nextEnvelope({ ...next, ...talk.key(1), thread });
    expect(read(talk, [envelope]).messages[0]?.inner?.low).toEqual([2, 2]);
  });

  test("continues from the server's word where everything has expired", () => {
    const talk = threeEachWay();
    const last = talk.ends;
    const thread = readThread({ site: SITE, keys: talk.keys, envelopes: [], last });
    const next = { site: SITE, direction: "S", conv: CONV, gen: 1, inner } as const;
    const header = parseHeader(nextEnvelope({ ...next, ...talk.key(1), thread }));
    expect([header.seq, header.prev, header.ackSeq]).toEqual([4, last.S.hash, 3]);
  });

  test.each(["S", "D"] as const)("of %s is refused under a replaced key", (direction) => {
    const talk = threeEachWay();
    talk.write("S", { gen: 2 });
    const next = { site: SITE, direction, conv: CONV, gen: 1, inner };
    const write = () => nextEnvelope({ ...next, ...talk.key(1), thread: read(talk) });
    expect(write).toThrow(CryptoError);
  });
});
