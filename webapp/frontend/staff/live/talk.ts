// One conversation in this tab's memory: fetched, unsealed, kept up with, whoever looks at it.

import { type Signal, signal } from "@preact/signals";
import { fromB64, toB64 } from "../../lib/bytes.ts";
import { parseHeader } from "../../lib/envelope.ts";
import { H } from "../../lib/hash.ts";
import type { Live } from "../api/live-types.ts";
import type { ConversationAnswer, Item } from "../api/types.ts";
import { locked, open } from "../store/session.ts";
import { explain, Told } from "../ui/explain.ts";
import { readOn } from "../vault/conversation.ts";
import { Gaps } from "./gaps.ts";
import { type Asking, merged, type Opened, sameKeys, unseal } from "./opening.ts";

export class Talk {
  readonly opened: Signal<Opened | null> = signal(null);
  readonly error: Signal<string> = signal("");
  /** The last of our envelopes that the person's client said it showed. */
  readonly seen: Signal<number> = signal(0);
  readonly gaps = new Gaps();
  #tail: Promise<unknown> = Promise.resolve();
  #asked: Promise<Opened | null> | null = null;

  constructor(
    readonly conv: string,
    private readonly ask: Asking,
  ) {}

  /** Ask the server for what is new; two who ask at once share one answer. */
  reload = (): Promise<Opened | null> => {
    this.#asked ??= this.#after(async () => {
      this.#asked = null;
      return this.#sync();
    });
    return this.#asked;
  };

  /** An envelope that the line brought, or that the server acknowledged as ours. */
  take = (envelope: string): Promise<Opened | null> =>
    this.#after(async () => {
      const held = this.opened.peek();
      if (held === null) return null;
      const next = withNext(held.answer, envelope);
      if (next === "known") return held;
      if (next === "gap") return this.#sync();
      this.#show({ ...held, answer: next, conversation: readOn(held.conversation, next, ring()) });
      return this.opened.peek();
    });

  setItem = (item: Item): void => {
    const held = this.opened.peek();
    if (held === null || item.conv !== this.conv) return;
    this.#notice(item.live ?? null, held.answer.s.seq);
    this.opened.value = { ...held, answer: { ...held.answer, item } };
  };

  setLive = (live: Live | null): void => {
    const held = this.opened.peek();
    if (held !== null) this.setItem({ ...held.answer.item, live });
  };

  setOnline = (online: boolean): void => {
    const live = this.opened.peek()?.answer.item.live ?? null;
    if (live !== null) this.setLive({ ...live, online });
  };

  sawUpTo = (d: number): void => {
    this.seen.value = Math.max(this.seen.peek(), d);
  };

  forget(): void {
    this.opened.value = null;
    this.error.value = "";
  }

  #after<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async #sync(): Promise<Opened | null> {
    const before = this.opened.peek();
    if (locked.peek()) return before;
    try {
      const { s, d } = before?.answer ?? { s: { seq: 0 }, d: { seq: 0 } };
      const news = await this.ask(this.conv, s.seq, d.seq);
      // Locked meanwhile: what was open is forgotten, and must not come back.
      if (locked.peek()) return null;
      if (news.item.conv !== this.conv) throw new Told("error.other-answer");
      const answer = merged(before?.answer ?? null, news);
      if (before !== null && sameKeys(before.answer, answer)) {
        const grown = answer.envelopes.length > before.answer.envelopes.length;
        const conversation = grown
          ? readOn(before.conversation, answer, ring())
          : before.conversation;
        this.#show({ ...before, answer, conversation });
      } else {
        this.#show(await unseal(answer));
      }
      this.error.value = "";
    } catch (reason) {
      this.error.value = explain(reason);
    }
    return this.opened.peek();
  }

  #show(next: Opened): void {
    const before = this.opened.peek();
    this.#notice(next.answer.item.live ?? null, next.answer.s.seq);
    if (before !== null && JSON.stringify(before.answer) === JSON.stringify(next.answer)) return;
    this.opened.value = next;
  }

  #notice(live: Live | null, seq: number): void {
    if (live === null) return;
    this.sawUpTo(live.seen);
    this.gaps.saw(live.online, seq, Date.now());
  }
}

const ring = () => open().keyring;

/** The answer with one more envelope, or why that is not simply the next one. */
function withNext(
  answer: ConversationAnswer,
  envelope: string,
): ConversationAnswer | "known" | "gap" {
  const bytes = fromB64(envelope);
  const { direction, seq } = parseHeader(bytes);
  const side = direction === "S" ? "s" : "d";
  const last = answer[side].seq;
  if (seq <= last) return answer.envelopes.includes(envelope) ? "known" : "gap";
  if (seq > last + 1) return "gap";
  const item = { ...answer.item, s_seq: answer.item.s_seq, d_seq: answer.item.d_seq };
  item[`${side}_seq`] = seq;
  return {
    ...answer,
    item,
    envelopes: [...answer.envelopes, envelope],
    [side]: { seq, hash: toB64(H(bytes)) },
  };
}
