// Both present secrets once more: whoever finds a desk open makes, takes and changes no way in.

import { type Signal, useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { SecondChoice, type SecondState, useSecond } from "../sign-in/second-choice.tsx";
import type { Secrets } from "../store/account.ts";
import { open } from "../store/session.ts";
import { Told } from "../ui/explain.ts";
import { bound, TextField } from "../ui/field.tsx";

export interface BothSecrets {
  passphrase: Signal<string>;
  second: SecondState;
  /** What was given; raises with words where something is missing. */
  given: () => Secrets;
  clear: () => void;
}

export function useBothSecrets(): BothSecrets {
  const passphrase = useSignal("");
  const second = useSecond(open().me.name);
  const given = (): Secrets => {
    if (passphrase.value === "") throw new Told("account.passphrase-missing");
    return { passphrase: passphrase.value, source: second.source() };
  };
  const clear = (): void => {
    passphrase.value = "";
    second.words.value = "";
  };
  return { passphrase, second, given, clear };
}

export function BothSecretsFields({ secrets }: { secrets: BothSecrets }) {
  return (
    <>
      <TextField
        label={t("account.passphrase-now")}
        secret
        dir="ltr"
        {...bound(secrets.passphrase)}
      />
      <SecondChoice second={secrets.second} />
    </>
  );
}
