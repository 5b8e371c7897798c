import { describe, expect, it } from "vitest";
import {
  CaseMovedOn,
  contentOf,
  packetOf,
  type ReleaseWords,
  shareable,
  tellsWho,
} from "../../../webapp/frontend/staff/logic/packet.ts";
import { packetPage } from "../../../webapp/frontend/staff/logic/packet-page.ts";
import { readPacket } from "../../../webapp/frontend/staff/logic/read-packet.ts";

const CASE = {
  number: "48209134",
  main: {
    t: "main",
    title: "Girls on flights",
    summary: "secret summary",
    fields: { venue: "other", indicators: ["coached"], victims_count: "about 300" },
  },
  sections: [
    { id: "AAAAAAAAAAAAAAAAAAAAAA", inner: { t: "note", title: "N", body: "secret note" } },
    { id: "BBBBBBBBBBBBBBBBBBBBBB", inner: { t: "release", why: "secret reason" } },
    { id: "CCCCCCCCCCCCCCCCCCCCCC", inner: null },
  ],
  threads: [
    {
      conv: "DDDDDDDDDDDDDDDDDDDDDD",
      stands: "one",
      said: [{ from: "source" as const, hour: "2026-11-24T10", text: "secret words" }],
    },
  ],
};
const WORDS = shareable(CASE);

function release(scope: string[], words = WORDS): { id: string; words: ReleaseWords } {
  return {
    id: "EEEEEEEEEEEEEEEEEEEEEE",
    words: {
      t: "release",
      at: "2026-11-24T10",
      organisation: "org-1",
      name: "Harbour",
      kind: "anti_trafficking_ngo",
      key: "",
      mode: "referral",
      ground: "share",
      why: "secret reason",
      scope,
      expires_on: "2027-01-01",
      content: contentOf(scope, words),
    },
  };
}

describe("a packet", () => {
  it("holds nothing where nothing is named", () => {
    const text = JSON.stringify(packetOf(release([]), WORDS));
    expect(text).not.toContain("secret");
    expect(text).not.toContain("48209134");
    expect(JSON.parse(text).items).toEqual([]);
  });

  it.each([...WORDS.keys()])("with %s alone holds that and nothing else", (code) => {
    const { items } = packetOf(release([code]), WORDS);
    expect(items.map((item) => item.code)).toEqual([code]);
    const whole = JSON.stringify(items);
    for (const other of WORDS.values()) {
      if (other.code !== code) expect(whole).not.toContain(JSON.stringify(other.value));
    }
  });

  it("never offers a release, nor a record that does not open", () => {
    expect([...WORDS.keys()].filter((code) => code.startsWith("section."))).toEqual([
      "section.AAAAAAAAAAAAAAAAAAAAAA",
    ]);
    expect(JSON.stringify([...WORDS.values()])).not.toContain("secret reason");
  });

  it("of a warm hand-off holds the number by which the person is known, and no other packet does", () => {
    const made = release(["title"]);
    const warm = { ...made, words: { ...made.words, greeting: "482 917" } };
    expect(packetOf(warm, WORDS).greeting).toBe("482 917");
    expect(readPacket(JSON.stringify(packetOf(warm, WORDS)))?.greeting).toBe("482 917");
    expect("greeting" in packetOf(made, WORDS)).toBe(false);
    const lie = { ...packetOf(made, WORDS), greeting: { html: "<b>" } };
    expect(readPacket(JSON.stringify(lie))).toBeNull();
  });

  it("of a section holds its fields, and of a file its name alone", () => {
    const fields = { document_kind: "passport", file: "secret-id", file_name: "scan.pdf" };
    const id = "AAAAAAAAAAAAAAAAAAAAAA";
    const words = shareable({
      ...CASE,
      sections: [{ id, inner: { t: "document", title: "", body: "", fields } }],
    });
    const packet = packetOf(release([`section.${id}`], words), words);
    const kept = { document_kind: "passport", file_name: "scan.pdf" };
    expect(packet.items).toEqual([
      { code: `section.${id}`, kind: "document", title: "", fields: kept, value: "" },
    ]);
    expect(readPacket(JSON.stringify(packet))).toEqual(packet);
  });

  it("never holds why it was agreed", () => {
    const text = JSON.stringify(packetOf(release([...WORDS.keys()]), WORDS));
    expect(text).not.toContain("secret reason");
  });

  it("is none once the case says something else", () => {
    const made = release(["summary"]);
    const later = shareable({ ...CASE, main: { ...CASE.main, summary: "more was added" } });
    expect(() => packetOf(made, later)).toThrow(CaseMovedOn);
    const elsewhere = shareable({ ...CASE, main: { ...CASE.main, title: "Another title" } });
    expect(packetOf(made, elsewhere).items).toHaveLength(1);
  });

  it("is none once something of it is gone", () => {
    const made = release(["title", "summary"]);
    const later = shareable({ ...CASE, main: { ...CASE.main, summary: "" } });
    expect(() => packetOf(made, later)).toThrow(CaseMovedOn);
  });

  it("of a conversation is the same whoever's language its lines are shown in", () => {
    const code = "thread.DDDDDDDDDDDDDDDDDDDDDD";
    const shown = (stands: string, text: string) =>
      shareable({
        ...CASE,
        threads: [{ conv: code.slice(7), stands, said: [{ from: "source", hour: "", text }] }],
      });
    const made = release([code], shown("one", "Was sah: girls"));
    const { items } = packetOf(made, shown("one", "What did you see: girls"));
    expect(items[0]).toEqual({
      code,
      value: [{ from: "source", hour: "", text: "What did you see: girls" }],
    });
    expect(() => packetOf(made, shown("two", "Was sah: girls"))).toThrow(CaseMovedOn);
  });

  it("counts a person's own words as telling who they are", () => {
    const found = [...WORDS.values()].filter(tellsWho).map(({ code }) => code);
    expect(found).toEqual(["thread.DDDDDDDDDDDDDDDDDDDDDD"]);
    const person = (role: string) => ({ code: "s", kind: "person", fields: { role }, value: "" });
    expect(["reporter", "controller"].map((role) => tellsWho(person(role)))).toEqual([true, false]);
  });
});

describe("a packet read", () => {
  const packet = packetOf(release([...WORDS.keys()]), WORDS);

  it("is what was written", () => {
    expect(readPacket(JSON.stringify(packet))).toEqual(packet);
  });

  it.each([
    "",
    "[]",
    "null",
    '{"format":"quietline referral 2"}',
    JSON.stringify({ ...packet, recipient: null }),
    JSON.stringify({ ...packet, items: [{ code: "x", value: { a: 1 } }] }),
    JSON.stringify({ ...packet, items: [{ code: 1, value: "x" }] }),
    JSON.stringify({ ...packet, mode: 3 }),
    JSON.stringify({ ...packet, items: "none" }),
  ])("is nothing for %s", (text) => {
    expect(readPacket(text)).toBeNull();
  });
});

describe("the page of a packet", () => {
  const hostile = `</p><script>alert(1)</script><img src=x onerror=alert(1)>"'&`;
  const words = shareable({ ...CASE, main: { ...CASE.main, title: hostile } });
  const names = {
    language: hostile,
    direction: "ltr",
    title: hostile,
    facts: [[hostile, hostile]] as const,
    label: () => hostile,
    value: () => hostile,
    itemFacts: () => [[hostile, hostile]] as const,
    said: () => hostile,
    note: hostile,
  };
  const page = packetPage(packetOf(release([...words.keys()], words), words), names);

  it("holds no markup but its own", () => {
    expect(page).not.toContain("<script");
    expect(page).not.toContain("<img");
    expect(page).toContain("&lt;script&gt;");
    expect(page.match(/<html lang="([^"]*)"/)?.[1]).toContain("&quot;");
  });

  it("may run and load nothing", () => {
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/https?:|src=(?!x)|href=/);
  });
});
