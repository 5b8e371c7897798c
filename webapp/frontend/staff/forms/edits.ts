// What an administrator does to a form: each a new form, the old one left as it was.

import type { Door } from "../../source/engine/protocol.ts";
import type { FormBody, Kind, Question, Texts } from "../logic/form.ts";

export const NOTICE = "notice";
/** How the key of a question begins that a site adds. */
const OWN = "own_";
const LONGEST_KEY = 40;
export const NO_TEXTS: Texts = { en: "", es: "", ar: "" };

export const isOwn = (key: string): boolean => key.startsWith(OWN);

export const questionIn = (form: FormBody, key: string): Question | undefined =>
  form.questions.find((question) => question.key === key);

/** A key from a short name in Latin letters; "" where nothing is left of it, or it is taken. */
export function keyFrom(name: string, taken: readonly string[]): string {
  const plain = name.normalize("NFD").toLowerCase().replace(/\p{M}/gu, "");
  const words = plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  const key = `${OWN}${words}`.slice(0, LONGEST_KEY);
  return words === "" || taken.includes(key) ? "" : key;
}

export const changed = (form: FormBody, key: string, change: Partial<Question>): FormBody => ({
  ...form,
  questions: form.questions.map((it) => (it.key === key ? { ...it, ...change } : it)),
});

const reordered = (form: FormBody, door: Door, order: string[]): FormBody => ({
  ...form,
  doors: { ...form.doors, [door]: order },
});

/** One place up or down in the order of a door. */
export function moved(form: FormBody, door: Door, key: string, by: 1 | -1): FormBody {
  const order = [...form.doors[door]];
  const at = order.indexOf(key);
  const other = order[at + by];
  if (at < 0 || other === undefined) return form;
  order[at] = other;
  order[at + by] = key;
  return reordered(form, door, order);
}

/** The door asks it no more; the question stays for other doors and other days. */
export const switchedOff = (form: FormBody, door: Door, key: string): FormBody =>
  reordered(
    form,
    door,
    form.doors[door].filter((it) => it !== key),
  );

export const switchedOn = (form: FormBody, door: Door, key: string): FormBody =>
  reordered(form, door, [...form.doors[door], key]);

/** No door asks it any more, and nobody edits it. */
export function removed(form: FormBody, key: string): FormBody {
  const doors = Object.fromEntries(
    Object.entries(form.doors).map(([door, order]) => [door, order.filter((it) => it !== key)]),
  ) as FormBody["doors"];
  return { questions: form.questions.filter((it) => it.key !== key), doors };
}

const CHOICES = ["yes", "no"].map((key) => ({ key, label: NO_TEXTS, help: NO_TEXTS, doors: [] }));

/** A new question of the site's own, last behind this door. */
export function added(form: FormBody, door: Door, key: string, kind: Kind): FormBody {
  const question: Question = {
    key,
    kind,
    label: NO_TEXTS,
    help: NO_TEXTS,
    at: {},
    rows: kind === "text" ? 4 : 1,
    many: false,
    choices: kind === "choice" ? CHOICES : [],
    terms: "",
    condition: null,
    inline: false,
    asks_for: kind === "place" ? ["place"] : [],
  };
  return switchedOn({ ...form, questions: [...form.questions, question] }, door, key);
}

/** A key for one more answer, which no other of its question has. */
export function choiceKey(question: Question): string {
  const taken = question.choices.map(({ key }) => key);
  let n = taken.length + 1;
  while (taken.includes(`answer_${n}`)) n += 1;
  return `answer_${n}`;
}

/** The choices on whose answers a question may depend: those that come before it behind every door. */
export function mayDependOn(form: FormBody, key: string): Question[] {
  const orders = Object.values(form.doors).filter((order) => order.includes(key));
  return form.questions.filter(
    (it) =>
      it.kind === "choice" &&
      orders.every((order) => {
        const at = order.indexOf(it.key);
        return at >= 0 && at < order.indexOf(key);
      }),
  );
}
