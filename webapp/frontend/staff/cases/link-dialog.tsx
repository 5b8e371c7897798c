// Which other case this one belongs with, and why: found by its words, decided by whoever looks.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import { fillIndex, type IndexedCase, progress, searchCases } from "../search/case-index.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { CaseNumber } from "../ui/case-number.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { bound, SelectField, TextArea, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { useAction } from "../ui/use-action.ts";
import { linkCases, type Side, type Why } from "./link-cases.ts";

interface Props {
  mine: Side;
  /** The case that was suggested; null where one is looked for. */
  found: IndexedCase | null;
  reload: () => Promise<void>;
  onClose: () => void;
}

function Chosen({ found }: { found: IndexedCase }) {
  return (
    <p>
      <CaseNumber number={found.number} />{" "}
      <strong dir="auto">{found.card?.title || t("cases.untitled")}</strong>
    </p>
  );
}

function Look({ not, onPick }: { not: string; onPick: (found: IndexedCase) => void }) {
  const typed = useSignal("");
  const { error, run } = useAction();
  useEffect(() => void run(fillIndex), []);
  const found = progress.value.read > 0 ? searchCases(typed.value) : [];
  const others = found.filter(({ id }) => id !== not);
  return (
    <>
      <TextField label={t("link.find")} help={t("search.help")} {...bound(typed)} />
      <Failure text={error} />
      <p class="quiet-line" role="status">
        {typed.value.trim() !== "" && others.length === 0 && t("link.found-none")}
      </p>
      <ul class="rows">
        {others.map((each) => (
          <li key={each.id} class="row case-row">
            <CaseNumber number={each.number} />
            <button type="button" class="row-open" onClick={() => onPick(each)}>
              <bdi>{each.card?.title || t("cases.untitled")}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

export function LinkDialog({ mine, found, reload, onClose }: Props) {
  const chosen = useSignal(found);
  const key = `link:${mine.opened.id}`;
  const why = draft<Why>(key, { kind: "related", note: "" });
  const { busy, error, run } = useAction();
  const change = (part: Partial<Why>): void => {
    why.value = { ...why.value, ...part };
  };
  const other = chosen.value;
  const save = async (): Promise<void> => {
    if (other === null) return;
    try {
      await linkCases(mine, other.id, why.value);
    } finally {
      await reload();
    }
    dropDraft(key);
    announce(t("link.made"));
    onClose();
  };
  const foot = (
    <>
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" busy={busy} disabled={other === null} onClick={() => void run(save)}>
          {t("link.make")}
        </Button>
      </div>
    </>
  );
  return (
    <Dialog title={t("link.title")} wide foot={foot} onClose={onClose}>
      {other === null ? (
        <Look
          not={mine.opened.id}
          onPick={(each) => {
            chosen.value = each;
          }}
        />
      ) : (
        <Chosen found={other} />
      )}
      <SelectField
        label={t("link.kind")}
        value={why.value.kind}
        options={optionsOf("case_link")}
        onValue={(kind) => change({ kind })}
      />
      <TextArea
        label={t("link.note")}
        help={t("link.note-help")}
        value={why.value.note}
        onValue={(note) => change({ note })}
      />
    </Dialog>
  );
}
