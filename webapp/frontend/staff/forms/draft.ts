// The draft of the questions, and which of them is looked at.

import { signal } from "@preact/signals";
import type { Door } from "../../source/engine/protocol.ts";
import type { FormBody } from "../logic/form.ts";
import { api, atWipe } from "../store/session.ts";
import { Drafting, type Version } from "../versions/draft.ts";
import type { FormVersion, KnownForms } from "./types.ts";

const read = ({ text, ...line }: FormVersion): Version<FormBody> => ({
  ...line,
  body: JSON.parse(text) as FormBody,
});

export const forms = new Drafting<FormBody, KnownForms>({
  load: () => api.forms(),
  version: async (number) => read(await api.formVersion(number)),
  publish: (body, basedOn) => api.publishForm(body, basedOn),
  read: (newest) => read(newest as FormVersion),
});

/** The door whose questions are listed, and the question that is open for editing. */
export const door = signal<Door>("saw_something");
export const opened = signal("");

atWipe(() => {
  opened.value = "";
});

export const DOORS: readonly Door[] = ["need_help", "saw_something", "ask_something"];
