// A warm hand-off: the person is introduced to the organisation in their own conversation.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Item } from "../api/types.ts";
import { day, languageName } from "../i18n/format.ts";
import { LANGUAGES, preferred, t, term } from "../i18n/i18n.ts";
import type { ReleaseWords } from "../logic/packet.ts";
import { open } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { bound, SelectField, TextArea } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { bringToConversation, canBeIntroduced, introductionOf } from "./introduce.ts";

interface Props {
  words: ReleaseWords;
  /** Whether the packet is on record as handed over. */
  handed: boolean;
  conversations: readonly Item[];
  onClose: () => void;
}

function Form({ words, conversations }: Omit<Props, "handed" | "onClose">) {
  const conv = useSignal(conversations[0]?.conv ?? "");
  const item = conversations.find((it) => it.conv === conv.value);
  const lang = useSignal<string>(preferred([item?.language ?? ""]));
  const text = useSignal("");
  const { busy, error, run } = useAction();
  const write = (): void =>
    void run(async () => {
      if (item) text.value = await introductionOf(words, item, preferred([lang.value]));
    });
  useEffect(write, [conv.value, lang.value]);
  if (item === undefined) return <p class="empty">{t("introduce.nobody")}</p>;
  return (
    <>
      <SelectField
        label={t("introduce.where")}
        {...bound(conv)}
        disabled={busy}
        options={conversations.map((it) => ({
          value: it.conv,
          label: `${term("channel", it.channel)} · ${day(it.day)}`,
        }))}
      />
      <SelectField
        label={t("introduce.language")}
        {...bound(lang)}
        options={LANGUAGES.map((value) => ({ value, label: languageName(value) }))}
        disabled={busy}
      />
      <TextArea label={t("introduce.text")} rows={9} {...bound(text)} />
      <Failure text={error} />
      {item.holder !== open().me.staffId && <Notice tone="warn">{t("introduce.not-yours")}</Notice>}
      <div class="actions">
        <Button
          kind="primary"
          busy={busy}
          disabled={text.value.trim() === ""}
          onClick={() => bringToConversation(item, text.value)}
        >
          {t("introduce.go")}
        </Button>
      </div>
    </>
  );
}

export function IntroduceDialog({ words, handed, conversations, onClose }: Props) {
  return (
    <Dialog title={t("introduce.title")} onClose={onClose}>
      <p>{t("introduce.help")}</p>
      {!handed && <Notice tone="warn">{t("introduce.hand-first")}</Notice>}
      <Form words={words} conversations={conversations.filter(canBeIntroduced)} />
    </Dialog>
  );
}
