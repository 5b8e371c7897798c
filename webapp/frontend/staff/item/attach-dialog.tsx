// This conversation belongs to a case that is already there: pick it, keep its identity in the
// case's own sealed record, so that a server cannot swap it later.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CaseListed } from "../api/types.ts";
import { attachConversation } from "../cases/attach.ts";
import { day } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { api, open } from "../store/session.ts";
import { announce, go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { CaseNumber } from "../ui/case-number.tsx";
import { StatusChip } from "../ui/chips.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { titleOf } from "../vault/case.ts";
import type { ConversationState, Opened } from "./use-conversation.ts";

interface Titled {
  row: CaseListed;
  title: string;
}

interface Props {
  opened: Opened;
  state: ConversationState;
  onClose: () => void;
}

function useCases(run: (act: () => Promise<void>) => Promise<void>) {
  const cases = useSignal<Titled[] | null>(null);
  useEffect(() => {
    void run(async () => {
      const { keyring } = open();
      const { cases: rows } = await api.cases("", 0);
      cases.value = rows.map((row) => ({
        row,
        title: titleOf(row, keyring) ?? t("cases.unreadable"),
      }));
    });
  }, []);
  return cases;
}

const matches = ({ row, title }: Titled, wanted: string): boolean =>
  title.toLowerCase().includes(wanted.toLowerCase()) ||
  row.number.includes(wanted.replace(/ /g, ""));

function Choice({ it, busy, onPick }: { it: Titled; busy: boolean; onPick: () => void }) {
  return (
    <li class="pick">
      <span class="pick-words">
        <CaseNumber number={it.row.number} />
        <bdi>{it.title}</bdi>
        <span class="quiet">{day(it.row.day)}</span>
      </span>
      <StatusChip list="case_status" code={it.row.status} />
      <Button busy={busy} onClick={onPick}>
        {t("item.attach-here")}
        <span class="hidden">
          {" "}
          <CaseNumber number={it.row.number} />
        </span>
      </Button>
    </li>
  );
}

export function AttachDialog({ opened, state, onClose }: Props) {
  const wanted = useSignal("");
  const { busy, error, run } = useAction();
  const cases = useCases(run);
  const { item } = opened.answer;
  const pick = async (id: string): Promise<void> => {
    const { anchor } = opened.conversation;
    if (anchor !== null) await attachConversation(id, item.conv, anchor);
    announce(t("item.attached"));
    await state.reload();
    go({ screen: "case", id });
  };
  const shown = cases.value?.filter((it) => matches(it, wanted.value)) ?? [];
  return (
    <Dialog title={t("item.attach-title")} wide onClose={onClose}>
      <TextField label={t("item.attach-find")} {...bound(wanted)} />
      <Failure text={error} />
      {cases.value !== null && shown.length === 0 && <p class="empty">{t("cases.none")}</p>}
      <ul class="picks">
        {shown.map((it) => (
          <Choice
            key={it.row.case_id}
            it={it}
            busy={busy}
            onPick={() => void run(() => pick(it.row.case_id))}
          />
        ))}
      </ul>
    </Dialog>
  );
}
