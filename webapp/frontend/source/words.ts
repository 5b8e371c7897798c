// The private words: shown once, tried once if the person likes, then forgotten by the page.
import { element, one, say, text } from "./dom.ts";
import type { Practice } from "./engine/protocol.ts";
import { ask } from "./engine-client.ts";
import { stopWith } from "./numbers.ts";
import { state } from "./state.ts";
import { show, viewOf } from "./views.ts";

const typed = () => one<HTMLTextAreaElement>("#practice");
const SEVEN = 7;

export function drawWords(): void {
  const numbered = viewOf("words").querySelector<HTMLElement>("[data-numbered]");
  if (numbered) numbered.hidden = state.numbers.length === 0;
  one(".words", viewOf("words")).replaceChildren(
    ...state.words.map((word, i) => {
      const item = element("li", word);
      item.dir = "ltr";
      if (numbered && state.numbers[i]) item.append(" ", element("small", `${state.numbers[i]}`));
      return item;
    }),
  );
  one("[data-right]").hidden = !state.practised;
}

export function showWords(words: readonly string[], of: "tip" | "chat" = "tip"): void {
  state.wordsOf = of;
  state.words = words;
  state.practised = false;
  state.numbers = [];
  drawWords();
  show("words");
  ask("numbers", undefined).then(
    (numbers) => {
      if (state.words !== words) return; // forgotten meanwhile, and their numbers with them
      state.numbers = numbers;
      drawWords();
    },
    () => undefined, // the words stand there without them
  );
}

/** What is still wrong, the clearest first: typos, then the number of words, then their places. */
export function linesFor({ problems, places, count }: Practice): string[] {
  if (problems.length > 0) return problems.map((problem) => text("practice.typo", { ...problem }));
  if (count !== SEVEN) return [text("practice.count", { n: count })];
  return places.map((n) => text("practice.place", { n }));
}

export async function practise(): Promise<void> {
  try {
    const result = await ask("practise", { text: typed().value });
    if (result.right) finishWords(true);
    else say(one(".error", viewOf("practice")), ...linesFor(result));
  } catch (error) {
    stopWith(error);
  }
}

/** The words leave page and engine; only the person has them now. */
export function finishWords(practised: boolean): void {
  state.words = [];
  state.numbers = [];
  state.practised = practised;
  typed().value = "";
  say(one(".error", viewOf("practice")));
  drawWords();
  show(state.wordsOf === "chat" ? "chat" : "done");
  ask("forgetWords", undefined).catch(stopWith);
}
