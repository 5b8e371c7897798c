// A panel of a case that lists records of one kind and takes a further one.

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Button } from "../ui/button.tsx";

interface Props<Held> {
  /** Of the heading, which names the panel. */
  id: string;
  title: string;
  all: readonly Held[];
  row: (held: Held) => ComponentChildren;
  /** The form for a new one, until it calls `onEnd`. */
  form: (held: Held, onEnd: () => void) => ComponentChildren;
  mayAdd: boolean;
  /** What the button for a new one says. */
  add: string;
  begun: () => Held;
  /** Above the list. */
  children?: ComponentChildren;
}

export function AddingPanel<Held extends { id: string }>(props: Props<Held>) {
  const { id, title, all, row, form, mayAdd, add, begun, children } = props;
  const adding = useSignal<Held | null>(null);
  const end = (): void => {
    adding.value = null;
  };
  const begin = (): void => {
    adding.value = begun();
  };
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      <ul class="linked-list">
        {all.map((held) => (
          <li key={held.id}>{row(held)}</li>
        ))}
      </ul>
      {adding.value !== null && form(adding.value, end)}
      {adding.value === null && mayAdd && (
        <div class="actions">
          <Button onClick={begin}>{add}</Button>
        </div>
      )}
    </section>
  );
}
