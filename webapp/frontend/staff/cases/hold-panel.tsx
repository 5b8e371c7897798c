// When a case is deleted, and legal holds: until when, by whom, and why (sealed in the case).

import { useSignal } from "@preact/signals";
import type { HoldRow } from "../api/retention-calls.ts";
import { day } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { agreementOf, type Hold, holdIn, holdInner } from "../logic/hold.ts";
import { daysAfter, hourOf, today } from "../logic/time.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, nameOf, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { sealRevision } from "../vault/case.ts";
import { newId } from "../vault/container.ts";
import { isBroken, type ReadRecord } from "../vault/read-records.ts";
import { AddingPanel } from "./adding-panel.tsx";
import { RecordForm } from "./record-form.tsx";
import type { CaseState } from "./use-case.ts";

interface Props {
  state: CaseState;
  reload: () => Promise<void>;
}

/** A hold as the case says it, and as the server does; either may lack. */
interface Held {
  id: string;
  record: ReadRecord | null;
  words: Hold | null;
  row: HoldRow | null;
}

const inAYear = (): string => daysAfter(new Date(), 365);
const supervises = (): boolean => open().me.role === 2 || open().me.role === 3;

/** Every hold that stands, or of which only one side says that it does. */
function holdsOf({ opened, detail }: CaseState): Held[] {
  const found = opened.sections.flatMap((record): Held[] => {
    const words = isBroken(record) ? null : holdIn(record.current.inner);
    const row = detail.kept.holds.find((it) => it.record_id === record.id) ?? null;
    return words === null && row === null ? [] : [{ id: record.id, record, words, row }];
  });
  const known = new Set(found.map(({ id }) => id));
  const others = detail.kept.holds.filter(({ record_id }) => !known.has(record_id));
  return [
    ...found,
    ...others.map((row) => ({ id: row.record_id, record: null, words: null, row })),
  ].filter((it) => agreementOf(it.words, it.row?.until ?? null, today()) !== "over");
}

/** The hold stands as `words` say, sealed in the case; the server is told the day. */
async function keep({ opened }: CaseState, { id, record }: Held, words: Hold): Promise<void> {
  const before = record?.current ?? null;
  const seal = () =>
    sealRevision(opened, id, before, holdInner(words, hourOf(new Date())), open().keyring);
  await sendOnce(`hold:${id}`, [before?.hash, words], seal, (sealed) =>
    api.holdCase(opened.id, words.until === "" ? null : words.until, sealed),
  );
}

function Editing({
  state,
  reload,
  held,
  lifts,
  onEnd,
}: Props & { held: Held; lifts: boolean; onEnd: () => void }) {
  const isNew = held.record === null && held.row === null;
  const key = `hold:${state.opened.id}:${isNew ? "new" : held.id}:${lifts}`;
  const until = held.words?.until ?? held.row?.until ?? inAYear();
  const begun = { why: "", until: lifts ? "" : until };
  const typed = draft<Hold>(key, lifts ? begun : (held.words ?? begun));
  const action = useAction();
  const isWhole = typed.value.why.trim() !== "" && (lifts || typed.value.until >= today());
  const end = (): void => {
    dropDraft(key);
    onEnd();
  };
  const save = async (): Promise<void> => {
    await keep(state, held, typed.value);
    announce(t(lifts ? "hold.lifted" : "hold.kept"));
    end();
    await reload();
  };
  return (
    <RecordForm {...{ action, isWhole, save }} discard={end}>
      <TextField
        label={t(lifts ? "hold.lift-why" : "hold.why")}
        dir="auto"
        value={typed.value.why}
        onValue={(why) => {
          typed.value = { ...typed.value, why };
        }}
      />
      {!lifts && (
        <TextField
          type="date"
          label={t("hold.day")}
          value={typed.value.until}
          onValue={(until) => {
            typed.value = { ...typed.value, until };
          }}
        />
      )}
    </RecordForm>
  );
}

function Words({ held }: { held: Held }) {
  const agreement = agreementOf(held.words, held.row?.until ?? null, today());
  const sealed = held.words?.until ?? "";
  return (
    <>
      {held.row !== null && (
        <p>{t("hold.until", { day: day(held.row.until), name: nameOf(held.row.staff_id) })}</p>
      )}
      {held.words !== null && held.words.why !== "" && <p dir="auto">{held.words.why}</p>}
      {agreement !== "holds" && (
        <Notice tone="bad">
          {t(`hold.${agreement}`, { day: sealed === "" ? "—" : day(sealed) })}
        </Notice>
      )}
    </>
  );
}

function Row({ state, reload, held }: Props & { held: Held }) {
  const editing = useSignal<"move" | "lift" | "">("");
  const end = (): void => {
    editing.value = "";
  };
  if (editing.value !== "") {
    const lifts = editing.value === "lift";
    return (
      <>
        <Words held={held} />
        <Editing {...{ state, reload, held, lifts }} onEnd={end} />
      </>
    );
  }
  return (
    <>
      <Words held={held} />
      {supervises() && (
        <div class="actions">
          {(["move", "lift"] as const).map((what) => (
            <Button
              key={what}
              kind="quiet"
              onClick={() => {
                editing.value = what;
              }}
            >
              {t(`hold.${what}`)}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

export function HoldPanel({ state, reload }: Props) {
  const all = holdsOf(state);
  const due = state.detail.kept.due_on;
  return (
    <AddingPanel
      id="hold-title"
      title={t("hold.title")}
      all={all}
      row={(held) => <Row {...{ state, reload, held }} />}
      form={(held, onEnd) => <Editing {...{ state, reload, held, onEnd }} lifts={false} />}
      mayAdd={supervises() && state.opened.container.keys.size > 0}
      add={t(all.length === 0 ? "hold.new" : "hold.another")}
      begun={() => ({ id: newId(), record: null, words: null, row: null })}
    >
      {all.length === 0 && (
        <p>{due === null ? t("hold.open") : t("hold.due", { day: day(due) })}</p>
      )}
    </AddingPanel>
  );
}
