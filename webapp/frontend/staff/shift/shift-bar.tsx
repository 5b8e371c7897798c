// The bar of a shift: am I here, what do I hold, who waits, who else is here; on every screen.

import { useEffect } from "preact/hooks";
import type { ShiftAnswer, ShiftStatus } from "../api/live-types.ts";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { fellOff, setStatus, shift, silent } from "../live/shift.ts";
import { tooLong } from "../live/waiting.ts";
import { go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { type Action, useAction } from "../ui/use-action.ts";
import { Colleagues } from "./colleagues.tsx";
import { LineNote } from "./line-note.tsx";
import { OnCallButton } from "./on-call.tsx";
import { SoundSwitch } from "./sound-switch.tsx";
import { takeNext } from "./take-next.ts";

const STATUSES: readonly ShiftStatus[] = ["on", "busy", "away", "off"];

function Status({ now, action }: { now: ShiftStatus; action: Action }) {
  return (
    <label class="shift-status" data-status={now}>
      <span class="shift-dot" aria-hidden="true" />
      <span class="hidden">{t("shift.mine")}</span>
      <select
        value={now}
        onChange={(event) => {
          const wanted = STATUSES.find((it) => it === event.currentTarget.value);
          if (wanted === undefined) return;
          // Said even while the choice before is under way: what is dropped would look chosen.
          const said = setStatus(wanted);
          void action.run(() => said);
        }}
      >
        {STATUSES.map((it) => (
          <option key={it} value={it}>
            {t(`shift.status.${it}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Load({ answer }: { answer: ShiftAnswer }) {
  const { load, capacity } = answer.me;
  return (
    <span class="shift-load">
      {t("shift.load", { load: number(load), capacity: number(capacity) })}
    </span>
  );
}

/** Alt and N: a letter alone would be typed by accident, or by a voice. */
const isShortcut = (event: KeyboardEvent): boolean =>
  event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyN";

function TakeNext({ waiting, action }: { waiting: number; action: Action }) {
  const take = (): void => void action.run(takeNext);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!isShortcut(event) || document.querySelector("dialog[open]") !== null) return;
      event.preventDefault();
      take();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });
  return (
    <Button kind="primary" busy={action.busy} aria-keyshortcuts="Alt+N" onClick={take}>
      {t("shift.take-next")}
      <span class="count">
        {number(waiting)}
        <span class="hidden"> {t("shift.waiting")}</span>
      </span>
    </Button>
  );
}

function WrapUpDue({ due }: { due: readonly string[] }) {
  const [first] = due;
  if (first === undefined) return null;
  return (
    <Button
      class="wrap-up-due"
      onClick={() => go({ screen: "queue", tab: "mine", page: 0, conv: first })}
    >
      {t("shift.wrap-up-due", { count: number(due.length) })}
    </Button>
  );
}

function Escalated() {
  const item = tooLong.value;
  if (item === null) return null;
  return (
    <Notice tone="bad" live>
      {t("shift.too-long")}{" "}
      <Button onClick={() => go({ screen: "queue", tab: "waiting", page: 0, conv: item.conv })}>
        {t("shift.look")}
      </Button>
    </Notice>
  );
}

export function ShiftBar() {
  const status = useAction();
  const taking = useAction();
  const answer = shift.value;
  if (answer === null) return null;
  return (
    <section class="shift-bar" aria-label={t("shift.title")}>
      <div class="shift-line">
        <Status now={answer.me.status} action={status} />
        <Load answer={answer} />
        <TakeNext waiting={answer.waiting} action={taking} />
        <WrapUpDue due={answer.me.wrap_ups} />
        <span class="shift-end">
          <SoundSwitch />
          <Colleagues answer={answer} />
          <OnCallButton now={answer.on_call} />
          <LineNote />
        </span>
      </div>
      <Escalated />
      {fellOff.value && <Notice tone="warn">{t("shift.fell-off")}</Notice>}
      {silent.value && <Notice tone="warn">{t("shift.silent")}</Notice>}
      <Failure text={status.error} />
      <Failure text={taking.error} />
    </section>
  );
}
