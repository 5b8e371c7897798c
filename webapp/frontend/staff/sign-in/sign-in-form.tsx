// Name, passphrase and device key: the form before the desk, and over it when a session ended.

import { type Signal, useSignal } from "@preact/signals";
import { deviceKeyFromWords } from "../../lib/devicekey.ts";
import { t } from "../i18n/i18n.ts";
import { browserPins } from "../store/pins.ts";
import { type Step, signIn } from "../store/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { Told } from "../ui/explain.ts";
import { TextArea, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

interface Props {
  /** The only name that may sign in (a session that ended), or empty. */
  fixedName?: string;
}

const setting =
  <T,>(target: Signal<T>) =>
  (value: T): void => {
    target.value = value;
  };

function useKnownDevice(initial: string) {
  const known = useSignal(false);
  const asked = useSignal("");
  const look = async (name: string): Promise<void> => {
    asked.value = name;
    const secret = await browserPins.device(name).catch(() => null);
    if (asked.value === name) known.value = secret !== null;
    secret?.fill(0);
  };
  if (asked.value === "" && initial !== "") void look(initial);
  return { known, look };
}

async function deviceOf(name: string, known: boolean, words: string): Promise<Uint8Array> {
  const kept = known ? await browserPins.device(name) : null;
  if (kept !== null) return kept;
  try {
    return deviceKeyFromWords(words);
  } catch {
    throw new Told("sign-in.device-wrong");
  }
}

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

interface DeviceProps {
  known: boolean;
  words: string;
  remember: boolean;
  onWords: (words: string) => void;
  onRemember: (remember: boolean) => void;
  onOther: () => void;
}

function DeviceKey({ known, words, remember, onWords, onRemember, onOther }: DeviceProps) {
  if (known) {
    return (
      <p class="sign-in-known">
        {t("sign-in.device-known")}{" "}
        <Button kind="quiet" onClick={onOther}>
          {t("sign-in.device-other")}
        </Button>
      </p>
    );
  }
  return (
    <>
      <TextArea
        label={t("sign-in.device")}
        help={t("sign-in.device-help")}
        rows={4}
        value={words}
        onValue={onWords}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={remember}
          onChange={(event) => onRemember(event.currentTarget.checked)}
        />
        <span>{t("sign-in.remember")}</span>
      </label>
    </>
  );
}

function useSignInForm(fixedName: string) {
  const name = useSignal(fixedName);
  const passphrase = useSignal("");
  const words = useSignal("");
  const remember = useSignal(true);
  const step = useSignal<Step | null>(null);
  const { known, look } = useKnownDevice(fixedName);
  const submit = async (): Promise<void> => {
    if (name.value === "" || passphrase.value === "") throw new Told("sign-in.incomplete");
    const device = await deviceOf(name.value, known.value, words.value);
    const keep = { name: name.value, remember: !known.value && remember.value };
    try {
      await signIn({ ...keep, passphrase: passphrase.value, device }, (next) => {
        step.value = next;
      });
      passphrase.value = "";
      words.value = "";
    } finally {
      step.value = null;
      device.fill(0);
    }
  };
  return { name, passphrase, words, remember, step, known, look, submit };
}

export function SignInForm({ fixedName = "" }: Props) {
  const form = useSignInForm(fixedName);
  const { name, passphrase, words, remember, known } = form;
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
        readOnly={fixedName !== ""}
        dir="ltr"
        onValue={(value) => {
          name.value = value.trim().toLowerCase();
          void form.look(name.value);
        }}
      />
      <TextField
        label={t("sign-in.passphrase")}
        secret
        dir="ltr"
        value={passphrase.value}
        onValue={setting(passphrase)}
      />
      <DeviceKey
        known={known.value}
        words={words.value}
        remember={remember.value}
        onWords={setting(words)}
        onRemember={setting(remember)}
        onOther={() => setting(known)(false)}
      />
      <Failure text={error} />
      <Button kind="primary" type="submit" busy={busy}>
        {t("sign-in.submit")}
      </Button>
      <Progress step={form.step.value} />
    </form>
  );
}
