// A server that lies is caught by the clients every time; each attack with a control run, in which
// the one check that it meets is taken out and the attack succeeds.
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { Attack } from "./attack.ts";
import { onAConversation } from "./on-a-conversation.ts";
import { onASource } from "./on-a-source.ts";
import { onAThread } from "./on-a-thread.ts";
import { onCaseLinks } from "./on-case-links.ts";
import { onMonths } from "./on-months.ts";
import { onNewKeys } from "./on-new-keys.ts";
import { onRecords } from "./on-records.ts";
import { onReferrals } from "./on-referrals.ts";
import { onTheAudit } from "./on-the-audit.ts";
import { onTheKeys } from "./on-the-keys.ts";
import { onTheQuestions } from "./on-the-questions.ts";
import { onTheQueue } from "./on-the-queue.ts";
import { onTheRoster } from "./on-the-roster.ts";
import { type Clients, clients } from "./without.ts";

const ATTACKS: [string, Attack[]][] = [
  ["on the roster", onTheRoster],
  ["on the keys", onTheKeys],
  ["on a conversation", onAConversation],
  ["on a thread", onAThread],
  ["on a source", onASource],
  ["on records", onRecords],
  ["on referrals", onReferrals],
  ["on links between cases", onCaseLinks],
  ["on closed months", onMonths],
  ["on the queue", onTheQueue],
  ["on the audit", onTheAudit],
  ["on the questions", onTheQuestions],
  ["on new keys", onNewKeys],
];

let whole: Clients;
beforeAll(async () => {
  whole = await clients();
});

describe.each(ATTACKS)("an attack %s", (_where, attacks) => {
  test.each(attacks.map((it) => [it.name, it] as const))("is caught: %s", async (_name, it) => {
    expect(await it.fooled(whole)).toBe(false);
  });

  test.each(attacks.map((it) => [it.name, it] as const))(
    "succeeds without its check: %s",
    async (_name, it) => {
      expect(await it.fooled(await clients(it.check))).toBe(true);
    },
  );
});

test("docs/hostile-server.md lists exactly these attacks, each with the file of its check", async () => {
  const text = await readFile("docs/hostile-server.md", "utf8");
  const rows = [...text.matchAll(/^\| (.+) \| `(.+)` \|$/gm)].map(([, name, file]) => [name, file]);
  const told = ATTACKS.flatMap(([, attacks]) => attacks.map((it) => [it.name, it.check.file]));
  expect(rows).toEqual(told);
});
