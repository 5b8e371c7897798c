// Saved replies: the list, a new one, another version of one, and taking one away.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { languageName } from "../i18n/format.ts";
import { language, t } from "../i18n/i18n.ts";
import { COMMON_LANGUAGES } from "../logic/languages.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import type { SavedReply } from "../vault/replies.ts";
import { loadShelf, saveReply, shelf } from "./shelf.ts";

interface Words {
  language: string;
  title: string;
  body: string;
}

interface EditorProps {
  replaces: SavedReply | null;
  onDone: () => void;
}

function Fields({ words }: { words: Signal<Words> }) {
  const set = (change: Partial<Words>): void => {
    words.value = { ...words.value, ...change };
  };
  return (
    <>
      <TextField
        label={t("replies.name")}
        help={t("replies.name-help")}
        dir="auto"
        value={words.value.title}
        onValue={(title) => set({ title })}
      />
      <SelectField
        label={t("label.language")}
        value={words.value.language}
        options={COMMON_LANGUAGES.map((value) => ({ value, label: languageName(value) }))}
        onValue={(spoken) => set({ language: spoken })}
      />
      <TextArea
        label={t("replies.words")}
        rows={5}
        value={words.value.body}
        onValue={(body) => set({ body })}
      />
    </>
  );
}

function Editor({ replaces, onDone }: EditorProps) {
  const { busy, error, run } = useAction();
  const begin = replaces ?? { language: language.value, title: "", body: "" };
  const slot = `saved-reply:${replaces?.id ?? "new"}`;
  const words = draft<Words>(slot, {
    language: begin.language,
    title: begin.title,
    body: begin.body,
  });
  const save = async (removed: boolean): Promise<void> => {
    await saveReply(replaces, { ...words.value, ...(removed ? { removed } : {}) });
    dropDraft(slot);
    announce(t(removed ? "replies.removed" : "replies.saved"));
    onDone();
  };
  const incomplete = words.value.title.trim() === "" || words.value.body.trim() === "";
  return (
    <section class="editor">
      <h3>{t(replaces === null ? "replies.new" : "replies.edit")}</h3>
      <Fields words={words} />
      <Failure text={error} />
      <div class="actions">
        <Button
          kind="primary"
          busy={busy}
          disabled={incomplete}
          onClick={() => void run(() => save(false))}
        >
          {t("action.save")}
        </Button>
        <Button onClick={onDone}>{t("action.later")}</Button>
        {replaces !== null && (
          <Button kind="danger" busy={busy} onClick={() => void run(() => save(true))}>
            {t("replies.remove")}
          </Button>
        )}
      </div>
    </section>
  );
}

function List({ onEdit }: { onEdit: (reply: SavedReply) => void }) {
  const held = shelf.value;
  if (held === null) return <p class="quiet-line">{t("app.loading")}</p>;
  if (held.replies.length === 0) return <p class="empty">{t("replies.none")}</p>;
  return (
    <ul class="picks">
      {held.replies.map((reply) => (
        <li key={reply.id} class="pick">
          <span class="pick-words">
            <strong dir="auto">{reply.title}</strong>
            <span class="quiet">{languageName(reply.language)}</span>
            <span dir="auto">{reply.body}</span>
          </span>
          <Button onClick={() => onEdit(reply)}>
            {t("case.edit")}
            <span class="hidden"> {reply.title}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

function ShelfDialog({ onClose }: { onClose: () => void }) {
  const editing = useSignal<{ replaces: SavedReply | null } | null>(null);
  const { error, run } = useAction();
  const edit = (replaces: SavedReply | null) => () => {
    editing.value = { replaces };
  };
  useEffect(() => {
    void run(async () => {
      await loadShelf();
    });
  }, []);
  const done = (): void => {
    editing.value = null;
  };
  return (
    <Dialog title={t("replies.title")} wide onClose={onClose}>
      <p class="field-help">{t("replies.help")}</p>
      <Failure text={error} />
      {(shelf.value?.broken ?? 0) > 0 && <Notice tone="bad">{t("replies.broken")}</Notice>}
      {editing.value === null ? (
        <>
          <div class="actions">
            <Button kind="primary" onClick={edit(null)}>
              {t("replies.new")}
            </Button>
          </div>
          <List onEdit={(reply) => edit(reply)()} />
        </>
      ) : (
        <Editor replaces={editing.value.replaces} onDone={done} />
      )}
    </Dialog>
  );
}

export function ShelfButton() {
  const asking = useSignal(false);
  const set = (on: boolean) => () => {
    asking.value = on;
  };
  return (
    <>
      <Button onClick={set(true)}>{t("replies.open")}</Button>
      {asking.value && <ShelfDialog onClose={set(false)} />}
    </>
  );
}
