// A form of one question behind one door, for tests.
import type { FormBody, Question, Texts } from "../../../webapp/frontend/staff/logic/form.ts";

export const EMPTY: Texts = { en: "", es: "", ar: "" };
export const words = (en: string, es: string): Texts => ({ en, es, ar: es });

export const question = (changes: Partial<Question> = {}): Question => ({
  key: "own_van",
  kind: "choice",
  label: words("Which color is the van?", "¿De qué color es la furgoneta?"),
  help: EMPTY,
  at: {},
  rows: 1,
  many: false,
  choices: [
    { key: "red", label: words("Red", "Roja"), help: EMPTY, doors: [] },
    { key: "dark", label: words("Dark", "Oscura"), help: EMPTY, doors: [] },
  ],
  terms: "",
  condition: null,
  inline: false,
  asks_for: [],
  ...changes,
});

export const form = (changes: Partial<Question> = {}): FormBody => ({
  questions: [
    question(changes),
    question({ key: "what", kind: "text", choices: [], label: words("What?", "¿Qué?") }),
  ],
  doors: {
    need_help: ["notice", "what"],
    saw_something: ["notice", "what", "own_van"],
    ask_something: ["notice", "what"],
  },
});
