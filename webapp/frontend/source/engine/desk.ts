// Whom to seal to: the desk's key of the living epoch, believed only behind the root's signatures.
import { CryptoError } from "../../lib/errors.ts";
import { type Desk, type PublicDesk, verifyPublic } from "../../lib/roster.ts";
import { Stop } from "./protocol.ts";
import { type Ask, Unreachable } from "./server.ts";

/**
 * The desk that may be sealed to. Throws Unreachable where there is no answer, and stops where the
 * site is not set up or its desk is not to be believed; `known` is the one seen before.
 */
export async function loadDesk(ask: Ask, known: Desk | null): Promise<Desk> {
  const { status, problem, json } = await ask({ method: "GET", path: "/api/v1/desk" });
  if (problem === "not-set-up") throw new Stop("not_set_up");
  if (status !== 200) throw new Unreachable();
  const now = Math.floor(Date.now() / 1000);
  const seen = { now, highestSerialSeen: known?.serial ?? 0, leastEpoch: known?.epoch ?? 0 };
  try {
    return verifyPublic({ ...(json as unknown as PublicDesk), ...seen });
  } catch (error) {
    // A field that is missing or of another type is no desk to believe either.
    if (error instanceof CryptoError || error instanceof TypeError) throw new Stop("desk_refused");
    throw error;
  }
}
