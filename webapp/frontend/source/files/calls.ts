// The worker's calls to the server: small JSON or one part; no answer is the same as no line.
import { toB64 } from "../../lib/bytes.ts";
import { type Answer, Unreachable } from "../engine/server.ts";

export interface Call {
  method: "POST" | "PUT" | "DELETE";
  path: string;
  auth: Uint8Array;
  /** Bytes go as they are, everything else as JSON. */
  body?: Uint8Array | Record<string, unknown>;
}

export type Ask = (call: Call, signal: AbortSignal) => Promise<Answer>;

/** There is an answer, and it is no: nothing that trying again would change at once. */
const NO_ROOM = 507;

const isBytes = (body: Call["body"]): body is Uint8Array<ArrayBuffer> => body instanceof Uint8Array;

function bodyOf({ body }: Call): BodyInit | null {
  if (body === undefined) return null;
  return isBytes(body) ? body : JSON.stringify(body);
}

function headersOf({ auth, body }: Call): Record<string, string> {
  const type = isBytes(body) ? "application/octet-stream" : "application/json";
  return {
    Authorization: `Receipt ${toB64(auth)}`,
    ...(body !== undefined && { "Content-Type": type }),
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  const type = typeof json.type === "string" ? json.type : "";
  return { status: response.status, problem: type.split(":").pop() ?? "", json };
}

/** Asks once; throws Unreachable where there is no answer that says anything. */
export const ask: Ask = async (call, signal) => {
  try {
    const response = await fetch(call.path, {
      method: call.method,
      headers: headersOf(call),
      body: bodyOf(call),
      cache: "no-store",
      credentials: "omit",
      signal,
    });
    const answer = await answerOf(response);
    if (answer.status >= 500 && answer.status !== NO_ROOM) throw new Unreachable();
    return answer;
  } catch {
    throw new Unreachable();
  }
};
