// What the holder's browser owes without being asked: a new key after an interpreter left, and the
// newest keys for the interpreters who are still in.

import { useEffect, useRef } from "preact/hooks";
import type { Opened } from "../live/opening.ts";
import type { Talk } from "../live/talk.ts";
import { outboxOf } from "../live/talks.ts";
import { rekeyDue } from "../logic/chat.ts";
import { open } from "../store/session.ts";
import { shareAgain } from "./member-acts.ts";
import { askForKey } from "./send.ts";

const interpretersIn = ({ answer }: Opened): string[] =>
  (answer.item.live?.members ?? [])
    .filter(({ kind }) => kind === "interpreter")
    .map(({ staff_id: id }) => id);

const isOurs = (opened: Opened): boolean =>
  opened.answer.item.holder === open().me.staffId &&
  opened.answer.item.live?.phase !== "ended" &&
  opened.conversation.blocked === "";

/** A rekey is asked for once; what is in the outbox counts as asked. */
function askWhereDue(talk: Talk, opened: Opened): void {
  const waiting = outboxOf(talk.conv)
    .entries.peek()
    .some(({ inner }) => inner.t === "rekey" || inner.kind === "interpreter");
  if (waiting) return;
  if (rekeyDue(opened.conversation.messages, interpretersIn(opened).length)) {
    void askForKey(talk.conv);
  }
}

async function shareWithAll(talk: Talk, opened: Opened): Promise<void> {
  for (const id of interpretersIn(opened)) {
    const person = open().desk.staff.find((it) => it.staff_id === id);
    if (person !== undefined) await shareAgain(talk, opened, person);
  }
}

export function useDuties(talk: Talk): void {
  const opened = talk.opened.value;
  const shared = useRef(0);
  const keys = opened?.conversation.keys.length ?? 0;
  const count = opened?.answer.envelopes.length ?? 0;
  const members = JSON.stringify(opened?.answer.item.live?.members ?? []);
  useEffect(() => {
    if (opened === null || opened.answer.item.live == null || !isOurs(opened)) return;
    askWhereDue(talk, opened);
    const grown = shared.current > 0 && keys > shared.current;
    shared.current = keys;
    if (grown) void shareWithAll(talk, opened).catch(() => undefined);
  }, [count, members, keys]);
}
