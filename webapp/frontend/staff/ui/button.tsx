// The desk's button: a real <button> that says when it is busy and keeps its place and focus.

import type { ComponentChildren, JSX } from "preact";

interface Props extends Omit<JSX.IntrinsicElements["button"], "children" | "icon"> {
  kind?: "primary" | "plain" | "danger" | "quiet";
  busy?: boolean;
  children: ComponentChildren;
}

export function Button({ kind = "plain", busy = false, children, onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      class={`button ${kind} ${rest.class ?? ""}`.trimEnd()}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {children}
    </button>
  );
}
