// Lies to the person outside: a desk key of the server's own, or a desk of long ago.
import { randomBytes } from "../../../webapp/frontend/lib/bytes.ts";
import type { PublicDesk } from "../../../webapp/frontend/lib/roster.ts";
import type { Tip } from "../../../webapp/frontend/source/engine/protocol.ts";
import type { Ask } from "../../../webapp/frontend/source/engine/server.ts";
import { listOf } from "../lists.ts";
import { FakeServer } from "../source/fake-server.ts";
import { type Attack, believes } from "./attack.ts";
import { Office, SECONDS } from "./office.ts";
import type { Clients } from "./without.ts";

const DAY = 86_400;
const TRUST = "lib/trust.ts";
const TIP: Tip = { door: "saw_something", answers: { what: "Men who take the passports." } };
const o = new Office();

/** What sources are told, as the browser takes it in. */
async function told(answer: Parameters<Office["answer"]>[0] = {}): Promise<PublicDesk> {
  const { public: given } = await o.answer(answer);
  return { ...given, now: SECONDS };
}

/** A visit in which a tip was sent; gives the session's words. */
async function visit(it: Clients, ask: Ask) {
  const session = new it.Session(ask, () => Promise.resolve(), listOf);
  await session.start("en");
  const sent = await session.tip(TIP, "en");
  if (sent.state !== "sent") throw new Error(sent.state);
  return { session, words: sent.words.join(" ") };
}

export const onASource: Attack[] = [
  {
    name: "a desk key that the roster's key did not sign",
    check: { file: TRUST, text: "  verify(certificate.rosterVk, body, signature);\n", instead: "" },
    fooled: async (it) => {
      const rosters = o.rosters({ people: [], seed: randomBytes(32), signer: randomBytes(32) });
      const desk = await told({ rosters });
      return believes(() => it.verifyPublic(desk));
    },
  },
  {
    name: "an expired roster, shown to a source",
    check: {
      file: TRUST,
      text: `  checkTime(roster, desk.now, "roster");\n`,
      instead: "",
    },
    fooled: async (it) => {
      const rosters = o.rosters({ people: [], span: [SECONDS - 90 * DAY, SECONDS - 1] });
      const desk = await told({ rosters });
      return believes(() => it.verifyPublic(desk));
    },
  },
  {
    name: "an older roster within one visit",
    check: {
      file: TRUST,
      text: `if (roster.serial < (desk.highestSerialSeen ?? 0)) throw new Refused("older roster than known");`,
      instead: "",
    },
    fooled: async (it) => {
      const desk = await told();
      return believes(() => it.verifyPublic({ ...desk, highestSerialSeen: 2 }));
    },
  },
  {
    name: "an old roster replayed to a source who comes back",
    check: {
      file: "source/engine/session.ts",
      text: "if (own === undefined || holder.desk.epoch < own.epoch)",
      instead: "if (own === undefined)",
    },
    fooled: async (it) => {
      const server = new FakeServer();
      const old = server.answer({ method: "GET", path: "/api/v1/desk" });
      server.newEpoch();
      const { session, words } = await visit(it, server.ask);
      session.close();
      const ask: Ask = (call) =>
        call.path === "/api/v1/desk" ? Promise.resolve(old) : server.ask(call);
      const later = new it.Session(ask, () => Promise.resolve(), listOf);
      await later.start("en");
      return believes(() => later.open(words, "en"));
    },
  },
  {
    name: "another root, or another desk key in the same epoch, within one visit",
    check: {
      file: "source/engine/desk.ts",
      text: `  if (known !== null && !agrees(shown, known)) throw new Stop("desk_refused");\n`,
      instead: "",
    },
    fooled: async (it) => {
      const server = new FakeServer();
      const { session, words } = await visit(it, server.ask);
      server.swapDeskKey();
      return believes(() => session.open(words, "en"));
    },
  },
  {
    name: "an older certificate within one visit",
    check: {
      file: TRUST,
      text: "  if (certificate.notBefore < (desk.newestCertificateSeen ?? 0)) {",
      instead: "  if (false) {",
    },
    fooled: async (it) => {
      const desk = await told();
      return believes(() => it.verifyPublic({ ...desk, newestCertificateSeen: SECONDS }));
    },
  },
];
