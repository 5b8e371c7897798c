// Shown once: the newcomer's passphrase and device key, to print or copy by hand and hand over in
// person. Leaving the screen forgets both.

import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Notice } from "../ui/notice.tsx";
import type { HandOver } from "../vault/new-staff.ts";

export function HandOverSheet({ handOver, onDone }: { handOver: HandOver; onDone: () => void }) {
  return (
    <section class="sheet hand-over">
      <ScreenHeading>{t("people.sheet-title", { name: handOver.displayName })}</ScreenHeading>
      <Notice tone="warn">{t("people.sheet-once")}</Notice>
      <dl class="card">
        <dt>{t("sign-in.name")}</dt>
        <dd class="mono" dir="ltr">
          {handOver.name}
        </dd>
        <dt>{t("sign-in.passphrase")}</dt>
        <dd class="mono secret" dir="ltr">
          {handOver.passphrase}
        </dd>
        <dt>{t("sign-in.device")}</dt>
        <dd dir="ltr">
          <ol class="words">
            {handOver.deviceWords.map((word, index) => (
              <li key={index}>{word}</li>
            ))}
          </ol>
        </dd>
      </dl>
      <p>{t("people.sheet-apart")}</p>
      <p>{t("people.honest")}</p>
      <div class="actions no-print">
        <Button kind="primary" onClick={() => window.print()}>
          {t("people.print")}
        </Button>
        <Button onClick={onDone}>{t("people.done")}</Button>
      </div>
    </section>
  );
}
