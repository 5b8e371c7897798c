// Answers as a list of questions and what was said to them: for the last look, and in the thread.
import { all, element, text } from "./dom.ts";
import type { Answers } from "./engine/protocol.ts";

// Names may come out of a sealed message, so none of them ever becomes part of a selector.

/** The question's own words, from where it is asked. */
const questionOf = (name: string): string =>
  document.getElementById(`q-${name}`)?.textContent ?? name;

/** The words of a choice, or what was typed. */
function spokenValue(name: string, value: string): string {
  const choice = all<HTMLInputElement>("input[type=radio]").find(
    (option) => option.name === name && option.value === value,
  );
  return choice?.nextElementSibling?.textContent ?? value;
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
