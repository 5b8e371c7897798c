// When somebody looks at a case again, whose it is and what for: set, moved, and marked as done.

import { useSignal } from "@preact/signals";
import { day } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { type FollowUp, followUpIn, followUpInner, inOrder } from "../logic/follow-up.ts";
import { daysAfter, hourOf, today } from "../logic/time.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { askDue } from "../store/due.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, nameOf, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { sealRevision } from "../vault/case.ts";
import { newId } from "../vault/container.ts";
import { isBroken, type ReadRecord } from "../vault/read-records.ts";
import { reads } from "../vault/rosters.ts";
import { AddingPanel } from "./adding-panel.tsx";
import { RecordForm } from "./record-form.tsx";
import type { CaseState } from "./use-case.ts";

interface Props {
  state: CaseState;
  reload: () => Promise<void>;
}

interface Held {
  id: string;
  record: ReadRecord | null;
  words: FollowUp;
}

function followUpsOf({ opened }: CaseState): Held[] {
  const found = opened.sections.flatMap((record): Held[] => {
    const words = isBroken(record) ? null : followUpIn(record.current.inner);
    return words === null ? [] : [{ id: record.id, record, words }];
  });
  return inOrder(found);
}

/** The follow-up stands as `words` say, sealed in the case; the server is told the day. */
async function keep({ opened }: CaseState, { id, record }: Held, words: FollowUp): Promise<void> {
  const before = record?.current ?? null;
  const seal = () =>
    sealRevision(opened, id, before, followUpInner(words, hourOf(new Date())), open().keyring);
  await sendOnce(`follow-up:${id}`, [before?.hash, words], seal, (sealed) =>
    api.followUpCase(opened.id, words.done ? null : words.due_on, sealed),
  );
  await askDue();
}

function peopleOptions() {
  const there = open().desk.staff.filter(({ active, role }) => active && reads(role));
  const named = there.map((it) => ({ value: it.staff_id, label: it.display_name }));
  return [{ value: "", label: t("follow.anybody") }, ...named];
}

function Form({ words, onWords }: { words: FollowUp; onWords: (words: FollowUp) => void }) {
  return (
    <>
      <TextField
        label={t("follow.what")}
        dir="auto"
        value={words.text}
        onValue={(text) => onWords({ ...words, text })}
      />
      <div class="field-grid">
        <TextField
          type="date"
          label={t("follow.when")}
          value={words.due_on}
          onValue={(due_on) => onWords({ ...words, due_on })}
        />
        <SelectField
          label={t("follow.who")}
          value={words.who}
          options={peopleOptions()}
          onValue={(who) => onWords({ ...words, who })}
        />
      </div>
    </>
  );
}

function Editing({ state, reload, held, onEnd }: Props & { held: Held; onEnd: () => void }) {
  const key = `follow-up:${state.opened.id}:${held.record === null ? "new" : held.id}`;
  const typed = draft(key, held.words);
  const action = useAction();
  const end = (): void => {
    dropDraft(key);
    onEnd();
  };
  const save = async (): Promise<void> => {
    await keep(state, held, typed.value);
    announce(t("follow.kept"));
    end();
    await reload();
  };
  return (
    <RecordForm {...{ action, save }} isWhole={typed.value.due_on !== ""} discard={end}>
      <Form
        words={typed.value}
        onWords={(words) => {
          typed.value = words;
        }}
      />
    </RecordForm>
  );
}

function Row({ state, reload, held }: Props & { held: Held }) {
  const editing = useSignal(false);
  const { busy, error, run } = useAction();
  const { words } = held;
  const end = (): void => {
    editing.value = false;
  };
  if (editing.value) return <Editing {...{ state, reload, held }} onEnd={end} />;
  const isLate = !words.done && words.due_on < today();
  const did = async (): Promise<void> => {
    await keep(state, held, { ...words, done: true });
    announce(t("follow.did"));
    await reload();
  };
  return (
    <>
      <p>
        <time dateTime={words.due_on}>{day(words.due_on)}</time>{" "}
        {isLate && <span class="chip mark-late">{t("follow.late")}</span>}
        {words.done && <span class="chip">{t("follow.done")}</span>}{" "}
        <bdi>{words.who === "" ? "" : nameOf(words.who)}</bdi>
      </p>
      {words.text !== "" && <p dir="auto">{words.text}</p>}
      <Failure text={error} />
      {!words.done && (
        <div class="actions">
          <Button busy={busy} onClick={() => void run(did)}>
            {t("follow.do")}
            <span class="hidden"> {words.text}</span>
          </Button>
          <Button
            kind="quiet"
            onClick={() => {
              editing.value = true;
            }}
          >
            {t("follow.move")}
            <span class="hidden"> {words.text}</span>
          </Button>
        </div>
      )}
    </>
  );
}

export function FollowUpsPanel({ state, reload }: Props) {
  const begun = (): Held => {
    const words = { text: "", due_on: daysAfter(new Date(), 7), who: "", done: false };
    return { id: newId(), record: null, words };
  };
  return (
    <AddingPanel
      id="follow-title"
      title={t("follow.title")}
      all={followUpsOf(state)}
      row={(held) => <Row {...{ state, reload, held }} />}
      form={(held, onEnd) => <Editing {...{ state, reload, held, onEnd }} />}
      mayAdd={state.opened.container.keys.size > 0}
      add={t("follow.new")}
      begun={begun}
    />
  );
}
