// On a narrow screen the bar is one row: a button that names the screen, and behind it all the rest.
// On a wide one the button is not there, and its contents stand in the bar.

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import { view } from "../store/view.ts";

const ID = "bar-menu";

/** Whether the menu is open; Escape, what happens elsewhere and another screen close it. */
function useMenu() {
  const open = useSignal(false);
  const all = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    open.value = false;
  };
  useEffect(() => view.subscribe(close), []);
  useEffect(() => {
    const elsewhere = ({ target }: Event): void => {
      if (all.current?.contains(target as Node) === false) close();
    };
    const typed = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || !open.peek()) return;
      event.preventDefault();
      close();
      button.current?.focus();
    };
    const heard = { pointerdown: elsewhere, focusin: elsewhere };
    for (const [name, hear] of Object.entries(heard)) document.addEventListener(name, hear);
    document.addEventListener("keydown", typed);
    return () => {
      for (const [name, hear] of Object.entries(heard)) document.removeEventListener(name, hear);
      document.removeEventListener("keydown", typed);
    };
  }, []);
  return { open, all, button };
}

interface Props {
  here: string;
  /** What is behind the button; `chosen` is called when somebody chose a screen there. */
  children: (chosen: () => void) => ComponentChildren;
}

export function BarMenu({ here, children }: Props) {
  const { open, all, button } = useMenu();
  const chosen = (): void => {
    open.value = false;
    // The next screen's heading takes the focus; where it is the same screen, it must not be lost.
    button.current?.focus();
  };
  return (
    <div ref={all} class="bar-menu">
      <button
        ref={button}
        type="button"
        class="menu-button"
        aria-expanded={open.value}
        aria-controls={ID}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <span class="menu-sign" aria-hidden="true" />
        <span class="hidden">{t("nav.menu")}: </span>
        <span class="menu-here">{here}</span>
      </button>
      <div id={ID} class={open.value ? "bar-more open" : "bar-more"}>
        {children(chosen)}
      </div>
    </div>
  );
}
