// The reply box: only for the holder, only where the keys hold.

import { t } from "../i18n/i18n.ts";
import { open } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { TextArea } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import type { ConversationState } from "./use-conversation.ts";
import { replyDraft, sendReply } from "./use-reply.ts";

export function Reply({ conv, state }: { conv: string; state: ConversationState }) {
  const { busy, error, run } = useAction();
  const held = replyDraft(conv);
  const opened = state.opened.value;
  if (opened === null || opened.conversation.blocked || !opened.conversation.writing) return null;
  const { item } = opened.answer;
  if (item.status === "closed" || item.status === "quarantined") return null;
  if (item.holder !== open().me.staffId) {
    return (
      <p class="quiet-line">
        {t(item.holder === null ? "item.claim-to-reply" : "item.held-by-other")}
      </p>
    );
  }
  const { text, pending } = held.value;
  return (
    <form
      class="reply"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") void run(() => sendReply(conv, state));
      }}
    >
      <TextArea
        label={t("item.reply")}
        help={t("item.reply-help")}
        value={text}
        disabled={pending !== null}
        onValue={(value) => {
          held.value = { text: value, pending: null };
        }}
      />
      {pending !== null && !busy && <Notice tone="warn">{t("item.pending")}</Notice>}
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" type="submit" busy={busy} disabled={text.trim() === ""}>
          {t(pending === null ? "item.send" : "item.send-again")}
        </Button>
      </div>
    </form>
  );
}
