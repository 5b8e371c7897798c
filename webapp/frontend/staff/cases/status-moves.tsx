// Where the case may go from here; closed cases are reopened by supervisors only.

import { useSignal } from "@preact/signals";
import { Problem } from "../api/http.ts";
import { t, term } from "../i18n/i18n.ts";
import { allowedMoves } from "../logic/case-status.ts";
import { hourOf } from "../logic/time.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { bound, SelectField, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { type OpenedCase, sealRevision } from "../vault/case.ts";
import { newId } from "../vault/container.ts";
import type { CaseState } from "./use-case.ts";

interface Props {
  state: CaseState;
  reload: () => Promise<void>;
}

/** Why a closed case goes on, as a note of it: sealed, and sent once. */
async function keepReason(opened: OpenedCase, why: string): Promise<void> {
  const title = t("case.reopened");
  const note = { t: "note", at: hourOf(new Date()), title, body: why.trim() };
  const seal = () => sealRevision(opened, newId(), null, note, open().keyring);
  await sendOnce(`reopen:${opened.id}`, note.body, seal, (it) => api.saveRecord(opened.id, it));
}

export function StatusMoves({ state, reload }: Props) {
  const { detail, opened } = state;
  const key = `reopen-why:${opened.id}`;
  const why = draft(key, "");
  const chosen = useSignal("");
  const { busy, error, run } = useAction();
  const moves = allowedMoves(detail.status, open().me.role);
  if (moves.length === 0) return null;
  const reopens = detail.status === "closed";
  const move = async (): Promise<void> => {
    // The reason first: a case is not open again without it.
    if (reopens) await keepReason(opened, why.value);
    try {
      await api.moveCase(detail.case_id, detail.status, chosen.value);
      announce(t("case.moved", { status: term("case_status", chosen.value) }));
      chosen.value = "";
      dropDraft(key);
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      await reload();
      throw reason;
    }
    await reload();
  };
  return (
    <div class="status-moves">
      <SelectField
        label={t("case.move-to")}
        value={chosen.value}
        options={[
          { value: "", label: t("case.move-choose") },
          ...moves.map((value) => ({ value, label: term("case_status", value) })),
        ]}
        onValue={(value) => {
          chosen.value = value;
        }}
      />
      {reopens && <TextField label={t("case.reopen-why")} dir="auto" {...bound(why)} />}
      <Button
        busy={busy}
        disabled={chosen.value === "" || (reopens && why.value.trim() === "")}
        onClick={() => void run(move)}
      >
        {t("case.move")}
      </Button>
      <Failure text={error} />
    </div>
  );
}
