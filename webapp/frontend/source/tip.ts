// The tip, one question per screen: which are asked, what was answered, and the last look before sending.
import { isAsked } from "../lib/asked.ts";
import { answerList } from "./answers.ts";
import { all, CHOICES, one, say, text } from "./dom.ts";
import type { Answers, Door, Tip } from "./engine/protocol.ts";
import { state } from "./state.ts";
import { focusHeading, show, viewOf } from "./views.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

const tip = () => viewOf("tip");
const nameOf = (step: HTMLElement) => step.dataset.step ?? "";
/** One, or none where it was not fetched. */
const stepNamed = (name: string) => all(`[data-step="${name}"]`, tip());

/** Filled in, offered behind this door, and not an extra of a choice that was left again. */
function counts(field: Field): boolean {
  const chosen = !field.matches(CHOICES) || (field as HTMLInputElement).checked;
  return chosen && field.value.trim() !== "" && !field.closest(".choices [hidden], .more[hidden]");
}

/** What the fields say; several answers to one question are one. */
function answersIn(step: HTMLElement): Answers {
  const said: Record<string, string> = {};
  for (const { name, value } of all<Field>("[name]", step).filter(counts)) {
    said[name] = `${said[name] ?? ""} ${value}`.trim();
  }
  return said;
}

/** The steps of this door that what was answered before them leaves, and all the answers. */
function walk(): { steps: HTMLElement[]; answers: Answers } {
  const said: Record<string, string> = {};
  const order = tip().dataset[state.door];
  const inPage = all("[data-step]", tip());
  const steps = order ? `start ${order} review`.split(" ").flatMap(stepNamed) : inPage;
  const asked = steps.filter((step) => {
    const is = isAsked(step.dataset, state.door, said);
    for (const part of is ? all(PARTS, step) : []) {
      part.hidden = !isAsked(part.dataset, state.door, { ...said, ...answersIn(step) });
    }
    return is && Object.assign(said, answersIn(step));
  });
  return { steps: asked, answers: said };
}

/** What shows only behind some doors, or only after some answers. */
const PARTS = "[data-doors], [data-if]";

const askedSteps = () => walk().steps;

/** Everything that is filled in and asked for behind this door. */
export const answers = (): Answers => walk().answers;

/** Which version of the questions this page asks; null where they are those that ship. */
export const formNow = (): Tip["form"] => JSON.parse(tip().dataset.form ?? "null");

/** What is sent: the answers, and what was asked. */
export const tipNow = (): Tip => ({
  door: state.door,
  answers: answers(),
  form: formNow(),
  filled: one<HTMLInputElement>("#subject").value !== "",
});

function drawWays(name: string): void {
  const next = one('[data-do="next"]', tip());
  const empty = stepNamed(name).every((step) => Object.keys(answersIn(step)).length === 0);
  const edge = name === "start" || name === "review";
  next.hidden = name === "review";
  next.textContent = text(name === "start" ? "start.go" : empty ? "form.skip" : "form.next");
  one('[data-do="to-end"]', tip()).hidden = edge;
}

function drawProgress(name: string): void {
  const numbered = askedSteps().map(nameOf).slice(1, -1);
  const n = numbered.indexOf(name) + 1;
  one("[data-progress]", tip()).textContent =
    n === 0 ? "" : text("form.step", { n, of: numbered.length });
}

function drawReview(): void {
  const filled = whatIsMissing() ? { ...answers(), what: "—" } : answers();
  one(".review", tip()).replaceChildren(
    ...answerList(filled, (name) => {
      const field = one(`[name="${name}"]`, tip()).closest<HTMLElement>("[data-step]");
      return field ? nameOf(field) : "review";
    }),
  );
}

/** Draws the current step; the fields keep what was typed. */
export function drawTip(): void {
  const { step: name } = state;
  for (const step of all("[data-step]", tip())) step.hidden = nameOf(step) !== name;
  walk();
  drawWays(name);
  drawProgress(name);
  if (name === "review") drawReview();
}

export function goTo(name: string): void {
  state.step = name;
  say(one('[data-step="review"] .error'));
  drawTip();
  focusHeading(tip());
}

/** From a door to the notice that stands before all questions. */
export function openDoor(door: Door): void {
  state.door = door;
  show("tip");
  goTo("start");
}

/** One question on or back; back from the first is the start page. */
export function move(by: 1 | -1): void {
  const names = askedSteps().map(nameOf);
  const to = names[names.indexOf(state.step) + by];
  if (to === undefined) show("home");
  else goTo(to);
}

/** Says at the send button what keeps the tip from going out. */
export function complain(key: string): void {
  show("tip");
  goTo("review");
  say(one('[data-step="review"] .error'), text(key));
}

/** A door to the question that must not be empty. */
export function whatIsMissing(): boolean {
  return answers().what === undefined;
}

/** After sending, the fields and the last look are empty: the words on the screen are the desk's now. */
export function emptyTip(): void {
  for (const field of all<HTMLInputElement>("[name]", tip())) {
    if (field.matches(CHOICES)) field.checked = false;
    else field.value = "";
  }
  one(".review", tip()).replaceChildren();
}
