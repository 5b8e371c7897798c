// Whom a case is referred to: typed by name, place or service, picked from the directory.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t, term } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { bringDirectory, type Recipient, recipientOf, suggestions } from "./recipients.ts";

interface Props {
  chosen: Recipient | null;
  onChosen: (recipient: Recipient | null) => void;
}

function Chosen({ chosen, onAnother }: { chosen: Recipient; onAnother: () => void }) {
  return (
    <div class="recipient">
      <p>
        {t("referral.to")}: <strong dir="auto">{chosen.name}</strong>{" "}
        <span class="chip">{term("recipient_kind", chosen.kind)}</span>
      </p>
      {chosen.unvouched && <Notice tone="bad">{t("directory.key-unvouched")}</Notice>}
      <Button kind="quiet" onClick={onAnother}>
        {t("referral.another")}
      </Button>
    </div>
  );
}

export function PickRecipient({ chosen, onChosen }: Props) {
  const typed = useSignal("");
  const reading = useAction();
  const picking = useAction();
  useEffect(() => void reading.run(bringDirectory), []);
  if (chosen !== null) return <Chosen chosen={chosen} onAnother={() => onChosen(null)} />;
  const found = suggestions(typed.value);
  return (
    <div class="recipient">
      <TextField label={t("referral.find")} help={t("referral.find-help")} {...bound(typed)} />
      <Failure text={reading.error || picking.error} />
      <p class="quiet-line" role="status">
        {reading.busy && t("app.loading")}
        {!reading.busy &&
          typed.value.trim() !== "" &&
          found.length === 0 &&
          t("referral.found-none")}
      </p>
      <ul class="rows">
        {found.map(({ id, name, kind }) => (
          <li key={id} class="row">
            <button
              type="button"
              class="row-open"
              onClick={() => void picking.run(async () => onChosen(await recipientOf(id)))}
            >
              <bdi>{name}</bdi> · {term("recipient_kind", kind)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
