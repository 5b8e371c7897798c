// Screens without a choice: loading, no line, not set up, and the alarm that stays.

import { useEffect, useRef } from "preact/hooks";
import { known, t } from "../i18n/i18n.ts";
import { begin } from "../store/begin.ts";
import { alarm } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { ScreenHeading } from "../ui/heading.tsx";

export function Loading() {
  return (
    <div class="door" role="status">
      <p>{t("app.loading")}</p>
    </div>
  );
}

export function NoLine() {
  return (
    <div class="door">
      <ScreenHeading>{t("app.unreachable")}</ScreenHeading>
      <p>{t("app.unreachable-help")}</p>
      <Button kind="primary" onClick={() => void begin()}>
        {t("action.retry")}
      </Button>
    </div>
  );
}

export function NotSetUp() {
  return (
    <div class="door">
      <ScreenHeading>{t("app.not-set-up")}</ScreenHeading>
      <p>{t("app.not-set-up-help")}</p>
      <p>
        <a class="button primary" href="/setup">
          {t("setup.title")}
        </a>
      </p>
    </div>
  );
}

/** The keys do not fit. No button leads out of here: what to do is said, memory is wiped already. */
export function Alarm() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.focus(), []);
  const id = `alarm.${alarm.value}`;
  return (
    <div
      ref={ref}
      class="alarm"
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="alarm-title"
      aria-describedby="alarm-words"
      tabIndex={-1}
    >
      <span class="alarm-sign" aria-hidden="true">
        !
      </span>
      <h1 id="alarm-title">{t(known(`${id}-title`) ? `${id}-title` : "alarm.title")}</h1>
      <div id="alarm-words">
        <p class="alarm-what">{known(id) ? t(id) : t("alarm.other")}</p>
        <p>{t("alarm.wiped")}</p>
        <p>{t("alarm.do")}</p>
      </div>
    </div>
  );
}
