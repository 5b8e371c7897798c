// The thread on the page, in a file of its own: the latest answer, what is wrong, writing more, and news.
import { blockedText } from "./blocked.ts";
import { element, one, say, text } from "./dom.ts";
import type { Sending, Shown, ShownMessage } from "./engine/protocol.ts";
import type { PageKit } from "./kit.ts";
import { messageCard } from "./message.ts";

/** What a thread's script borrows of the page. */
export interface ThreadKit extends PageKit {
  sayKept(view: HTMLElement): void;
  untilDelivered(
    first: Promise<Sending>,
    again: () => Promise<Sending>,
    onKept: (outcome: Sending) => void,
  ): Promise<Sending>;
}

/** What the page calls in a thread's script. */
export interface ThreadPart {
  readonly deeds: Readonly<Record<string, (value: string) => unknown>>;
  /** The thread that its words opened, or that was begun just now. */
  open(shown: Shown): void;
  redraw(): void;
}

export type MakeThread = (kit: ThreadKit) => ThreadPart;

let kit: ThreadKit;
const view = () => kit.viewOf("thread");
const draft = () => one<HTMLTextAreaElement>("#more");
const answersIn = (shown: Shown | null) =>
  (shown?.messages ?? []).filter(({ direction }) => direction === "D");
const latestOf = (shown: Shown | null): ShownMessage | undefined => answersIn(shown).at(-1);

function drawWarnings({ warnings }: Shown): void {
  const box = one(".warnings", view());
  box.hidden = warnings.length === 0;
  say(one("[data-warned]", box), ...warnings.map((code) => text(`warn.${code}`)));
}

function drawLatest(shown: Shown): void {
  const latest = latestOf(shown);
  one(".latest", view()).replaceChildren(
    latest ? messageCard(latest, text("thread.latest")) : element("p", text("thread.none")),
  );
}

function drawEarlier({ messages }: Shown): void {
  const button = one('[data-do="earlier"]', view());
  const latest = latestOf(kit.state.thread);
  const place = one("#earlier");
  button.setAttribute("aria-expanded", String(kit.state.earlierOpen));
  button.textContent = text(kit.state.earlierOpen ? "thread.earlier_hide" : "thread.earlier");
  place.hidden = !kit.state.earlierOpen;
  // Not in the page at all until asked for: somebody may have been forced to open this.
  const cards = kit.state.earlierOpen ? messages.filter((message) => message !== latest) : [];
  place.replaceChildren(...cards.map((message) => messageCard(message)));
}

function drawThread(): void {
  const { thread } = kit.state;
  if (thread === null) return;
  one("[data-by-server]", view()).hidden = !thread.serverOpened;
  drawWarnings(thread);
  drawLatest(thread);
  drawEarlier(thread);
}

function showThread(shown: Shown): void {
  kit.state.thread = shown;
  kit.state.earlierOpen = false;
  say(one("[data-news]", view()));
  say(one("[data-sending]", view()));
  drawThread();
  kit.show("thread");
}

function toggleEarlier(): void {
  kit.state.earlierOpen = !kit.state.earlierOpen;
  drawThread();
}

/** Looks for an answer and says whether there is one; the focus stays where it is. */
async function refresh(): Promise<void> {
  const news = one("[data-news]", view());
  say(news, text("back.wait"));
  try {
    const shown = await kit.ask("sync", undefined);
    if (shown === null) return say(news, text("back.line"));
    const isNew = answersIn(shown).length > answersIn(kit.state.thread).length;
    kit.state.thread = shown;
    drawThread();
    say(news, text(isNew ? "thread.new" : "thread.nothing_new"));
  } catch (error) {
    kit.stopWith(error);
  }
}

function lock(locked: boolean): void {
  // What is on its way must not be edited: the bytes that go out again are the ones sealed first.
  draft().readOnly = locked;
  one<HTMLButtonElement>('[data-do="write"]', view()).disabled = locked;
  one('[data-do="try-now"]', view()).hidden = true;
}

async function settle(outcome: Sending): Promise<void> {
  if (outcome.state === "refused") return say(one(".error", view()), text("send.refused"));
  draft().value = "";
  kit.state.thread = await kit.ask("shown", undefined);
  drawThread();
  say(one("[data-sending]", view()), text("thread.sent"));
}

/** Counts the threads that were left: what comes back for one of them is no longer shown. */
let left = 0;

async function write(): Promise<void> {
  const mine = left;
  const words = draft().value.trim();
  const complaint = one(".error", view());
  say(complaint, ...(words === "" ? [text("thread.empty")] : []));
  if (words === "" || draft().readOnly) return;
  say(one("[data-news]", view()));
  say(one("[data-sending]", view()), text("thread.sending"));
  lock(true);
  try {
    const again = () => kit.ask("retry", undefined);
    const outcome = await kit.untilDelivered(kit.ask("write", { text: words }), again, (kept) => {
      kit.sayKept(view());
      const { until } = kept as { until?: string };
      if (until) say(one("[data-sending]", view()), blockedText(until));
    });
    if (mine !== left) return;
    say(one("[data-sending]", view()));
    await settle(outcome);
  } catch (error) {
    kit.stopWith(error);
  } finally {
    if (mine === left) lock(false);
  }
}

/** Leaves the thread: its keys and words are gone from page and engine. */
function closeThread(to: "home" | "removed"): void {
  left++;
  kit.state.thread = null;
  kit.state.earlierOpen = false;
  draft().value = "";
  lock(false);
  one(".latest", view()).replaceChildren();
  one("#earlier").replaceChildren();
  showRemoval(false);
  kit.show(to);
  kit.ask("close", undefined).catch(kit.stopWith);
}

function showRemoval(open: boolean): void {
  const box = one("#remove");
  box.hidden = !open;
  one('[data-do="remove-ask"]').setAttribute("aria-expanded", String(open));
  say(one(".error", box));
  if (open) one("h2", box).focus();
}

async function removeWayBack(): Promise<void> {
  try {
    if (await kit.ask("removeWayBack", { of: "thread" })) closeThread("removed");
    else say(one(".error", one("#remove")), text("remove.failed"));
  } catch (error) {
    kit.stopWith(error);
  }
}

const makeThread: MakeThread = (borrowed) => {
  kit = borrowed;
  return {
    open: showThread,
    redraw: drawThread,
    deeds: {
      refresh,
      earlier: toggleEarlier,
      write,
      close: () => closeThread("home"),
      "remove-ask": () => showRemoval(true),
      "remove-keep": () => showRemoval(false),
      remove: removeWayBack,
    },
  };
};

(window as { makeThread?: MakeThread }).makeThread = makeThread;
