// Lies about whom a key is sealed to: a key of the server's own in the place of somebody's at the desk.
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { RECOVERY_ID } from "../../../webapp/frontend/lib/roster.ts";
import { parseRoster } from "../../../webapp/frontend/lib/rosterformat.ts";
import { epochKeys, newStaffKeys, openEpochSeed } from "../../../webapp/frontend/lib/staff.ts";
import type { DeskAnswer } from "../../../webapp/frontend/staff/api/types.ts";
import type { Office as Verified } from "../../../webapp/frontend/staff/vault/rosters.ts";
import { NOTHING_SEEN, NOW, person } from "../staff/made-desk.ts";
import { type Attack, believes } from "./attack.ts";
import { Office, SECONDS } from "./office.ts";
import type { Clients } from "./without.ts";

const o = new Office();
const bea = person("bea", 2);
const servers = newStaffKeys();
const own = toB64(servers.kemPublic);
const beas = { ...o.row(bea), kem_public: own };

/** Ana's desk was honest when she signed in; afterwards the server says `changes`. */
async function verified(it: Clients, changes: Partial<DeskAnswer>): Promise<Verified> {
  const rosters = o.rosters({ people: [o.ana, bea] });
  const honest = await o.answer({
    rosters,
    staff: [o.row(o.ana), o.row(bea)],
    roster_key_wrap: await o.rosterKeyWrap(),
  });
  const { keyring } = await o.enter(it, honest);
  const chain = await it.verifiedChain(honest, NOTHING_SEEN, NOW);
  return { desk: { ...honest, ...changes }, chain, keyring, now: SECONDS } as Verified;
}

/** The server opens what was sealed to this member, with its own key; throws where it cannot. */
const opened = (staffId: Uint8Array, epoch: number, deskPublic: Uint8Array, wrap = "") =>
  openEpochSeed({
    site: o.site,
    epoch,
    staffId,
    deskPublic,
    kemSeed: servers.kemSeed,
    wrap: fromB64(wrap),
  });

/** Whether the server reads the epoch that Ana makes, by this member's copy of its seed. */
const readsNext = (staffId: Uint8Array, changes: Partial<DeskAnswer>) => async (it: Clients) => {
  const office = await verified(it, changes);
  return believes(async () => {
    const { members } = office.chain.current;
    const { roster, seeds } = await it.changedRoster(office, members, true);
    const mine = seeds.find(({ staff_id }) => staff_id === toB64(staffId));
    await opened(staffId, 2, parseRoster(fromB64(roster.body)).deskPublic, mine?.wrap);
  });
};

const check = {
  file: "staff/vault/rosters.ts",
  text: `  if (!equal(kemHash, H(kem))) throw new KeysDoNotFit(recovers ? "recovery" : "people");\n`,
  instead: "",
};

export const onTheKeys: Attack[] = [
  {
    name: "a recovery key of its own, when a new epoch is made",
    check,
    fooled: readsNext(RECOVERY_ID, { recovery_kem_public: own }),
  },
  {
    name: "a colleague's key of its own, when a new epoch is made",
    check,
    fooled: readsNext(bea.id, { staff: [o.row(o.ana), beas] }),
  },
  {
    name: "a colleague's key of its own, when somebody gets the living seeds",
    check: {
      file: "lib/trust.ts",
      text: "if (member === undefined || !equal(member.kemHash, H(kemPublic))) {",
      instead: "if (member === undefined) {",
    },
    fooled: async (it) => {
      const office = await verified(it, { staff: [o.row(o.ana), beas] });
      const place = { staffId: bea.id, kemPublic: servers.kemPublic, role: bea.role };
      return believes(async () => {
        const { members } = office.chain.current;
        const { epoch_wraps } = await it.keysFor(office, place, members, [1], false);
        await opened(bea.id, 1, epochKeys(o.seed).public, epoch_wraps[0]?.wrap);
      });
    },
  },
];
