// The thread on the page: the latest answer, what is wrong with the chain, writing more, and news.
import { element, one, say, text } from "./dom.ts";
import type { Sending, Shown, ShownMessage } from "./engine/protocol.ts";
import { ask } from "./engine-client.ts";
import { messageCard } from "./message.ts";
import { stopWith } from "./numbers.ts";
import { sayKept, untilDelivered } from "./retrying.ts";
import { state } from "./state.ts";
import { show, viewOf } from "./views.ts";

const view = () => viewOf("thread");
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
  const latest = latestOf(state.thread);
  const place = one("#earlier");
  button.setAttribute("aria-expanded", String(state.earlierOpen));
  button.textContent = text(state.earlierOpen ? "thread.earlier_hide" : "thread.earlier");
  place.hidden = !state.earlierOpen;
  // Not in the page at all until asked for: somebody may have been forced to open this.
  const cards = state.earlierOpen ? messages.filter((message) => message !== latest) : [];
  place.replaceChildren(...cards.map((message) => messageCard(message)));
}

export function drawThread(): void {
  const { thread } = state;
  if (thread === null) return;
  one("[data-by-server]", view()).hidden = !thread.serverOpened;
  drawWarnings(thread);
  drawLatest(thread);
  drawEarlier(thread);
}

export function showThread(shown: Shown): void {
  state.thread = shown;
  state.earlierOpen = false;
  say(one("[data-news]", view()));
  say(one("[data-sending]", view()));
  drawThread();
  show("thread");
}

export function toggleEarlier(): void {
  state.earlierOpen = !state.earlierOpen;
  drawThread();
}

/** Looks for an answer and says whether there is one; the focus stays where it is. */
export async function refresh(): Promise<void> {
  const news = one("[data-news]", view());
  say(news, text("back.wait"));
  try {
    const shown = await ask("sync", undefined);
    if (shown === null) return say(news, text("back.line"));
    const isNew = answersIn(shown).length > answersIn(state.thread).length;
    state.thread = shown;
    drawThread();
    say(news, text(isNew ? "thread.new" : "thread.nothing_new"));
  } catch (error) {
    stopWith(error);
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
  state.thread = await ask("shown", undefined);
  drawThread();
  say(one("[data-sending]", view()), text("thread.sent"));
}

/** Counts the threads that were left: what comes back for one of them is no longer shown. */
let left = 0;

export async function write(): Promise<void> {
  const mine = left;
  const words = draft().value.trim();
  const complaint = one(".error", view());
  say(complaint, ...(words === "" ? [text("thread.empty")] : []));
  if (words === "" || draft().readOnly) return;
  say(one("[data-news]", view()));
  say(one("[data-sending]", view()), text("thread.sending"));
  lock(true);
  try {
    const again = () => ask("retry", undefined);
    const outcome = await untilDelivered(ask("write", { text: words }), again, () =>
      sayKept(view()),
    );
    if (mine !== left) return;
    say(one("[data-sending]", view()));
    await settle(outcome);
  } catch (error) {
    stopWith(error);
  } finally {
    if (mine === left) lock(false);
  }
}

/** Leaves the thread: its keys and words are gone from page and engine. */
export function closeThread(to: "home" | "removed"): void {
  left++;
  state.thread = null;
  state.earlierOpen = false;
  draft().value = "";
  lock(false);
  one(".latest", view()).replaceChildren();
  one("#earlier").replaceChildren();
  showRemoval(false);
  show(to);
  ask("close", undefined).catch(stopWith);
}

export function showRemoval(open: boolean): void {
  const box = one("#remove");
  box.hidden = !open;
  one('[data-do="remove-ask"]').setAttribute("aria-expanded", String(open));
  say(one(".error", box));
  if (open) one("h2", box).focus();
}

export async function removeWayBack(): Promise<void> {
  try {
    if (await ask("removeWayBack", { of: "thread" })) closeThread("removed");
    else say(one(".error", one("#remove")), text("remove.failed"));
  } catch (error) {
    stopWith(error);
  }
}
