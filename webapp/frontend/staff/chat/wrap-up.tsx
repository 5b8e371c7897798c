// The wrap-up of an ended chat: how it ended, what it was, a summary that stays; due before the next.

import type { Signal } from "@preact/signals";
import type { Item } from "../api/types.ts";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { Dispositions } from "../item/dispositions.tsx";
import type { Opened } from "../live/opening.ts";
import { shift } from "../live/shift.ts";
import type { Talk } from "../live/talk.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextArea } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { useAction } from "../ui/use-action.ts";
import { type WrapUpWords, wrapUp } from "./end-acts.ts";

/** What happens to the words, as it will be for this chat. */
function Afterwards({ item }: { item: Item }) {
  const hours = shift.value?.words_hours;
  if (item.cases.length > 0) return <Notice tone="info">{t("wrap-up.words-case")}</Notice>;
  return (
    <Notice tone="info">
      {hours === undefined
        ? t("wrap-up.words-later")
        : t("wrap-up.words-hours", { hours: number(hours) })}
    </Notice>
  );
}

function Fields({ words, item }: { words: Signal<WrapUpWords>; item: Item }) {
  const set = (change: Partial<WrapUpWords>): void => {
    words.value = { ...words.value, ...change };
  };
  return (
    <>
      <SelectField
        label={t("label.category")}
        value={words.value.category}
        options={optionsOf("category")}
        onValue={(category) => set({ category })}
      />
      <Dispositions
        linked={item.cases.length > 0}
        chosen={words.value.disposition}
        onChosen={(disposition) => set({ disposition })}
      />
      <TextArea
        label={t("wrap-up.summary")}
        help={t("wrap-up.summary-help")}
        rows={4}
        value={words.value.summary}
        onValue={(summary) => set({ summary })}
      />
    </>
  );
}

function Postpone({ talk }: { talk: Talk }) {
  const { busy, error, run } = useAction();
  const waiting = shift.value?.waiting ?? 0;
  const postpone = async (): Promise<void> => {
    talk.setItem(await api.postpone(talk.conv));
    announce(t("wrap-up.postponed"));
  };
  return (
    <>
      <Button busy={busy} disabled={waiting === 0} onClick={() => void run(postpone)}>
        {t("wrap-up.postpone")}
      </Button>
      <Failure text={error} />
    </>
  );
}

export function WrapUp({ talk, opened }: { talk: Talk; opened: Opened }) {
  const { item } = opened.answer;
  const slot = `wrap:${item.conv}`;
  const words = draft<WrapUpWords>(slot, {
    disposition: "",
    category: item.category,
    summary: "",
  });
  const { busy, error, run } = useAction();
  const finish = async (): Promise<void> => {
    await wrapUp(talk, opened, words.value);
    dropDraft(slot);
    announce(t("wrap-up.done"));
  };
  const { disposition, summary } = words.value;
  return (
    <form
      class="wrap-up"
      aria-label={t("wrap-up.title")}
      onSubmit={(event) => {
        event.preventDefault();
        if (disposition !== "" && summary.trim() !== "") void run(finish);
      }}
    >
      <h2>{t("wrap-up.title")}</h2>
      <p class="field-help">
        {t(item.live?.postponed === true ? "wrap-up.was-postponed" : "wrap-up.help")}
      </p>
      <Fields words={words} item={item} />
      <Afterwards item={item} />
      <Failure text={error} />
      <div class="actions">
        <Button
          kind="primary"
          type="submit"
          busy={busy}
          disabled={disposition === "" || summary.trim() === ""}
        >
          {t("wrap-up.finish")}
        </Button>
        {item.live?.postponed !== true && <Postpone talk={talk} />}
      </div>
    </form>
  );
}
