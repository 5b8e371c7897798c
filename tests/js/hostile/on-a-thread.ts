// Lies about what was said: messages left out, swapped, repeated, put elsewhere, or written with a key
// that was replaced. The writer here is whoever has the keys: a departed colleague and the server.
import { randomBytes } from "../../../webapp/frontend/lib/bytes.ts";
import { CONV, Conversation, SITE } from "../lib/made.ts";
import type { Attack } from "./attack.ts";
import type { Clients } from "./without.ts";

const CHAIN = "lib/chain.ts";
const text = (low: [number, number]) => ({ t: "text", at: "2026-01-01T00", low });

/** Whether the thread is shown without a word of warning. */
function unwarned(it: Clients, talk: Conversation, envelopes = talk.envelopes): boolean {
  const { keys } = talk;
  return it.readThread({ site: SITE, conv: CONV, keys, envelopes }).warnings.length === 0;
}

function three(): Conversation {
  const talk = new Conversation();
  for (let i = 0; i < 3; i++) talk.write("S");
  return talk;
}

const leavingOut = (text: string): Attack["check"] => ({ file: CHAIN, text, instead: "" });

export const onAThread: Attack[] = [
  {
    name: "a beginning that is withheld",
    check: leavingOut('    ...beginning(S, "S", low.S),\n'),
    fooled: async (it) => {
      const talk = three();
      return unwarned(it, talk, talk.envelopes.slice(1));
    },
  },
  {
    name: "a message left out of the middle",
    check: {
      file: CHAIN,
      text: `if (header.seq > missing) return [warn("gap", header.direction, missing, header.seq - 1)];`,
      instead: "if (header.seq > missing) return [];",
    },
    fooled: async (it) => {
      const talk = three();
      return unwarned(it, talk, talk.envelopes.toSpliced(1, 1));
    },
  },
  {
    name: "a message that does not follow the one before it",
    check: {
      file: CHAIN,
      text: `return holds ? [] : [warn("broken_prev", header.direction, header.seq)];`,
      instead: "return holds ? [] : [];",
    },
    fooled: async (it) => {
      const talk = three();
      talk.write("S", { prev: randomBytes(32) });
      return unwarned(it, talk);
    },
  },
  {
    name: "the newest messages withheld after they were answered",
    check: leavingOut("    ...newest(S, D, low.S),\n"),
    fooled: async (it) => {
      const talk = three();
      const answer = talk.write("D");
      return unwarned(it, talk, [...talk.envelopes.slice(0, 2), answer]);
    },
  },
  {
    name: "an answer to other words than those that are shown",
    check: leavingOut("    ...acks(D, bySeq(S)),\n"),
    fooled: async (it) => {
      const talk = three();
      talk.write("D", { ack: randomBytes(32) });
      return unwarned(it, talk);
    },
  },
  {
    name: "writing in an old generation, in the source's name",
    check: leavingOut("    ...fallen(S),\n"),
    fooled: async (it) => {
      const talk = three();
      talk.write("S", { gen: 2 });
      talk.write("S", { gen: 1 });
      return unwarned(it, talk);
    },
  },
  {
    name: "writing in an old generation, in the desk's name",
    check: leavingOut("    ...oldReplies(links),\n"),
    fooled: async (it) => {
      const talk = three();
      talk.write("D");
      const { seq: ackSeq, hash: ack } = talk.ends.S;
      talk.write("S", { gen: 2 });
      talk.write("D", { gen: 1, ackSeq, ack });
      return unwarned(it, talk);
    },
  },
  {
    name: "two messages under one number",
    check: {
      file: "lib/links.ts",
      text: `return same ? [] : [warn("two_of_one_number", direction, seq)];`,
      instead: "return same ? [] : [];",
    },
    fooled: async (it) => {
      const talk = three();
      const { seq, hash } = talk.ends.S;
      talk.write("S");
      talk.ends.S = { seq, hash };
      talk.write("S", { inner: text([1, 1]) });
      return unwarned(it, talk);
    },
  },
  {
    name: "a message of another conversation",
    check: {
      file: "lib/links.ts",
      text: `      return [warn("other_conversation", direction, seq)];\n`,
      instead: "      return [];\n",
    },
    fooled: async (it) => {
      const talk = three();
      talk.write("D", { conv: randomBytes(16) });
      return unwarned(it, talk);
    },
  },
];
