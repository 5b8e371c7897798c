// The frame of every edit: the form, or the merge of two versions, and save or put away.

import type { ComponentChildren } from "preact";
import { t } from "../i18n/i18n.ts";
import type { Flat } from "../logic/merge.ts";
import { nameOf } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import type { OpenedCase } from "../vault/case.ts";
import { MergeView } from "./merge-view.tsx";
import { type EditorKind, editingOf, endEditing, saveEditing } from "./use-editor.ts";

interface Props {
  opened: OpenedCase;
  slot: string;
  kind: EditorKind;
  reload: () => Promise<void>;
  children: (flat: Flat, onFlat: (flat: Flat) => void) => ComponentChildren;
}

export function Editor({ opened, slot, kind, reload, children }: Props) {
  const held = editingOf(opened.id, slot);
  const { busy, error, run } = useAction();
  const editing = held.value;
  if (editing === null) return null;
  const save = (flat: Flat): void =>
    void run(async () => {
      if (!(await saveEditing(opened, held, kind, flat))) return;
      endEditing(opened.id, slot);
      await reload();
    });
  if (editing.theirs !== null) {
    return (
      <MergeView
        key={editing.theirs.hash}
        base={editing.base}
        mine={editing.mine}
        theirs={kind.flatten(editing.theirs.inner)}
        theirName={nameOf(editing.theirs.staffId)}
        busy={busy}
        error={error}
        onSave={save}
      />
    );
  }
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault();
        save(editing.mine);
      }}
    >
      {children(editing.mine, (mine) => {
        held.value = { ...editing, mine };
      })}
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" type="submit" busy={busy}>
          {t("action.save")}
        </Button>
        <Button onClick={() => endEditing(opened.id, slot)}>{t("action.discard")}</Button>
      </div>
    </form>
  );
}
