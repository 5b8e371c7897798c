// A modal question on the browser's own <dialog>: focus is kept inside, Escape and Cancel close it,
// and whoever opened it goes on where they were.

import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import { Button } from "./button.tsx";

interface Props {
  title: string;
  wide?: boolean;
  /** What stays in sight while the body scrolls. */
  foot?: ComponentChildren;
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, wide = false, foot, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the next frame: a passive effect would give the focus back after paint, and take it from
  // where somebody fast has put it meanwhile.
  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // It may be off the page by now, and then the browser gives the focus to nothing.
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={wide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <Button kind="quiet" onClick={onClose}>
          {t("action.cancel")}
        </Button>
      </header>
      <div class="dialog-body">{children}</div>
      {foot && <div class="dialog-foot">{foot}</div>}
    </dialog>
  );
}
