// The box in which a live chat is answered: Enter sends, "/" finds a saved reply, one button asks
// the words as a question with yes and no. What is typed stays until it is sent.

import type { Signal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import type { Item } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { ShelfButton } from "../replies/shelf-dialog.tsx";
import { draft } from "../store/drafts.ts";
import { open } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/notice.tsx";
import { type Action, useAction } from "../ui/use-action.ts";
import type { SavedReply } from "../vault/replies.ts";
import { optionId, ReplyPicker } from "./reply-picker.tsx";
import { saidWriting, sendQuestion, sendText } from "./send.ts";
import { type Picker, usePicker } from "./use-picker.ts";

interface BoxProps {
  conv: string;
  text: Signal<string>;
  picker: Picker;
  list: string;
  onSend: () => void;
}

function typed({ conv, text }: BoxProps, value: string): void {
  text.value = value;
  if (value.trim() !== "" && !value.startsWith("/")) saidWriting(conv);
}

/** Enter alone sends; with Shift, or while a keyboard still composes a letter, it does not. */
const isSend = (event: KeyboardEvent): boolean =>
  event.key === "Enter" && !event.shiftKey && !event.isComposing;

function Box(props: BoxProps) {
  const { text, picker, list, onSend } = props;
  const id = useId();
  const shown = picker.open && picker.found.length > 0;
  return (
    <div class="field">
      <label for={id}>{t("chat.write")}</label>
      <p class="field-help" id={`${id}-help`}>
        {t(open().me.role <= 3 ? "chat.write-help" : "chat.write-help-alone")}
      </p>
      <textarea
        id={id}
        rows={3}
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        value={text.value}
        aria-describedby={`${id}-help`}
        aria-autocomplete="list"
        aria-controls={shown ? list : undefined}
        aria-activedescendant={shown ? optionId(list, picker.at) : undefined}
        onInput={(event) => typed(props, event.currentTarget.value)}
        onKeyDown={(event) => {
          if (picker.key(event) || !isSend(event)) return;
          event.preventDefault();
          onSend();
        }}
      />
    </div>
  );
}

function Buttons({ text, action, conv }: { text: Signal<string>; action: Action; conv: string }) {
  const empty = text.value.trim() === "";
  const ask = async (): Promise<void> => {
    sendQuestion(conv, text.peek());
    text.value = "";
  };
  return (
    <div class="actions">
      <Button kind="primary" type="submit" disabled={empty}>
        {t("item.send")}
      </Button>
      <Button disabled={empty} onClick={() => void action.run(ask)}>
        {t("chat.ask-yes-no")}
      </Button>
    </div>
  );
}

export function Composer({ item }: { item: Item }) {
  const { conv } = item;
  const text = draft(`chat:${conv}`, "");
  const action = useAction();
  const form = useRef<HTMLFormElement>(null);
  const list = useId();
  const pick = (reply: SavedReply): void => {
    text.value = reply.body;
    form.current?.querySelector("textarea")?.focus();
  };
  const picker = usePicker(text.value, item.language, pick);
  const send = (): void => {
    if (text.peek().trim() === "") return;
    sendText(conv, text.peek());
    text.value = "";
    action.clear();
  };
  return (
    <>
      <form
        ref={form}
        class="reply"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {picker.open && <ReplyPicker id={list} found={picker.found} at={picker.at} onPick={pick} />}
        <Box conv={conv} text={text} picker={picker} list={list} onSend={send} />
        <Failure text={action.error} />
        <Buttons text={text} action={action} conv={conv} />
      </form>
      {/* Outside the form, or Enter in one of its fields would send the chat's words. */}
      {open().me.role <= 3 && <ShelfButton />}
    </>
  );
}
