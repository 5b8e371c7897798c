// Saved views: one tap shows one; a new one takes the filter that is set; order, names and removing.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { QueueView } from "../api/calls.ts";
import { Problem } from "../api/http.ts";
import { t } from "../i18n/i18n.ts";
import type { QueueFilter } from "../logic/queue-filter.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Told } from "../ui/explain.ts";
import { bound, TextField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import type { SavedView, ViewWords } from "../vault/views.ts";
import { filter } from "./asked.ts";
import { loadViews, saveView, views } from "./views-shelf.ts";

const NAME = "saved-view";
const TABS: readonly string[] = ["waiting", "mine", "quarantined", "all"];

interface Props {
  tab: QueueView;
  onFilter: (next: QueueFilter, tab?: QueueView) => void;
}

const wordsOf = ({ name, filter: kept, tab, place }: SavedView): ViewWords => ({
  name,
  filter: kept,
  tab,
  place,
});

/** Save, and say so; where another window was first, that is what is said. */
async function change(it: SavedView | null, words: ViewWords): Promise<void> {
  try {
    await saveView(it, words);
    announce(t(words.removed === true ? "views.removed" : "views.saved"));
  } catch (reason) {
    const late = reason instanceof Problem && reason.status === 409;
    throw late ? new Told("views.changed") : reason;
  }
}

function Row({ it, above, tab }: { it: SavedView; above: SavedView | undefined; tab: QueueView }) {
  const name = useSignal(it.name);
  const { busy, error, run } = useAction();
  const save = (more: Partial<ViewWords>) => () =>
    void run(() => change(it, { ...wordsOf(it), ...more }));
  const hidden = <span class="hidden"> {it.name}</span>;
  return (
    <li class="pick">
      <TextField label={t("views.name")} dir="auto" {...bound(name)} />
      <div class="actions">
        <Button
          busy={busy}
          disabled={name.value.trim() === "" || name.value === it.name}
          onClick={save({ name: name.value.trim() })}
        >
          {t("views.rename")}
          {hidden}
        </Button>
        <Button busy={busy} onClick={save({ filter: filter.value, tab })}>
          {t("views.update")}
          {hidden}
        </Button>
        {above !== undefined && (
          <Button busy={busy} onClick={save({ place: above.place - 1 })}>
            {t("views.up")}
            {hidden}
          </Button>
        )}
        <Button kind="danger" busy={busy} onClick={save({ removed: true })}>
          {t("views.remove")}
          {hidden}
        </Button>
      </div>
      <Failure text={error} />
    </li>
  );
}

function NewView({ tab, name }: { tab: QueueView; name: Signal<string> }) {
  const { busy, error, run } = useAction();
  const save = async (): Promise<void> => {
    const last = Math.max(0, ...(views.peek()?.views ?? []).map(({ place }) => place));
    await change(null, {
      name: name.value.trim(),
      filter: filter.value,
      tab,
      place: last + 1,
    });
    dropDraft(NAME);
    name.value = "";
  };
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.value.trim() !== "") void run(save);
      }}
    >
      <TextField label={t("views.name")} help={t("views.help")} dir="auto" {...bound(name)} />
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" type="submit" busy={busy} disabled={name.value.trim() === ""}>
          {t("views.save")}
        </Button>
      </div>
    </form>
  );
}

function Manage({ tab, onClose }: { tab: QueueView; onClose: () => void }) {
  const held = views.value;
  const name = draft(NAME, "");
  return (
    <Dialog title={t("views.title")} wide onClose={onClose}>
      <NewView tab={tab} name={name} />
      {held === null && <p class="quiet-line">{t("app.loading")}</p>}
      {held !== null && held.broken > 0 && (
        <Notice tone="warn">{t("views.broken", { count: held.broken })}</Notice>
      )}
      {held?.views.length === 0 && <p class="empty">{t("views.none")}</p>}
      <ul class="picks">
        {(held?.views ?? []).map((it, index, all) => (
          <Row key={`${it.id}/${it.current.rev}`} it={it} above={all[index - 1]} tab={tab} />
        ))}
      </ul>
    </Dialog>
  );
}

export function SavedViews({ tab, onFilter }: Props) {
  const managing = useSignal(false);
  useEffect(() => {
    if (views.peek() === null) loadViews().catch(() => undefined); // asked for again when opened
  }, []);
  const show = (it: SavedView): void =>
    onFilter(it.filter, TABS.includes(it.tab) ? (it.tab as QueueView) : tab);
  return (
    <nav class="view-picks" aria-label={t("views.title")}>
      {(views.value?.views ?? []).map((it) => (
        <Button key={it.id} onClick={() => show(it)}>
          <span class="hidden">{t("views.use")}: </span>
          <bdi>{it.name}</bdi>
        </Button>
      ))}
      <Button
        kind="quiet"
        onClick={() => {
          managing.value = true;
          loadViews().catch(() => undefined);
        }}
      >
        {t("views.manage")}…
      </Button>
      {managing.value && (
        <Manage
          tab={tab}
          onClose={() => {
            managing.value = false;
          }}
        />
      )}
    </nav>
  );
}
