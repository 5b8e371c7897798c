// Whom to seal to: the desk's key of the living epoch, believed only behind the root's signatures.
import { equal, fromB64 } from "../../lib/bytes.ts";
import { CryptoError } from "../../lib/errors.ts";
import { type Desk, type PublicDesk, parseCertificate, verifyPublic } from "../../lib/roster.ts";
import { Stop } from "./protocol.ts";
import { type Ask, Unreachable } from "./server.ts";

/** A desk, with what the next one that the server shows in this visit has to agree with. */
export interface KnownDesk extends Desk {
  rootVk: Uint8Array;
  /** `notBefore` of the certificate behind it. */
  certifiedFrom: number;
}

interface DeskJson extends Omit<PublicDesk, "now"> {
  root_vk: string;
  certificate: string;
}

/** Signatures below a root of the server's own would hold: within a visit all of this stays. */
function agrees(now: KnownDesk, known: KnownDesk): boolean {
  const sameRoot = equal(now.rootVk, known.rootVk) && equal(now.site, known.site);
  return sameRoot && (now.epoch > known.epoch || equal(now.deskPublic, known.deskPublic));
}

function believed(json: DeskJson, known: KnownDesk | null): KnownDesk {
  const desk = verifyPublic({
    ...json,
    now: Math.floor(Date.now() / 1000),
    highestSerialSeen: known?.serial ?? 0,
    leastEpoch: known?.epoch ?? 0,
    newestCertificateSeen: known?.certifiedFrom ?? 0,
  });
  const certifiedFrom = parseCertificate(fromB64(json.certificate)).notBefore;
  const shown = { ...desk, rootVk: fromB64(json.root_vk), certifiedFrom };
  if (known !== null && !agrees(shown, known)) throw new Stop("desk_refused");
  return shown;
}

/**
 * The desk that may be sealed to. Throws Unreachable where there is no answer, and stops where the
 * site is not set up or its desk is not to be believed; `known` is the one seen before.
 */
export async function loadDesk(ask: Ask, known: KnownDesk | null): Promise<KnownDesk> {
  const { status, problem, json } = await ask({ method: "GET", path: "/api/v1/desk" });
  if (problem === "not-set-up") throw new Stop("not_set_up");
  if (status !== 200) throw new Unreachable();
  try {
    return believed(json as unknown as DeskJson, known);
  } catch (error) {
    // A field that is missing or of another type is no desk to believe either.
    if (error instanceof CryptoError || error instanceof TypeError) throw new Stop("desk_refused");
    throw error;
  }
}
