// Private notes about an item: sealed to the desk in a container of their own, never sent out.

import { t } from "../i18n/i18n.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { bound, TextArea } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import type { ReadRevision } from "../vault/read-records.ts";
import { NoteLine } from "./note-line.tsx";
import { saveNote } from "./save-note.ts";
import type { ConversationState } from "./use-conversation.ts";

/** A report's steps stand beside their file. */
const isWritten = ({ inner }: ReadRevision): boolean => inner?.t !== "file_report";

export function Notes({ conv, state }: { conv: string; state: ConversationState }) {
  const { busy, error, run } = useAction();
  const text = draft(`note:${conv}`, "");
  const opened = state.opened.value;
  if (opened === null) return null;
  const save = async (): Promise<void> => {
    try {
      await saveNote(conv, "note", opened.notes, { body: text.value });
      text.value = "";
      dropDraft(`note:${conv}`);
      announce(t("item.note-saved"));
    } finally {
      await state.reload();
    }
  };
  return (
    <section class="tool">
      <h2>{t("item.notes")}</h2>
      <p class="field-help">{t("item.notes-help")}</p>
      <ul class="notes">
        {opened.notes.list.filter(isWritten).map((note) => (
          <NoteLine key={note.hash} note={note} />
        ))}
      </ul>
      <TextArea label={t("item.note-new")} rows={3} {...bound(text)} />
      <Failure text={error} />
      <Button busy={busy} disabled={text.value.trim() === ""} onClick={() => void run(save)}>
        {t("item.note-save")}
      </Button>
    </section>
  );
}
