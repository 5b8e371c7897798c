// A link and a spoken code, shown once: the two things that an administrator hands over by two ways.

import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";

/** Shown once, to hand over by two ways. */
export interface Sheet {
  name: string;
  link: string;
  code: string;
}

export function SheetOnce({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) {
  const ref = useRef<HTMLHeadingElement>(null);
  // It may stand below the list of people, and a dialog that closed gave the focus back to that.
  useEffect(() => ref.current?.focus(), []);
  return (
    <div class="panel hand-over">
      <h2 ref={ref} tabIndex={-1} class="sheet-heading">
        {t("invite.sheet-title", { name: sheet.name })}
      </h2>
      <Notice tone="warn">{t("invite.sheet-once")}</Notice>
      <dl class="card">
        <dt>{t("invite.link")}</dt>
        <dd class="mono secret link" dir="ltr">
          {sheet.link}
        </dd>
        <dt>{t("invite.code")}</dt>
        <dd class="mono secret" dir="ltr">
          {sheet.code}
        </dd>
      </dl>
      <p>{t("invite.sheet-apart")}</p>
      <div class="actions no-print">
        <Button kind="primary" onClick={onDone}>
          {t("invite.done")}
        </Button>
      </div>
    </div>
  );
}
