// Small helpers over the page: find, fill and move what the server rendered; text is set as text only.
export function one<T extends HTMLElement = HTMLElement>(
  selector: string,
  root: ParentNode = document,
): T {
  const found = root.querySelector<T>(selector);
  if (found === null) throw new Error(selector);
  return found;
}

export function all<T extends HTMLElement = HTMLElement>(
  selector: string,
  root: ParentNode = document,
): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

/** A text of the page's language, with `{name}` filled in. */
export function text(key: string, values: Readonly<Record<string, string | number>> = {}): string {
  const texts = one<HTMLTemplateElement>("#texts").content;
  const raw = one(`[data-text="${key}"]`, texts).textContent ?? "";
  return raw.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A fresh copy of what a `<template>` holds. */
export function copy(id: string): HTMLElement {
  const { content } = one<HTMLTemplateElement>(`#${id}`);
  return (content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
}

/** The fields that are tapped, not typed in. */
export const CHOICES = ".choices input";

export function element(tag: string, content: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = content;
  return made;
}

/** Shows lines of text in a place that is announced, or empties it. */
export function say(place: HTMLElement, ...lines: string[]): void {
  const parts = place.tagName === "P" ? lines : lines.map((line) => element("p", line));
  place.replaceChildren(...parts);
}

export const pageLanguage = (): string => document.documentElement.lang;
