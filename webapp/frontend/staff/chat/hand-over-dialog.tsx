// Handing a chat over: warm, with both of us in it for a while, or cold, at once; never to somebody
// who is not here.

import { useEffect } from "preact/hooks";
import type { Colleague, Live } from "../api/live-types.ts";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { refreshShift, shift } from "../live/shift.ts";
import type { Talk } from "../live/talk.ts";
import { nameOf, open, session } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure } from "../ui/notice.tsx";
import { type Action, useAction } from "../ui/use-action.ts";
import { handOver, invitePartner } from "./member-acts.ts";

const roleOf = (id: string): number =>
  session.value?.desk.staff.find((it) => it.staff_id === id)?.role ?? 0;

/** Colleagues who answer people and are connected; whoever is off shift is not here at all. */
const isHere = ({ staff_id: id, status }: Colleague): boolean =>
  id !== open().me.staffId && status !== "off" && roleOf(id) >= 1 && roleOf(id) <= 3;

/** Why somebody who is here cannot take it now; empty where they can. */
function whyNot({ status, load, capacity }: Colleague): string {
  if (status === "away") return t("hand-over.away");
  return load >= capacity ? t("hand-over.full") : "";
}

interface RowProps {
  it: Colleague;
  isIn: boolean;
  busy: boolean;
  onInvite: () => void;
  onHandOver: () => void;
}

/** Who is away is shown, so that nobody wonders where they are; who has no room may still be asked in. */
function Row({ it, isIn, busy, onInvite, onHandOver }: RowProps) {
  const name = nameOf(it.staff_id);
  const reason = whyNot(it);
  return (
    <li class="pick" data-status={it.status}>
      <span class="pick-words">
        <bdi>{name}</bdi>
        <span class="quiet">
          {t(`shift.status.${it.status}`)} ·{" "}
          {t("shift.load-of", { load: number(it.load), capacity: number(it.capacity) })}
        </span>
        {reason !== "" && <span class="pick-reason">{reason}</span>}
      </span>
      {!isIn && it.status !== "away" && (
        <Button busy={busy} onClick={onInvite}>
          {t("hand-over.invite")}
          <span class="hidden"> {name}</span>
        </Button>
      )}
      {reason === "" && (
        <Button kind={isIn ? "primary" : "plain"} busy={busy} onClick={onHandOver}>
          {t(isIn ? "hand-over.leave" : "hand-over.now")}
          <span class="hidden"> {name}</span>
        </Button>
      )}
    </li>
  );
}

interface Props {
  talk: Talk;
  live: Live;
  onClose: () => void;
}

function acts({ talk, onClose }: Props, { run }: Action) {
  const invite = (id: string): void =>
    void run(async () => {
      await invitePartner(talk, id);
      announce(t("hand-over.invited", { name: nameOf(id) }));
      onClose();
    });
  const give = (id: string, isIn: boolean): void =>
    void run(async () => {
      await handOver(talk, id, isIn);
      announce(t("hand-over.done", { name: nameOf(id) }));
      onClose();
    });
  return { invite, give };
}

export function HandOverDialog(props: Props) {
  const action = useAction();
  const { invite, give } = acts(props, action);
  useEffect(() => void refreshShift(), []);
  const here = (shift.value?.colleagues ?? []).filter(isHere);
  const isIn = (id: string): boolean =>
    props.live.members.some((it) => it.staff_id === id && it.kind !== "interpreter");
  return (
    <Dialog title={t("hand-over.title")} wide onClose={props.onClose}>
      <p>{t("hand-over.help")}</p>
      <Failure text={action.error} />
      {here.every(({ status }) => status === "away") && (
        <p class="empty">{t("hand-over.nobody")}</p>
      )}
      <ul class="picks">
        {here.map((it) => (
          <Row
            key={it.staff_id}
            it={it}
            isIn={isIn(it.staff_id)}
            busy={action.busy}
            onInvite={() => invite(it.staff_id)}
            onHandOver={() => give(it.staff_id, isIn(it.staff_id))}
          />
        ))}
      </ul>
    </Dialog>
  );
}
