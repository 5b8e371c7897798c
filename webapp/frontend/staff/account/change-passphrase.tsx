// A new passphrase. Every device key and passkey seals the same keys under passphrase and itself, so
// each has to be shown once more; what is not shown is removed, or the old passphrase would open it.

import { type Signal, useSignal } from "@preact/signals";
import type { AccountAnswer, MethodRow } from "../api/account-calls.ts";
import { t } from "../i18n/i18n.ts";
import { changePassphrase, showSecond } from "../store/account.ts";
import type { Second, SecondSource } from "../store/second.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Told } from "../ui/explain.ts";
import { bound, TextArea, TextField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { drawPassphrase } from "../vault/passphrase.ts";
import { BothSecretsFields, useBothSecrets } from "./both-secrets.tsx";
import { titleOf } from "./method-list.tsx";

const SHORTEST = 12;

interface Showing {
  row: MethodRow;
  shown: Signal<ReadonlyMap<string, Second>>;
}

/** One of my other ways in: show it, or leave it to be removed. */
function Other({ row, shown }: Showing) {
  const words = useSignal("");
  const { busy, error, run } = useAction();
  const source: SecondSource =
    row.method === 2 ? { kind: "passkey" } : { kind: "words", words: words.value };
  const show = async (): Promise<void> => {
    const second = await showSecond(source);
    words.value = "";
    const id = second.methodId ?? row.method_id;
    shown.value = new Map([...shown.value, [id, second]]);
  };
  if (shown.value.has(row.method_id)) {
    return (
      <li class="row method">
        <strong>
          <bdi>{titleOf(row)}</bdi>
        </strong>
        <span>{t("account.shown")}</span>
      </li>
    );
  }
  return (
    <li class="row method">
      <strong>
        <bdi>{titleOf(row)}</bdi>
      </strong>
      <span>{t("account.not-shown")}</span>
      {row.method === 1 && <TextArea label={t("sign-in.device")} rows={3} {...bound(words)} />}
      <Button busy={busy} onClick={() => void run(show)}>
        {t(row.method === 2 ? "account.show-passkey" : "account.show-device")}
      </Button>
      <Failure text={error} />
    </li>
  );
}

interface Props {
  methods: MethodRow[];
  onChanged: (answer: AccountAnswer) => void;
}

function useChange({ onChanged }: Props, onClose: () => void) {
  const secrets = useBothSecrets();
  const next = useSignal("");
  const again = useSignal("");
  const drawn = useSignal("");
  const shown = useSignal<ReadonlyMap<string, Second>>(new Map());
  const change = async (): Promise<void> => {
    const given = secrets.given();
    if (next.value.length < SHORTEST) throw new Told("account.too-short", { n: SHORTEST });
    if (next.value !== again.value) throw new Told("account.not-the-same");
    const answer = await changePassphrase(given, next.value, [...shown.value.values()]);
    secrets.clear();
    next.value = again.value = drawn.value = "";
    announce(t("account.passphrase-changed"));
    onClose();
    onChanged(answer);
  };
  return { secrets, next, again, drawn, shown, change };
}

type Change = ReturnType<typeof useChange>;

function NewPassphrase({ next, again, drawn }: Change) {
  return (
    <>
      <TextField
        label={t("account.passphrase-new")}
        help={t("account.passphrase-new-help")}
        secret
        dir="ltr"
        {...bound(next)}
      />
      <TextField label={t("account.passphrase-again")} secret dir="ltr" {...bound(again)} />
      <div class="actions">
        <Button
          onClick={() => {
            drawn.value = drawPassphrase();
          }}
        >
          {t("account.draw")}
        </Button>
        {drawn.value !== "" && (
          <span class="mono secret" dir="ltr" role="status">
            {drawn.value}
          </span>
        )}
      </div>
    </>
  );
}

function Changing({ onClose, ...props }: Props & { onClose: () => void }) {
  const change = useChange(props, onClose);
  const { busy, error, run } = useAction();
  const others = props.methods.filter((row) => !row.present);
  return (
    <Dialog title={t("account.change-passphrase")} onClose={onClose} wide>
      <form
        class="form-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void run(change.change);
        }}
      >
        <BothSecretsFields secrets={change.secrets} />
        <NewPassphrase {...change} />
        {others.length > 0 && (
          <>
            <Notice tone="warn">{t("account.others-go")}</Notice>
            <ul class="rows">
              {others.map((row) => (
                <Other key={row.method_id} row={row} shown={change.shown} />
              ))}
            </ul>
          </>
        )}
        <p>{t("account.others-end")}</p>
        <Failure text={error} />
        <div class="actions">
          <Button kind="primary" type="submit" busy={busy}>
            {t(busy ? "account.changing" : "account.change")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function ChangePassphrase(props: Props) {
  const asking = useSignal(false);
  return (
    <section class="account-part">
      <h2>{t("account.passphrase")}</h2>
      <p>{t("account.passphrase-help")}</p>
      <div class="actions">
        <Button
          onClick={() => {
            asking.value = true;
          }}
        >
          {t("account.change-passphrase")}
        </Button>
      </div>
      {asking.value && (
        <Changing
          {...props}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </section>
  );
}
