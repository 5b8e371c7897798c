// What was said and its engine has not taken in yet: on the screen at once, as something on its way.
import type { ChatView } from "../engine/chat-protocol.ts";
import type { Unsent } from "./page.ts";

export const EMPTY: ChatView = {
  messages: [],
  sent: [],
  d: 0,
  live: null,
  opened: false,
  way: "opening",
  warnings: [],
  serverOpened: false,
  hasWords: false,
};

const onItsWay = (id: number, words: string): ChatView["messages"][number] => ({
  key: `own${id}`,
  direction: "S",
  kind: "text",
  text: words,
  answers: {},
  name: "",
  at: "",
  byServer: false,
  question: "",
  choices: [],
  status: "sending",
});

/** The view with what its engine has not taken in yet. */
export function withUnsent(view: ChatView, unsent: readonly Unsent[]): ChatView {
  const there = new Set(view.messages.map(({ key }) => key));
  const missing = unsent.flatMap((deed) =>
    deed.do === "say" && deed.said.kind === "text" && !there.has(`own${deed.id}`)
      ? [onItsWay(deed.id, deed.said.text)]
      : [],
  );
  return { ...view, messages: [...view.messages, ...missing] };
}
