// Which second secret: a passkey, the words of a card, or the device key that this browser keeps.

import { type Signal, useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { browserPins } from "../store/pins.ts";
import type { SecondSource } from "../store/second.ts";
import { Button } from "../ui/button.tsx";
import { bound, TextArea } from "../ui/field.tsx";
import { passkeysHere } from "../vault/passkey.ts";

export interface SecondState {
  /** 1: device key, 2: passkey. */
  kind: Signal<number>;
  /** This browser keeps the device key of the name that is typed. */
  kept: Signal<boolean>;
  words: Signal<string>;
  /** The name was typed or changed. */
  look: (name: string) => Promise<void>;
  source: () => SecondSource;
}

/** Follow which second secret somebody means; `initial` is a name that is known beforehand. */
export function useSecond(initial: string): SecondState {
  const kind = useSignal(1);
  const kept = useSignal(false);
  const words = useSignal("");
  const asked = useSignal("");
  const look = async (name: string): Promise<void> => {
    asked.value = name;
    const secret = await browserPins.device(name).catch(() => null);
    const known = await browserPins.known(name).catch(() => null);
    if (asked.value === name) {
      kept.value = secret !== null;
      if (known !== null) kind.value = known.method;
    }
    secret?.fill(0);
  };
  if (asked.value === "" && initial !== "") void look(initial);
  const source = (): SecondSource => {
    if (kind.value === 2) return { kind: "passkey" };
    return kept.value ? { kind: "kept" } : { kind: "words", words: words.value };
  };
  return { kind, kept, words, look, source };
}

function Kind({ kind, value, label }: { kind: Signal<number>; value: number; label: string }) {
  return (
    <label class="check">
      <input
        type="radio"
        name="second-kind"
        checked={kind.value === value}
        onChange={() => {
          kind.value = value;
        }}
      />
      <span>{label}</span>
    </label>
  );
}

function DeviceKey({ second }: { second: SecondState }) {
  if (second.kept.value) {
    return (
      <p class="sign-in-known">
        {t("sign-in.device-known")}{" "}
        <Button
          kind="quiet"
          onClick={() => {
            second.kept.value = false;
          }}
        >
          {t("sign-in.device-other")}
        </Button>
      </p>
    );
  }
  return (
    <TextArea
      label={t("sign-in.device")}
      help={t("sign-in.device-help")}
      rows={4}
      {...bound(second.words)}
    />
  );
}

export function SecondChoice({ second }: { second: SecondState }) {
  const passkey = second.kind.value === 2;
  return (
    <>
      <fieldset class="second-kind">
        <legend>{t("second.title")}</legend>
        <Kind kind={second.kind} value={1} label={t("second.device")} />
        <Kind kind={second.kind} value={2} label={t("second.passkey")} />
      </fieldset>
      {!passkey && <DeviceKey second={second} />}
      {passkey && (
        <p class="field-help">{t(passkeysHere() ? "second.passkey-help" : "passkey.none")}</p>
      )}
    </>
  );
}
