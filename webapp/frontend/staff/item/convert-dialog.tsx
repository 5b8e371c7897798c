// A new case from this conversation: the form begins with what the person already told.

import { useMemo } from "preact/hooks";
import { CaseFields, text } from "../cases/case-fields.tsx";
import { createCase } from "../cases/create-case.ts";
import { Proposals } from "../cases/proposals.tsx";
import { t } from "../i18n/i18n.ts";
import { type Inner, shownAs } from "../logic/answers.ts";
import { mainFromTip, tipFromChat } from "../logic/prefill.ts";
import { sectionsFromTip } from "../logic/prefill-sections.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { announce, go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { linkTo } from "../vault/case.ts";
import { lineOfAnswer, wordsOfAnswer } from "./answer-words.ts";
import type { Opened } from "./use-conversation.ts";

function tipOf({ conversation }: Opened): Inner {
  const tip = conversation.messages.find(({ inner }) => shownAs(inner) === "tip")?.inner;
  return tip ?? tipFromChat(conversation.messages);
}

function begin(opened: Opened) {
  const told = tipOf(opened);
  return mainFromTip(told, opened.answer.item.language, (key, value) =>
    lineOfAnswer(wordsOfAnswer(told, key, value)),
  );
}

export function ConvertDialog({ opened, onClose }: { opened: Opened; onClose: () => void }) {
  const { item } = opened.answer;
  const { anchor } = opened.conversation;
  const held = draft(`convert:${item.conv}`, begin(opened));
  const agreed = draft<string[]>(`agreed:${item.conv}`, []);
  // What is ticked is what stood there then, also where somebody writes meanwhile.
  const proposals = useMemo(() => sectionsFromTip(tipOf(opened)), []);
  const { busy, error, run } = useAction();
  const save = async (): Promise<void> => {
    const { channel, category, language } = item;
    const links = anchor === null ? [] : [linkTo(item.conv, anchor)];
    const id = await createCase(
      item.conv,
      held.value,
      links,
      { channel, category, language },
      item.conv,
      { all: proposals, agreed: agreed.value.map(Number) },
    );
    dropDraft(`agreed:${item.conv}`);
    dropDraft(`convert:${item.conv}`);
    announce(t("case.created"));
    go({ screen: "case", id });
  };
  const foot = (
    <>
      <Failure text={error} />
      <div class="actions">
        <Button
          kind="primary"
          busy={busy}
          disabled={text(held.value, "title").trim() === ""}
          onClick={() => void run(save)}
        >
          {t("case.create")}
        </Button>
      </div>
    </>
  );
  return (
    <Dialog title={t("item.convert-title")} wide foot={foot} onClose={onClose}>
      <CaseFields
        flat={held.value}
        onFlat={(flat) => {
          held.value = flat;
        }}
      >
        <Proposals all={proposals} agreed={agreed} />
      </CaseFields>
    </Dialog>
  );
}
