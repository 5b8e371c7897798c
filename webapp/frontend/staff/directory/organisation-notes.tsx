// What colleagues experienced with an organisation: sealed for the desk, as private notes are.

import { useEffect } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import { NoteLine } from "../item/note-line.tsx";
import { draft, dropDraft } from "../store/drafts.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { bound, TextArea } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { loadNotes, notes, saveNoteOn } from "./notes.ts";

export function OrganisationNotes({ org }: { org: string }) {
  const { busy, error, run } = useAction();
  const slot = `organisation-note:${org}`;
  const text = draft(slot, "");
  useEffect(() => {
    if (notes.value === null) void run(async () => void (await loadNotes()));
  }, []);
  const save = (): Promise<void> =>
    run(async () => {
      await saveNoteOn(org, text.value);
      text.value = "";
      dropDraft(slot);
      announce(t("item.note-saved"));
    });
  return (
    <section class="tool">
      <h2>{t("directory.notes")}</h2>
      <p class="field-help">{t("directory.notes-help")}</p>
      <ul class="notes">
        {(notes.value?.about.get(org) ?? []).map((note) => (
          <NoteLine key={note.hash} note={note} />
        ))}
      </ul>
      {(notes.value?.broken ?? 0) > 0 && <Notice tone="bad">{t("directory.notes-broken")}</Notice>}
      <TextArea label={t("item.note-new")} rows={3} {...bound(text)} />
      <Failure text={error} />
      <Button busy={busy} disabled={text.value.trim() === ""} onClick={() => void save()}>
        {t("item.note-save")}
      </Button>
    </section>
  );
}
