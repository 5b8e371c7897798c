// The words of an open case that could leave it, as the case's screen has them.

import { joinParts } from "../../lib/parts.ts";
import type { CaseState, Linked } from "../cases/use-case.ts";
import { lineWords } from "../item/chat-words.ts";
import { textOf } from "../logic/answers.ts";
import { type Said, type Shareable, shareable } from "../logic/packet.ts";
import { isBroken } from "../vault/read-records.ts";

function saidIn({ conversation }: Linked): Said[] {
  const messages = conversation?.messages ?? [];
  return joinParts(messages).flatMap((message): Said[] => {
    const text = lineWords(message, messages);
    const from = message.direction === "S" ? "source" : "desk";
    return text === "" ? [] : [{ from, hour: textOf(message.inner, "at"), text }];
  });
}

/** Everything of the case that could leave it. A record that fails a check never does. */
export function wordsOfCase({ detail, opened, linked }: CaseState): Shareable {
  const sound = opened.sections.filter((record) => !isBroken(record));
  return shareable({
    number: detail.number,
    main: opened.main && !isBroken(opened.main) ? opened.main.current.inner : null,
    sections: sound.map(({ id, current }) => ({ id, inner: current.inner })),
    threads: [...linked.values()].map((each) => ({ conv: each.conv, said: saidIn(each) })),
  });
}
