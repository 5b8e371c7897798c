// The words of an open case that could leave it, as the case's screen has them.

import { jsonBytes, toB64 } from "../../lib/bytes.ts";
import { H } from "../../lib/hash.ts";
import { joinParts } from "../../lib/parts.ts";
import type { CaseState, Linked } from "../cases/use-case.ts";
import { saidWords } from "../item/said-words.ts";
import { textOf } from "../logic/answers.ts";
import { type Said, type Shareable, shareable } from "../logic/packet.ts";
import { isBroken } from "../vault/read-records.ts";

function threadOf({ conv, conversation }: Linked) {
  const messages = conversation?.messages ?? [];
  const said = joinParts(messages).flatMap((message): Said[] => {
    const text = saidWords(message, messages);
    const from = message.direction === "S" ? "source" : "desk";
    return text === "" ? [] : [{ from, hour: textOf(message.inner, "at"), text }];
  });
  const stands = toB64(H(jsonBytes(messages.map(({ direction, inner }) => [direction, inner]))));
  return { conv, said, stands };
}

/** Everything of the case that could leave it. A record that fails a check never does. */
export function wordsOfCase({ detail, opened, linked }: CaseState): Shareable {
  const sound = opened.sections.filter((record) => !isBroken(record));
  return shareable({
    number: detail.number,
    main: opened.main && !isBroken(opened.main) ? opened.main.current.inner : null,
    sections: sound.map(({ id, current }) => ({ id, inner: current.inner })),
    // What the case's own sealed word does not vouch for was attached by nobody but the server.
    threads: [...linked.values()].filter(({ link }) => link === "holds").map(threadOf),
  });
}
