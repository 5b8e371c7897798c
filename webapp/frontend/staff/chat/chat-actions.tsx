// What can be done with a live chat by whoever is in it, or supervises it.

import { useSignal } from "@preact/signals";
import type { Live } from "../api/live-types.ts";
import { t } from "../i18n/i18n.ts";
import type { Opened } from "../live/opening.ts";
import type { Talk } from "../live/talk.ts";
import { open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { EndDialog } from "./end-dialog.tsx";
import { HandOverDialog } from "./hand-over-dialog.tsx";
import { InterpreterDialog } from "./interpreter-dialog.tsx";
import { joinOpenly, leave, takeOver } from "./member-acts.ts";

interface Props {
  talk: Talk;
  opened: Opened;
  live: Live;
}

type Asking = "" | "hand-over" | "interpreter" | "end";

function HolderActions({ talk, opened, live }: Props) {
  const asking = useSignal<Asking>("");
  const show = (which: Asking) => () => {
    asking.value = which;
  };
  const close = show("");
  return (
    <>
      <Button onClick={show("hand-over")}>{t("hand-over.open")}</Button>
      <Button onClick={show("interpreter")}>{t("interpreter.open")}</Button>
      <Button kind="danger" onClick={show("end")}>
        {t("end.open")}
      </Button>
      {asking.value === "hand-over" && <HandOverDialog talk={talk} live={live} onClose={close} />}
      {asking.value === "interpreter" && (
        <InterpreterDialog talk={talk} opened={opened} live={live} onClose={close} />
      )}
      {asking.value === "end" && <EndDialog talk={talk} onClose={close} />}
    </>
  );
}

function LeaveButton({ talk, live }: Props) {
  const { busy, error, run } = useAction();
  const kind = live.members.find((it) => it.staff_id === open().me.staffId)?.kind;
  if (kind === undefined) return null;
  const go = async (): Promise<void> => {
    await leave(talk, kind);
    announce(t("member.left"));
  };
  return (
    <>
      <Button busy={busy} onClick={() => void run(go)}>
        {t("member.leave")}
      </Button>
      <Failure text={error} />
    </>
  );
}

function SupervisorActions({ talk, live }: Props) {
  const { busy, error, run } = useAction();
  const isIn = live.members.some((it) => it.staff_id === open().me.staffId);
  return (
    <>
      {!isIn && live.phase !== "waiting" && (
        <Button busy={busy} onClick={() => void run(() => joinOpenly(talk))}>
          {t("member.join")}
        </Button>
      )}
      <Button busy={busy} onClick={() => void run(() => takeOver(talk))}>
        {t("member.take-over")}
      </Button>
      <Failure text={error} />
    </>
  );
}

const supervises = (): boolean => open().me.role === 2 || open().me.role === 3;

export function ChatActions(props: Props) {
  const { opened, live } = props;
  if (live.phase === "ended") return null;
  const { holder } = opened.answer.item;
  if (holder === open().me.staffId) return <HolderActions {...props} />;
  return (
    <>
      <LeaveButton {...props} />
      {supervises() && holder !== null && <SupervisorActions {...props} />}
    </>
  );
}
