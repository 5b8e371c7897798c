// A new release: to whom, on which ground, and of all that the case says only what is ticked.

import type { Signal } from "@preact/signals";
import { t, term } from "../i18n/i18n.ts";
import {
  AUTHORITIES,
  CONSENTS,
  EXPORT,
  LEGAL_BASES,
  MODES,
  type Shareable,
  tellsWho,
} from "../logic/packet.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { CheckBox } from "../ui/check.tsx";
import { CheckGroup } from "../ui/check-group.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import type { OpenedCase } from "../vault/case.ts";
import { type Draft, emptyDraft, emptyExport, makeRelease } from "./make-release.ts";
import { itemLabel } from "./packet-words.ts";
import { PickRecipient } from "./pick-recipient.tsx";

interface Props {
  opened: OpenedCase;
  words: Shareable;
  /** How often consent was withdrawn in this case. */
  withdrawals: number;
  /** Taken out for the desk's own records, and sent to nobody. */
  isExport?: boolean;
  reload: () => Promise<void>;
  onClose: () => void;
}

type Change = (part: Partial<Draft>) => void;

/** What still keeps this form from being a release; "" where nothing does. */
function missing(form: Draft, withdrawals: number, words: Shareable): string {
  const { recipient, mode, ground, scope, evenStale } = form;
  if (recipient === null) return "referral.needs-recipient";
  if (mode === EXPORT && recipient.name.trim() === "") return "export.needs-purpose";
  if (mode === "law_enforcement_report" && !AUTHORITIES.includes(recipient.kind))
    return "referral.needs-authority";
  if (recipient.stale && !evenStale) return "referral.needs-stale";
  if (ground === "") return "referral.needs-ground";
  const consents: readonly string[] = CONSENTS;
  if (consents.includes(ground) && form.withdrawals !== withdrawals)
    return "referral.needs-new-consent";
  const named = [...words.values()].filter(({ code }) => scope.includes(code));
  if (ground === "anonymous" && named.some(tellsWho)) return "referral.needs-unnamed";
  return "";
}

function groundOptions() {
  const named = (codes: readonly string[], kind: string) =>
    codes.map((value) => ({ value, label: `${t(kind)}: ${term("ground", value)}` }));
  return [
    { value: "", label: t("referral.ground-choose") },
    ...named(CONSENTS, "referral.by-consent"),
    ...named(LEGAL_BASES, "referral.by-law"),
  ];
}

function Whom({ held, change }: { held: Draft; change: Change }) {
  return (
    <>
      <SelectField
        label={t("referral.mode")}
        value={held.mode}
        onValue={(mode) => change({ mode })}
        options={MODES.map((value) => ({ value, label: term("referral_mode", value) }))}
      />
      <PickRecipient
        chosen={held.recipient}
        onChosen={(recipient) => change({ recipient, evenStale: false })}
      />
      {held.recipient?.stale && (
        <>
          <Notice tone="warn">{t("referral.is-stale")}</Notice>
          <CheckBox
            label={t("referral.even-stale")}
            on={held.evenStale}
            onTick={(evenStale) => change({ evenStale })}
          />
        </>
      )}
    </>
  );
}

/** What an export is for stands where a referral has its recipient. */
function Purpose({ held, change }: { held: Draft; change: Change }) {
  const { recipient } = held;
  if (recipient === null) return null;
  return (
    <TextField
      label={t("export.purpose")}
      help={t("export.purpose-help")}
      dir="auto"
      value={recipient.name}
      onValue={(name) => change({ recipient: { ...recipient, name } })}
    />
  );
}

interface FieldsProps {
  held: Draft;
  words: Shareable;
  withdrawals: number;
  change: Change;
}

function Fields({ held, words, withdrawals, change }: FieldsProps) {
  const options = [...words.values()].map((item) => ({ value: item.code, label: itemLabel(item) }));
  return (
    <>
      {held.mode === EXPORT ? (
        <Purpose held={held} change={change} />
      ) : (
        <Whom held={held} change={change} />
      )}
      <SelectField
        label={t("referral.ground")}
        help={t("referral.ground-help")}
        value={held.ground}
        onValue={(ground) => change({ ground, withdrawals })}
        options={groundOptions()}
      />
      <TextArea
        label={t("referral.why")}
        help={t("referral.why-help")}
        rows={3}
        value={held.why}
        onValue={(why) => change({ why })}
      />
      <CheckGroup
        legend={t("referral.scope-legend")}
        options={options}
        chosen={held.scope}
        onChosen={(scope) => change({ scope })}
      />
      {held.mode === EXPORT && (
        <div class="actions">
          <Button onClick={() => change({ scope: options.map(({ value }) => value) })}>
            {t("export.everything")}
          </Button>
        </div>
      )}
      <TextField
        type="date"
        label={t("referral.expires")}
        value={held.expires}
        onValue={(expires) => change({ expires })}
      />
      {held.mode !== EXPORT && (
        <TextField
          type="date"
          label={t("referral.again")}
          value={held.followUp}
          onValue={(followUp) => change({ followUp })}
        />
      )}
    </>
  );
}

export function ReleaseDialog(props: Props) {
  const { opened, words, withdrawals, isExport = false, reload, onClose } = props;
  const key = `${isExport ? "export" : "release"}:${opened.id}`;
  const empty = isExport ? emptyExport : emptyDraft;
  const held: Signal<Draft> = draft(key, empty(new Date()));
  const { busy, error, run } = useAction();
  const change: Change = (part) => {
    held.value = { ...held.value, ...part };
  };
  const why = missing(held.value, withdrawals, words);
  const save = async (): Promise<void> => {
    await makeRelease(opened, words, held.value);
    dropDraft(key);
    announce(t(isExport ? "export.made-now" : "referral.made-now"));
    await reload();
    onClose();
  };
  const foot = (
    <>
      <Failure text={error} />
      <p class="quiet-line" aria-live="polite">
        {why === "" ? t("referral.ready") : t(why)}
      </p>
      <div class="actions">
        <Button kind="primary" busy={busy} disabled={why !== ""} onClick={() => void run(save)}>
          {t(isExport ? "export.make" : "referral.make")}
        </Button>
      </div>
    </>
  );
  return (
    <Dialog title={t(isExport ? "export.new" : "referral.new")} wide foot={foot} onClose={onClose}>
      <Fields held={held.value} words={words} withdrawals={withdrawals} change={change} />
    </Dialog>
  );
}
