// Asking and hearing over the live line, and the same over plain calls where it is down: whoever
// asks need not know which way it went.

import { signal } from "@preact/signals";
import { problemOf } from "../api/http.ts";
import { apiExpired, currentToken } from "../store/session.ts";
import { openWire, type Wire, type WireOptions } from "./socket.ts";

export type LineState = "off" | "opening" | "open" | "away";

/** `away`: the line is blocked or broken, so everything goes by plain calls meanwhile. */
export const lineState = signal<LineState>("off");

type Hear = (body: never) => void;

let wire: Wire | null = null;
const hearers = new Map<string, Set<Hear>>();

/** Call `hear` for each event of this name from now on; gives the way to stop. */
export function hearing<T>(event: string, hear: (body: T) => void): () => void {
  const known = hearers.get(event) ?? new Set<Hear>();
  hearers.set(event, known);
  known.add(hear as Hear);
  return () => known.delete(hear as Hear);
}

const SERVER_EVENTS = [
  "envelope",
  "live",
  "queue",
  "desk",
  "chat_waiting",
  "chat_escalated",
  "seen",
  "file",
  "source",
  "resync",
  "signed_out",
  "ping",
] as const;

export type HeardEvent = (typeof SERVER_EVENTS)[number] | "opened";

function tell(event: HeardEvent, body: unknown): void {
  for (const hear of hearers.get(event) ?? []) hear(body as never);
}

/** Open the line; it stays open, or opens again, until `endLine`. */
export function beginLine(make: (options: WireOptions) => Wire = openWire): void {
  endLine();
  lineState.value = "opening";
  const made = make({ token: currentToken, refused: apiExpired });
  wire = made;
  const whileOurs = (act: (body: unknown) => void) => (body: unknown) => {
    if (wire === made) act(body);
  };
  made.on(
    "connect",
    whileOurs(() => {
      lineState.value = "open";
      tell("opened", {});
    }),
  );
  const away = whileOurs(() => {
    lineState.value = "away";
  });
  made.on("disconnect", away);
  made.on("connect_error", away);
  for (const event of SERVER_EVENTS) {
    made.on(
      event,
      whileOurs((body) => tell(event, body)),
    );
  }
}

export function endLine(): void {
  wire?.close();
  wire = null;
  lineState.value = "off";
}

/** The person signed in again: the open line is theirs again, a refused one opens. Nothing may be
 * said on it before the server knows: it took us out of every room, so this is a line that opens. */
export async function renewLine(): Promise<void> {
  const mine = wire;
  if (mine?.connected !== true) return mine?.open();
  let ack: unknown;
  try {
    ack = await mine.ask("reauth", { token: currentToken() });
  } catch {
    return mine.open();
  }
  const refused = (ack as { status: number }).status === 401;
  if (refused) apiExpired();
  else if (wire === mine) tell("opened", {});
}

/** What the server acknowledged; raises the problem that it named. */
function answerOf<T>(ack: unknown): T {
  const { status, ...body } = ack as { status: number } & Record<string, unknown>;
  if (status < 400) return body as T;
  if (status === 401) apiExpired();
  throw problemOf(status, body);
}

/** Ask over the line; without one, or without an answer, `plainly` asks the same by a call. */
export async function askLine<T>(
  event: string,
  body: unknown,
  plainly: () => Promise<T>,
): Promise<T> {
  if (wire?.connected !== true) return plainly();
  let ack: unknown;
  try {
    ack = await wire.ask(event, body);
  } catch {
    return plainly();
  }
  return answerOf<T>(ack);
}

/** Tell the server something that matters only now; nothing is sent where the line is down. */
export function mention(event: string, body: unknown): void {
  if (wire?.connected === true) void wire.ask(event, body).catch(() => undefined);
}
