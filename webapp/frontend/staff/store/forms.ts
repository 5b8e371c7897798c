// The versions of the questions that open tips name: fetched once, believed only under their hash.

import { signal } from "@preact/signals";
import { Problem } from "../api/http.ts";
import { type Inner, isObject } from "../logic/answers.ts";
import { type FormBody, type FormName, formIn, formNamedBy } from "../logic/form.ts";
import { api, atWipe } from "./session.ts";

/** `changed`: the server shows another text than the one that was asked; `unknown`: it has none. */
export type Asked =
  | { state: "shipped" | "away" | "changed" | "unknown" }
  | { state: "known"; form: FormBody };

const held = signal<ReadonlyMap<string, Asked>>(new Map());
atWipe(() => {
  held.value = new Map();
});

const nameOf = ({ version, hash }: FormName): string => `${version}.${hash}`;

/** What is known of the questions that a tip answers. */
export function askedBy(inner: Inner): Asked {
  const named = formNamedBy(inner);
  return named === null
    ? { state: "shipped" }
    : (held.value.get(nameOf(named)) ?? { state: "away" });
}

async function fetched(named: FormName): Promise<Asked> {
  try {
    const form = formIn((await api.formVersion(named.version)).text, named);
    return form === null ? { state: "changed" } : { state: "known", form };
  } catch (reason) {
    const isUnknown = reason instanceof Problem && reason.status === 404;
    return { state: isUnknown ? "unknown" : "away" };
  }
}

const MOST_AT_ONCE = 8;

/** What these messages name last is there, or it is known why not; never throws. */
export async function fetchAsked(messages: readonly { inner: Inner | null }[]): Promise<void> {
  const named = messages.flatMap(({ inner }) => {
    const name = isObject(inner) && inner.t === "tip" ? formNamedBy(inner) : null;
    return name === null || isSettled(name) ? [] : [name];
  });
  // People answer one version, seldom two; who names a hundred keeps nobody waiting.
  for (const name of named.slice(-MOST_AT_ONCE)) {
    const asked = await fetched(name);
    held.value = new Map(held.value).set(nameOf(name), asked);
  }
}

function isSettled(name: FormName): boolean {
  const asked = held.value.get(nameOf(name));
  return asked !== undefined && asked.state !== "away";
}
