// The way back to a conversation is removed: from then on its words open nothing.
import { type Ask, Unreachable } from "./server.ts";

/** True once the server has removed lookup and self wrap; false where the line does not answer. */
export async function removeWayBack(ask: Ask, auth: Uint8Array): Promise<boolean> {
  try {
    const answer = await ask({ method: "DELETE", path: "/api/v1/conversation/way-back", auth });
    // 401 means that it is gone already: another tab, or a first try whose answer was lost.
    return answer.status === 204 || answer.status === 401;
  } catch (error) {
    if (error instanceof Unreachable) return false;
    throw error;
  }
}
