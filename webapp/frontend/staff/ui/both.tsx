// Two people changed one thing at once: both versions stand beside each other, and whoever came
// second decides each part that differs. Nothing is lost.

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { t } from "../i18n/i18n.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

interface Words {
  /** What happened, and whose the other version is. */
  said: string;
  /** What the other version is called beside each of its parts. */
  theirs: string;
  go: string;
}

interface Props<Field extends string> {
  fields: readonly Field[];
  words: Words;
  legend: (field: Field) => string;
  /** The lines of a part, in my version or in theirs. */
  lines: (field: Field, mine: boolean) => readonly string[];
  /** Called with the parts that stay as I wrote them. */
  onSettled: (mine: readonly Field[]) => void;
}

interface SideProps {
  name: string;
  lines: readonly string[];
  label: string;
  chosen: boolean;
  onChosen: () => void;
}

function Side({ name, lines, label, chosen, onChosen }: SideProps) {
  return (
    <label class="side">
      <span class="check">
        <input type="radio" name={name} checked={chosen} onChange={onChosen} />
        <span>{label}</span>
      </span>
      {lines.map((line, at) => (
        <bdi key={`${at}${line}`}>{line}</bdi>
      ))}
    </label>
  );
}

function Frame({ said, children }: { said: string; children: ComponentChildren }) {
  return (
    <section class="panel">
      <Notice tone="warn" live>
        {said}
      </Notice>
      {children}
    </section>
  );
}

export function Both<Field extends string>(props: Props<Field>) {
  const { fields, words, legend, lines, onSettled } = props;
  const kept = useSignal<readonly Field[]>(fields);
  const choose = (field: Field, mine: boolean) => () => {
    const others = kept.value.filter((it) => it !== field);
    kept.value = mine ? [...others, field] : others;
  };
  const side = (field: Field, mine: boolean) => (
    <Side
      name={`keep-${field}`}
      lines={lines(field, mine)}
      label={mine ? t("site.mine") : words.theirs}
      chosen={kept.value.includes(field) === mine}
      onChosen={choose(field, mine)}
    />
  );
  return (
    <Frame said={words.said}>
      {fields.map((field) => (
        <fieldset key={field} class="sides">
          <legend>{legend(field)}</legend>
          {side(field, true)}
          {side(field, false)}
        </fieldset>
      ))}
      {fields.length === 0 && <p>{t("site.both-same")}</p>}
      <div class="actions">
        <Button kind="primary" onClick={() => onSettled(kept.value)}>
          {words.go}
        </Button>
      </div>
    </Frame>
  );
}
