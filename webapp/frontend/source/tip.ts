// The tip, one question per screen: which are asked, what was answered, and the last look before sending.
import { answerList } from "./answers.ts";
import { all, one, say, text } from "./dom.ts";
import type { Answers, Door } from "./engine/protocol.ts";
import { state } from "./state.ts";
import { focusHeading, show, viewOf } from "./views.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

const asks = (doors: string | undefined) => !doors || doors.split(" ").includes(state.door);
const tip = () => viewOf("tip");
const nameOf = (step: HTMLElement) => step.dataset.step ?? "";
const askedSteps = () => all("[data-step]", tip()).filter((step) => asks(step.dataset.doors));
const stepNamed = (name: string) => one(`[data-step="${name}"]`, tip());

/** Filled in, offered behind this door, and not an extra of a choice that was left again. */
function counts(field: Field): boolean {
  const chosen = field.type !== "radio" || (field as HTMLInputElement).checked;
  return chosen && field.value.trim() !== "" && !field.closest(".choices [hidden], .more[hidden]");
}

function answersIn(steps: readonly HTMLElement[]): Answers {
  const fields = steps.flatMap((step) => all<Field>("[name]", step)).filter(counts);
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}

/** Everything that is filled in and asked for behind this door. */
export const answers = (): Answers => answersIn(askedSteps());

/** Shows only the choices of this door, and the extra fields of the choice that was made. */
function drawChoices(): void {
  for (const label of all("label[data-doors]")) label.hidden = !asks(label.dataset.doors);
  const { witness } = answers();
  for (const more of all("[data-for]")) more.hidden = more.dataset.for !== witness;
}

function drawWays(name: string): void {
  const next = one('[data-do="next"]', tip());
  const empty = Object.keys(answersIn([stepNamed(name)])).length === 0;
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
  const { step: name, door } = state;
  for (const step of all("[data-step]", tip())) step.hidden = nameOf(step) !== name;
  one("#q-what").textContent = text(door === "ask_something" ? "q.what_ask" : "q.what");
  drawChoices();
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
    if (field.type === "radio") field.checked = false;
    else field.value = "";
  }
  one(".review", tip()).replaceChildren();
}
