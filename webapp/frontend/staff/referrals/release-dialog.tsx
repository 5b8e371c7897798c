// A new release: to whom, on which ground, and of all that the case says only what is ticked.

import type { Signal } from "@preact/signals";
import { t, term } from "../i18n/i18n.ts";
import {
  AUTHORITIES,
  CONSENTS,
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
import { type Draft, emptyDraft, makeRelease } from "./make-release.ts";
import { itemLabel } from "./packet-words.ts";
import { PickRecipient } from "./pick-recipient.tsx";

interface Props {
  opened: OpenedCase;
  words: Shareable;
  /** How often consent was withdrawn in this case. */
  withdrawals: number;
  reload: () => Promise<void>;
  onClose: () => void;
}

type Change = (part: Partial<Draft>) => void;

/** What still keeps this form from being a release; "" where nothing does. */
function missing(form: Draft, withdrawals: number): string {
  const { recipient, mode, ground, scope, evenStale } = form;
  if (recipient === null) return "referral.needs-recipient";
  if (mode === "law_enforcement_report" && !AUTHORITIES.includes(recipient.kind))
    return "referral.needs-authority";
  if (recipient.stale && !evenStale) return "referral.needs-stale";
  if (ground === "") return "referral.needs-ground";
  const consents: readonly string[] = CONSENTS;
  if (consents.includes(ground) && form.withdrawals !== withdrawals)
    return "referral.needs-new-consent";
  if (ground === "anonymous" && scope.some(tellsWho)) return "referral.needs-unnamed";
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
      <Whom held={held} change={change} />
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
      <TextField
        type="date"
        label={t("referral.expires")}
        value={held.expires}
        onValue={(expires) => change({ expires })}
      />
      <TextField
        type="date"
        label={t("referral.again")}
        value={held.followUp}
        onValue={(followUp) => change({ followUp })}
      />
    </>
  );
}

export function ReleaseDialog({ opened, words, withdrawals, reload, onClose }: Props) {
  const key = `release:${opened.id}`;
  const held: Signal<Draft> = draft(key, emptyDraft(new Date()));
  const { busy, error, run } = useAction();
  const change: Change = (part) => {
    held.value = { ...held.value, ...part };
  };
  const why = missing(held.value, withdrawals);
  const save = async (): Promise<void> => {
    await makeRelease(opened, words, held.value);
    dropDraft(key);
    announce(t("referral.made-now"));
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
          {t("referral.make")}
        </Button>
      </div>
    </>
  );
  return (
    <Dialog title={t("referral.new")} wide foot={foot} onClose={onClose}>
      <Fields held={held.value} words={words} withdrawals={withdrawals} change={change} />
    </Dialog>
  );
}
