// Two people saved at once: both versions side by side, field by field. Either can be taken, or the
// text merged by hand; what was typed stays here until the merged record is saved.

import { type Signal, useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { bothTexts, type Difference, differences, type Flat, merged } from "../logic/merge.ts";
import { Button } from "../ui/button.tsx";
import { TextArea } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { fieldLabel, fieldValue, isPicked } from "./record-view.ts";

type Choices = Map<string, string | string[]>;

interface Props {
  base: Flat;
  mine: Flat;
  theirs: Flat;
  theirName: string;
  busy: boolean;
  error: string;
  onSave: (flat: Flat) => void;
}

interface SideProps {
  difference: Difference;
  side: "mine" | "theirs";
  label: string;
  choices: Signal<Choices>;
}

function Side({ difference, side, label, choices }: SideProps) {
  const { key } = difference;
  const value = difference[side];
  const chosen = choices.value.get(key) === value;
  return (
    <div class={chosen ? "merge-side chosen" : "merge-side"}>
      <label class="check">
        <input
          type="radio"
          name={`merge-${key}`}
          checked={chosen}
          onChange={() => {
            choices.value = new Map(choices.value).set(key, value);
          }}
        />
        <span>{label}</span>
      </label>
      <p class="merge-value" dir="auto">
        {fieldValue(key, value)}
      </p>
    </div>
  );
}

function ByHand({ difference, choices }: Omit<SideProps, "side" | "label">) {
  const { key, mine, theirs } = difference;
  if (typeof mine !== "string" || typeof theirs !== "string" || isPicked(key)) return null;
  const current = choices.value.get(key);
  const set = (value: string): void => {
    choices.value = new Map(choices.value).set(key, value);
  };
  return (
    <div class="merge-hand">
      <TextArea
        label={t("merge.result", { field: fieldLabel(key) })}
        value={typeof current === "string" ? current : ""}
        onValue={set}
      />
      <Button kind="quiet" onClick={() => set(bothTexts(mine, theirs))}>
        {t("merge.both")}
      </Button>
    </div>
  );
}

function Field({
  difference,
  choices,
  theirName,
}: Omit<SideProps, "side" | "label"> & { theirName: string }) {
  return (
    <fieldset class="merge-field">
      <legend>
        {fieldLabel(difference.key)}
        {difference.both && <span class="chip mark-both">{t("merge.both-changed")}</span>}
      </legend>
      <div class="merge-sides">
        <Side difference={difference} side="mine" label={t("merge.mine")} choices={choices} />
        <Side
          difference={difference}
          side="theirs"
          label={t("merge.theirs", { name: theirName })}
          choices={choices}
        />
      </div>
      <ByHand difference={difference} choices={choices} />
    </fieldset>
  );
}

export function MergeView({ base, mine, theirs, theirName, busy, error, onSave }: Props) {
  const found = differences(base, mine, theirs);
  const pick = (side: (it: Difference) => "mine" | "theirs"): Choices =>
    new Map(found.map((it) => [it.key, it[side(it)]]));
  const choices = useSignal<Choices>(pick((it) => it.choice));
  const take = (side: "mine" | "theirs") => () => {
    choices.value = pick(() => side);
  };
  return (
    <div class="merge">
      <Notice tone="warn" live>
        <strong>{t("merge.title")}</strong> {t("merge.help", { name: theirName })}
      </Notice>
      <div class="actions">
        <Button onClick={take("mine")}>{t("merge.all-mine")}</Button>
        <Button onClick={take("theirs")}>{t("merge.all-theirs")}</Button>
      </div>
      {found.map((difference) => (
        <Field
          key={difference.key}
          difference={difference}
          choices={choices}
          theirName={theirName}
        />
      ))}
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" busy={busy} onClick={() => onSave(merged(theirs, choices.value))}>
          {t("merge.save")}
        </Button>
      </div>
    </div>
  );
}
