// My device keys and passkeys: when each was added, what I call it, and the way to be rid of one.

import { useSignal } from "@preact/signals";
import type { MethodRow } from "../api/account-calls.ts";
import { day } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { nameOfMethod, removeMethod, renameMethod } from "../store/account.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { BothSecretsFields, useBothSecrets } from "./both-secrets.tsx";

type Changed = () => Promise<void>;

/** What stands for it on screen: its own name, or its kind. */
export const titleOf = (row: MethodRow): string => nameOfMethod(row) || t(`method.${row.method}`);

function Remove({
  row,
  onClose,
  onChanged,
}: {
  row: MethodRow;
  onClose: () => void;
  onChanged: Changed;
}) {
  const secrets = useBothSecrets();
  const { busy, error, run } = useAction();
  const remove = async (): Promise<void> => {
    await removeMethod(secrets.given(), row.method_id);
    secrets.clear();
    announce(t("account.removed"));
    onClose();
    await onChanged();
  };
  return (
    <Dialog title={t("account.remove-title", { name: titleOf(row) })} onClose={onClose}>
      <form
        class="form-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void run(remove);
        }}
      >
        <p>{t(row.present ? "account.remove-present" : "account.remove-help")}</p>
        <BothSecretsFields secrets={secrets} />
        <Failure text={error} />
        <div class="actions">
          <Button kind="danger" type="submit" busy={busy}>
            {t("account.remove")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Rename({
  row,
  onClose,
  onChanged,
}: {
  row: MethodRow;
  onClose: () => void;
  onChanged: Changed;
}) {
  const name = useSignal(nameOfMethod(row));
  const { busy, error, run } = useAction();
  const rename = async (): Promise<void> => {
    await renameMethod(row.method_id, name.value.trim());
    onClose();
    await onChanged();
  };
  return (
    <Dialog title={t("account.rename")} onClose={onClose}>
      <form
        class="form-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void run(rename);
        }}
      >
        <TextField
          label={t("account.own-name")}
          help={t("account.own-name-help")}
          dir="auto"
          {...bound(name)}
        />
        <Failure text={error} />
        <div class="actions">
          <Button kind="primary" type="submit" busy={busy}>
            {t("action.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface RowProps {
  row: MethodRow;
  only: boolean;
  onChanged: Changed;
}

function Method({ row, only, onChanged }: RowProps) {
  const asking = useSignal<"" | "remove" | "rename">("");
  const close = (): void => {
    asking.value = "";
  };
  return (
    <li class="row method">
      <strong>
        <bdi>{titleOf(row)}</bdi>
      </strong>
      {nameOfMethod(row) !== "" && <span>{t(`method.${row.method}`)}</span>}
      <span>{t("account.added", { day: day(row.day) })}</span>
      {row.present && <span class="chip">{t("account.used-here")}</span>}
      <span class="actions">
        <Button
          kind="quiet"
          aria-label={t("account.rename-this", { name: titleOf(row) })}
          onClick={() => {
            asking.value = "rename";
          }}
        >
          {t("account.rename")}
        </Button>
        {!only && (
          <Button
            kind="quiet"
            aria-label={t("account.remove-this", { name: titleOf(row) })}
            onClick={() => {
              asking.value = "remove";
            }}
          >
            {t("account.remove")}
          </Button>
        )}
      </span>
      {asking.value === "remove" && <Remove row={row} onClose={close} onChanged={onChanged} />}
      {asking.value === "rename" && <Rename row={row} onClose={close} onChanged={onChanged} />}
    </li>
  );
}

export function MethodList({ methods, onChanged }: { methods: MethodRow[]; onChanged: Changed }) {
  const only = methods.length === 1;
  return (
    <section class="account-part">
      <h2>{t("account.methods")}</h2>
      <p>{t("account.methods-help")}</p>
      {only && <p>{t("account.only-one")}</p>}
      <ul class="rows">
        {methods.map((row) => (
          <Method key={row.method_id} row={row} only={only} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}
