// Several parts of one kind in a form: each with its fields and a way to take it out, and a way to add one.

import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";

interface Props<T> {
  title: string;
  add: string;
  parts: readonly T[];
  fresh: () => T;
  /** What a part is called, for whoever hears the button only. */
  nameOf: (part: T) => string;
  onParts: (parts: T[]) => void;
  children: (part: T, set: (change: Partial<T>) => void) => ComponentChildren;
}

export function PartList<T extends object>(props: Props<T>) {
  const { title, add, parts, fresh, nameOf, onParts, children } = props;
  // A new part has no id: each keeps a number of its own while the form is shown.
  const { current: keys } = useRef<number[]>([]);
  while (keys.length < parts.length) keys.push(Math.max(-1, ...keys) + 1);
  const setAt = (at: number) => (change: Partial<T>) =>
    onParts(parts.map((part, index) => (index === at ? { ...part, ...change } : part)));
  return (
    <fieldset class="panel part-list">
      <legend>{title}</legend>
      {parts.map((part, at) => (
        <div key={keys[at]} class="part">
          {children(part, setAt(at))}
          <Button
            onClick={() => {
              keys.splice(at, 1);
              onParts(parts.filter((_, index) => index !== at));
            }}
          >
            {t("directory.take-out", { name: nameOf(part) || title })}
          </Button>
        </div>
      ))}
      <Button onClick={() => onParts([...parts, fresh()])}>{add}</Button>
    </fieldset>
  );
}
