// This conversation belongs to a case that is already there: pick it, keep its identity in the
// case's own sealed record, so that a server cannot swap it later.

import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { joinParts } from "../../lib/parts.ts";
import { attachConversation } from "../cases/attach.ts";
import { day } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { marksIn } from "../logic/marks.ts";
import { whyAlike } from "../search/alike-panel.tsx";
import {
  casesAlike,
  fillIndex,
  type IndexedCase,
  newestCases,
  progress,
  searchCases,
} from "../search/case-index.ts";
import { announce, go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { CaseNumber } from "../ui/case-number.tsx";
import { StatusChip } from "../ui/chips.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Told } from "../ui/explain.ts";
import { bound, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { saidWords } from "./said-words.ts";
import type { ConversationState, Opened } from "./use-conversation.ts";

interface Props {
  opened: Opened;
  state: ConversationState;
  onClose: () => void;
}

interface Picked {
  found: IndexedCase;
  /** What it names as well; "" where nothing is known. */
  why: string;
}

const NEWEST = 20;
/** What strangers write must not hold a browser up. */
const MOST_LETTERS = 20_000;

/** The marks of everything that was said in a conversation. */
function marksOf({ conversation }: Opened): string[] {
  const said = joinParts(conversation.messages);
  const words = said.map((it) => saidWords(it, conversation.messages)).join("\n");
  return marksIn(words.slice(0, MOST_LETTERS));
}

/** Cases that name the same first, then the newest; or what was looked for. */
function picks(wanted: string, marks: readonly string[]): Picked[] {
  if (wanted.trim() !== "") return searchCases(wanted).map((found) => ({ found, why: "" }));
  const alike = casesAlike("", marks).map(({ found, marks: shared }) => ({
    found,
    why: whyAlike(shared),
  }));
  const there = new Set(alike.map(({ found }) => found.id));
  const rest = newestCases(NEWEST).filter(({ id }) => !there.has(id));
  return [...alike, ...rest.map((found) => ({ found, why: "" }))];
}

function Choice({ it, busy, onPick }: { it: Picked; busy: boolean; onPick: () => void }) {
  const { found, why } = it;
  return (
    <li class="pick">
      <span class="pick-words">
        <CaseNumber number={found.number} />
        <bdi>{found.card?.title || t("cases.untitled")}</bdi>
        <span class="quiet">{day(found.day)}</span>
        {why !== "" && (
          <span class="quiet" dir="auto">
            {t("search.alike")}: <bdi>{why}</bdi>
          </span>
        )}
      </span>
      <StatusChip list="case_status" code={found.status} />
      <Button busy={busy} onClick={onPick}>
        {t("item.attach-here")}
        <span class="hidden">
          {" "}
          <CaseNumber number={found.number} />
        </span>
      </Button>
    </li>
  );
}

export function AttachDialog({ opened, state, onClose }: Props) {
  const wanted = useSignal("");
  const { busy, error, run } = useAction();
  const reading = useAction();
  useEffect(() => void reading.run(fillIndex), []);
  const { item } = opened.answer;
  const pick = async (id: string): Promise<void> => {
    const { anchor } = opened.conversation;
    // Without it the case could not say which conversation it means, and a server could swap it.
    if (anchor === null) throw new Told("item.attach-unknown");
    await attachConversation(id, item.conv, anchor);
    announce(t("item.attached"));
    await state.reload();
    go({ screen: "case", id });
  };
  const marks = useMemo(() => marksOf(opened), [item.conv]);
  const now = progress.value;
  const shown = useMemo(() => picks(wanted.value, marks), [wanted.value, marks, now]);
  return (
    <Dialog title={t("item.attach-title")} wide onClose={onClose}>
      <TextField label={t("item.attach-find")} help={t("search.help")} {...bound(wanted)} />
      <Failure text={error || reading.error} />
      {now.done && shown.length === 0 && <p class="empty">{t("cases.none")}</p>}
      <ul class="picks">
        {shown.map((it) => (
          <Choice
            key={it.found.id}
            it={it}
            busy={busy}
            onPick={() => void run(() => pick(it.found.id))}
          />
        ))}
      </ul>
    </Dialog>
  );
}
