// Lies about who the desk is: rosters and certificates that are forged, old, foreign, or out of order.
import { randomBytes, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { publicKey } from "../../../webapp/frontend/lib/sign.ts";
import type { DeskAnswer, RosterIn } from "../../../webapp/frontend/staff/api/types.ts";
import { NOTHING_SEEN, NOW } from "../staff/made-desk.ts";
import { type Attack, believes } from "./attack.ts";
import { Office, SECONDS } from "./office.ts";

const TRUST = "lib/trust.ts";
const DAY = 86_400;
const o = new Office();
const [ana, eve] = [o.ana, o.eve];

/** Whether Ana's browser opens this desk. */
const enters =
  (changes: () => Promise<Partial<DeskAnswer>> | Partial<DeskAnswer>, seen = NOTHING_SEEN) =>
  async (it: Parameters<Attack["fooled"]>[0]) => {
    const answer = await o.answer(await changes());
    return believes(() => o.enter(it, answer, seen));
  };

const another = (): Office => new Office(o.site);

/** Eve, who has no place at this desk, as its only other member. */
const withEve = () => o.rosters({ people: [ana, eve], signer: randomBytes(32) });

export const onTheRoster: Attack[] = [
  {
    name: "a certificate that another root signed",
    check: { file: TRUST, text: "  verify(rootVk, body, signature);\n", instead: "" },
    fooled: enters(() => ({ certificates: [o.certificate({ root: randomBytes(32) })] })),
  },
  {
    name: "a certificate of another site under the same root",
    check: {
      file: TRUST,
      text: `if (!equal(certificate.site, exactly(16, site, "site"))) throw new Refused("another site's");`,
      instead: "",
    },
    fooled: enters(() => {
      const site = randomBytes(16);
      return {
        certificates: [o.certificate({ site })],
        rosters: o.rosters({ people: [ana], site }),
      };
    }),
  },
  {
    name: "a roster that no certified key signed",
    check: { file: TRUST, text: "  verify(certificate.rosterVk, body, signature);\n", instead: "" },
    fooled: enters(() => ({ rosters: withEve(), staff: [o.row(ana), o.row(eve)] })),
  },
  {
    name: "a roster that names another site",
    check: {
      file: TRUST,
      text: `if (!equal(roster.site, certificate.site)) throw new Refused("another site's roster");`,
      instead: "",
    },
    fooled: enters(() => ({ rosters: o.rosters({ people: [ana], site: randomBytes(16) }) })),
  },
  {
    name: "members that the signed roster does not name",
    check: {
      file: TRUST,
      text: `if (!equal(H(members), roster.membersHash)) throw new Refused("not this roster's members");`,
      instead: "",
    },
    fooled: enters(() => {
      const members = toB64(o.members([ana, eve]));
      const rosters = o.rosters({ people: [ana] }).map((it) => ({ ...it, members }));
      return { rosters, staff: [o.row(ana), o.row(eve)] };
    }),
  },
  {
    name: "a roster that has expired",
    check: {
      file: TRUST,
      text: "if (now >= span.notAfter)",
      instead: "if (false)",
    },
    fooled: enters(() => ({
      rosters: o.rosters({ people: [ana], span: [SECONDS - 90 * DAY, SECONDS - 1] }),
    })),
  },
  {
    name: "a roster from a future further off than a clock may be wrong",
    check: {
      file: TRUST,
      text: "if (now < span.notBefore - CLOCK_SLACK)",
      instead: "if (false)",
    },
    fooled: enters(() => ({
      rosters: o.rosters({ people: [ana], span: [SECONDS + 2 * DAY, SECONDS + 90 * DAY] }),
    })),
  },
  {
    name: "a chain of rosters with one left out of its middle",
    check: {
      file: TRUST,
      text: `if (!equal(roster.prev, hash)) throw new Refused("the chain of rosters is broken");`,
      instead: "",
    },
    fooled: enters(() => {
      const [first, , third] = o.rosters(
        { people: [ana] },
        { people: [ana, eve] },
        { people: [ana] },
      );
      return { rosters: [first, third] as DeskAnswer["rosters"] };
    }),
  },
  {
    name: "rosters that do not follow those that this browser keeps",
    check: {
      file: TRUST,
      text: `if (!equal(roster.prev, hash)) throw new Refused("the chain of rosters is broken");`,
      instead: "",
    },
    fooled: async (it) => {
      const [first, , third] = o.rosters({ people: [ana] }, { people: [ana] }, { people: [ana] });
      const rosters = it.wholeChain([first] as RosterIn[], [third] as RosterIn[]);
      return enters(() => ({ rosters }))(it);
    },
  },
  {
    name: "other rosters from the beginning than those that this browser keeps",
    check: {
      file: "staff/vault/kept-rosters.ts",
      text: "follows || isOther",
      instead: "follows",
    },
    fooled: async (it) => {
      const kept = o.rosters({ people: [ana] }, { people: [ana, eve] });
      const told = o.rosters({ people: [ana] }, { people: [ana] }, { people: [ana] });
      const answer = await o.answer({ rosters: told });
      const heard = () => ({ ...answer, rosters: it.wholeChain(kept, told) });
      return believes(() => o.enter(it, heard(), NOTHING_SEEN));
    },
  },
  {
    name: "nothing that follows, and an older desk for people outside",
    check: { file: "staff/vault/check-desk.ts", text: "  checkPublic(desk);\n", instead: "" },
    fooled: async (it) => {
      const kept = o.rosters({ people: [ana] }, { people: [ana] });
      const old = await o.answer({ rosters: kept.slice(0, 1) });
      return enters(() => ({ ...old, rosters: it.wholeChain(kept, []) }))(it);
    },
  },
  {
    name: "two rosters of one number",
    check: {
      file: TRUST,
      text: `if (roster.serial <= before.serial) throw new Refused("serials are not in order");`,
      instead: "",
    },
    fooled: enters(() => ({
      rosters: o.rosters({ people: [ana] }, { people: [ana], serial: 1 }),
    })),
  },
  {
    name: "an epoch that falls from one roster to the next",
    check: {
      file: TRUST,
      text: `if (roster.epoch < before.epoch) throw new Refused("the epoch fell");`,
      instead: "",
    },
    fooled: enters(() => ({
      rosters: o.rosters(
        { people: [ana], epoch: 2, seed: randomBytes(32) },
        { people: [ana], epoch: 1 },
      ),
    })),
  },
  {
    name: "another desk key within an epoch",
    check: {
      file: TRUST,
      text: "if (roster.epoch === before.epoch && !equal(roster.deskPublic, before.deskPublic)) {",
      instead: "if (false) {",
    },
    fooled: enters(async () => {
      const seed = randomBytes(32);
      const rosters = o.rosters({ people: [ana], seed }, { people: [ana] });
      return { rosters, epoch_wraps: [await o.wrap(1, seed)] };
    }),
  },
  {
    name: "another root than the one that this browser knows",
    check: {
      file: "staff/vault/check-desk.ts",
      text: `demand(root === null || (root.site === desk.site && root.rootVk === desk.root_vk), "root");`,
      instead: "",
    },
    fooled: async (it) => {
      const other = another();
      const seen = {
        ...NOTHING_SEEN,
        root: { site: toB64(o.site), rootVk: toB64(publicKey(o.root)) },
      };
      const answer = await other.answer();
      return believes(() => other.enter(it, answer, seen));
    },
  },
  {
    name: "an older roster than this browser has seen",
    check: {
      file: "staff/vault/check-desk.ts",
      text: "chain.current.serial >= serial && ",
      instead: "",
    },
    fooled: enters(() => ({}), { ...NOTHING_SEEN, serial: 2 }),
  },
  {
    name: "an older certificate than this browser has seen",
    check: {
      file: "staff/vault/check-desk.ts",
      text: " && chain.certificate.notBefore >= certified",
      instead: "",
    },
    fooled: enters(() => ({}), { ...NOTHING_SEEN, certified: NOW.getTime() / 1000 }),
  },
  {
    name: "a roster in which our own keys are somebody else's",
    check: {
      file: "staff/vault/check-desk.ts",
      text: "  checkOwnEntry(chain.current, account, keys);\n",
      instead: "",
    },
    fooled: enters(() => ({
      rosters: o.rosters({ people: [{ ...eve, id: ana.id }] }),
      staff: [o.row({ ...eve, id: ana.id })],
    })),
  },
  {
    name: "a desk key for people outside that is not the desk's",
    check: { file: "staff/vault/check-desk.ts", text: "  checkPublic(desk);\n", instead: "" },
    fooled: enters(async () => {
      const other = await another().answer();
      return { public: { ...other.public } };
    }),
  },
  {
    name: "a colleague's name over another key",
    check: {
      file: "staff/vault/check-desk.ts",
      text: "  checkPeople(desk, chain.current);\n  const staffId",
      instead: "  const staffId",
    },
    fooled: enters(() => ({ staff: [o.row(ana), o.row(eve)] })),
  },
  {
    name: "an epoch's seed that is the server's own",
    check: {
      file: "lib/staff.ts",
      text: `  if (!equal(epochKeys(seed).public, options.deskPublic))\n    throw new Refused("not this epoch's seed");\n`,
      instead: "",
    },
    fooled: enters(async () => ({ epoch_wraps: [await o.wrap(1, randomBytes(32), o.seed)] })),
  },
];
