// The conversations behind a case: open them, detach them; each checked against the case's own word.

import { useSignal } from "@preact/signals";
import type { Item } from "../api/types.ts";
import { day } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import { announce, go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Marks, StatusChip } from "../ui/chips.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { detachConversation } from "./attach.ts";
import type { CaseState, Linked } from "./use-case.ts";

interface RowProps {
  item: Item & { linked_day: string };
  linked: Linked | undefined;
  onDetach: () => void;
}

function LinkedRow({ item, linked, onDetach }: RowProps) {
  return (
    <li class="linked">
      <div class="linked-words">
        <button
          type="button"
          class="row-open"
          onClick={() => go({ screen: "queue", tab: "all", page: 0, conv: item.conv })}
        >
          {term("channel", item.channel)} · {day(item.day)}
        </button>
        <StatusChip list="item_status" code={item.status} />
        <Marks item={item} />
      </div>
      {linked && linked.link !== "holds" && (
        <Notice tone={linked.link === "differs" ? "bad" : "warn"}>
          {t(`case.link-${linked.link}`)}
        </Notice>
      )}
      <Button kind="quiet" onClick={onDetach}>
        {t("case.detach")}
      </Button>
    </li>
  );
}

interface Props {
  state: CaseState;
  reload: () => Promise<void>;
}

function DetachDialog({
  state,
  reload,
  conv,
  onClose,
}: Props & { conv: string; onClose: () => void }) {
  const { busy, error, run } = useAction();
  const detach = async (): Promise<void> => {
    await detachConversation(state.opened.id, conv);
    announce(t("case.detached"));
    await reload();
    onClose();
  };
  return (
    <Dialog title={t("case.detach-title")} onClose={onClose}>
      <p>{t("case.detach-help")}</p>
      <Failure text={error} />
      <div class="actions">
        <Button kind="danger" busy={busy} onClick={() => void run(detach)}>
          {t("case.detach")}
        </Button>
      </div>
    </Dialog>
  );
}

export function LinkedList({ state, reload }: Props) {
  const detaching = useSignal("");
  const { conversations } = state.detail;
  return (
    <section class="panel" aria-labelledby="linked-title">
      <h2 id="linked-title">{t("case.linked")}</h2>
      {conversations.length === 0 && <p class="quiet-line">{t("case.linked-none")}</p>}
      <ul class="linked-list">
        {conversations.map((item) => (
          <LinkedRow
            key={item.conv}
            item={item}
            linked={state.linked.get(item.conv)}
            onDetach={() => {
              detaching.value = item.conv;
            }}
          />
        ))}
      </ul>
      {detaching.value !== "" && (
        <DetachDialog
          state={state}
          reload={reload}
          conv={detaching.value}
          onClose={() => {
            detaching.value = "";
          }}
        />
      )}
    </section>
  );
}
