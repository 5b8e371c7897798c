// Answers as a list of questions and what was said to them: for the last look, and in the thread.
import { all, CHOICES, element, one, text } from "./dom.ts";
import type { Answers } from "./engine/protocol.ts";

// Names may come out of a sealed message, so none of them ever becomes part of a selector.

/** The question's own words, from where it is asked, as this door has them. */
function questionOf(name: string): string {
  const place = document.getElementById(`q-${name}`);
  return (place?.querySelector("span:not([hidden])") ?? place)?.textContent ?? name;
}

/** The words of each choice, or what was typed. */
function spokenValue(name: string, value: string): string {
  const words = new Map(
    all<HTMLInputElement>(CHOICES)
      .filter((option) => option.name === name)
      .map((option) => [
        option.value,
        one("span", option.parentElement as HTMLElement).textContent,
      ]),
  );
  return words.size
    ? value
        .split(" ")
        .map((key) => words.get(key) ?? key)
        .join(" · ")
    : value;
}

function changeButton(name: string, step: string): HTMLElement {
  const button = element("button", text("review.change")) as HTMLButtonElement;
  button.className = "quiet";
  button.ariaLabel = `${button.textContent}: ${questionOf(name)}`;
  button.dataset.do = "change";
  button.value = step;
  return button;
}

/** Terms and descriptions for a `<dl>`; with `stepOf`, each has a button that leads back to it. */
export function answerList(answers: Answers, stepOf?: (name: string) => string): HTMLElement[] {
  return Object.entries(answers).map(([name, value]) => {
    const group = document.createElement("div");
    const said = element("dd", spokenValue(name, value));
    said.dir = "auto";
    group.append(element("dt", questionOf(name)), said);
    if (stepOf) {
      const change = document.createElement("dd");
      change.append(changeButton(name, stepOf(name)));
      group.append(change);
    }
    return group;
  });
}
