// Name, passphrase and second secret: the form before the desk.

import { type Signal, useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { type Step, signIn } from "../store/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { CheckBox, ticked } from "../ui/check.tsx";
import { Told } from "../ui/explain.ts";
import { bound, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { SecondChoice, type SecondState, useSecond } from "./second-choice.tsx";

function Progress({ step }: { step: Step | null }) {
  return (
    <div class="sign-in-progress" role="status">
      {step && (
        <>
          <progress aria-label={t("sign-in.progress")} />
          <span>{t(`sign-in.step.${step}`)}</span>
        </>
      )}
    </div>
  );
}

function Remember({ on, second }: { on: Signal<boolean>; second: SecondState }) {
  const passkey = second.kind.value === 2;
  if (!passkey && second.kept.value) return null;
  return (
    <CheckBox
      {...ticked(on)}
      label={t(passkey ? "sign-in.remember-passkey" : "sign-in.remember")}
    />
  );
}

function useSignInForm() {
  const name = useSignal("");
  const passphrase = useSignal("");
  const remember = useSignal(true);
  const step = useSignal<Step | null>(null);
  const second = useSecond("");
  const submit = async (): Promise<void> => {
    if (name.value === "" || passphrase.value === "") throw new Told("sign-in.incomplete");
    const source = second.source();
    const keep = { name: name.value, remember: source.kind !== "kept" && remember.value };
    try {
      await signIn({ ...keep, passphrase: passphrase.value, source }, (next) => {
        step.value = next;
      });
      passphrase.value = "";
      second.words.value = "";
    } finally {
      step.value = null;
    }
  };
  return { name, passphrase, remember, step, second, submit };
}

export function SignInForm() {
  const form = useSignInForm();
  const { name, passphrase, remember, second } = form;
  const { busy, error, run } = useAction();
  return (
    <form
      class="sign-in-form"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void run(form.submit);
      }}
    >
      <TextField
        label={t("sign-in.name")}
        value={name.value}
        autocapitalize="none"
        dir="ltr"
        onValue={(value) => {
          name.value = value.trim().toLowerCase();
          void second.look(name.value);
        }}
      />
      <TextField label={t("sign-in.passphrase")} secret dir="ltr" {...bound(passphrase)} />
      <SecondChoice second={second} />
      <Remember on={remember} second={second} />
      <Failure text={error} />
      <Button kind="primary" type="submit" busy={busy}>
        {t("sign-in.submit")}
      </Button>
      <Progress step={form.step.value} />
    </form>
  );
}
