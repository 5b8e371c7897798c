// The engine's calls to the server: JSON out and in; no answer within the time is the same as no line.
import { toB64 } from "../../lib/bytes.ts";

const PATIENCE = 30_000; // a slow line with round trips of 0.8 s still gets a large tip through

/** No usable answer came; whether the call arrived is unknown, so the same bytes may go out again. */
export class Unreachable extends Error {}

export interface Answer {
  status: number;
  /** The last part of the problem's type, or empty. */
  problem: string;
  json: Record<string, unknown>;
}

export interface Call {
  method: "GET" | "POST" | "DELETE";
  path: string;
  auth?: Uint8Array;
  body?: string;
}

/** How the engine reaches the server; tests give one of their own. */
export type Ask = (call: Call) => Promise<Answer>;

function headersOf({ auth, body }: Call): Record<string, string> {
  return {
    ...(auth && { Authorization: `Receipt ${toB64(auth)}` }),
    ...(body !== undefined && { "Content-Type": "application/json" }),
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  const type = typeof json.type === "string" ? json.type : "";
  return { status: response.status, problem: type.split(":").pop() ?? "", json };
}

/** Asks the server once; throws Unreachable where there is no answer that says anything. */
export const ask: Ask = async (call) => {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  try {
    const response = await fetch(call.path, {
      method: call.method,
      headers: headersOf(call),
      body: call.body ?? null,
      cache: "no-store",
      credentials: "omit",
      signal: control.signal,
    });
    const answer = await answerOf(response);
    if (answer.status >= 500 && answer.problem !== "not-set-up") throw new Unreachable();
    return answer;
  } catch {
    throw new Unreachable();
  } finally {
    clearTimeout(timer);
  }
};
