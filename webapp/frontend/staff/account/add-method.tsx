// One more device key, with a card of its own, or one more passkey.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { addDeviceKey, addPasskey } from "../store/account.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { passkeysHere } from "../vault/passkey.ts";
import { BothSecretsFields, useBothSecrets } from "./both-secrets.tsx";

type Kind = "device" | "passkey";

function Card({ words, onDone }: { words: string[]; onDone: () => void }) {
  return (
    <div class="form-stack hand-over">
      <Notice tone="warn">{t("account.card-once")}</Notice>
      <ol class="words card" dir="ltr">
        {words.map((word, index) => (
          <li key={index}>{word}</li>
        ))}
      </ol>
      <div class="actions no-print">
        <Button onClick={() => window.print()}>{t("account.print")}</Button>
        <Button kind="primary" onClick={onDone}>
          {t("account.card-done")}
        </Button>
      </div>
    </div>
  );
}

function useAdding(kind: Kind, onAdded: () => Promise<void>, onClose: () => void) {
  const secrets = useBothSecrets();
  const name = useSignal("");
  const words = useSignal<string[] | null>(null);
  const add = async (): Promise<void> => {
    const given = secrets.given();
    if (kind === "device") words.value = await addDeviceKey(given, name.value.trim());
    else await addPasskey(given, name.value.trim());
    secrets.clear();
    announce(t("account.added-now"));
    await onAdded();
    if (kind === "passkey") onClose();
  };
  return { secrets, name, words, add };
}

interface Props {
  kind: Kind;
  onAdded: () => Promise<void>;
  onClose: () => void;
}

function Adding({ kind, onAdded, onClose }: Props) {
  const { secrets, name, words, add } = useAdding(kind, onAdded, onClose);
  const { busy, error, run } = useAction();
  return (
    <Dialog title={t(`account.add-${kind}`)} onClose={onClose}>
      {words.value !== null && <Card words={words.value} onDone={onClose} />}
      {words.value === null && (
        <form
          class="form-stack"
          onSubmit={(event) => {
            event.preventDefault();
            void run(add);
          }}
        >
          <p>{t(`account.add-${kind}-help`)}</p>
          <TextField
            label={t("account.own-name")}
            help={t("account.own-name-help")}
            dir="auto"
            {...bound(name)}
          />
          <p>{t("account.present-secrets")}</p>
          <BothSecretsFields secrets={secrets} />
          <Failure text={error} />
          <div class="actions">
            <Button kind="primary" type="submit" busy={busy}>
              {t(busy ? "account.adding" : "account.add")}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

export function AddMethod({ onAdded }: { onAdded: () => Promise<void> }) {
  const asking = useSignal<Kind | "">("");
  const kinds: Kind[] = ["passkey", "device"];
  return (
    <div class="form-stack">
      <div class="actions">
        {kinds.map((kind) => (
          <Button
            key={kind}
            disabled={kind === "passkey" && !passkeysHere()}
            onClick={() => {
              asking.value = kind;
            }}
          >
            {t(`account.add-${kind}`)}
          </Button>
        ))}
      </div>
      {!passkeysHere() && <p class="field-help">{t("passkey.none")}</p>}
      {asking.value !== "" && (
        <Adding
          kind={asking.value}
          onAdded={onAdded}
          onClose={() => {
            asking.value = "";
          }}
        />
      )}
    </div>
  );
}
