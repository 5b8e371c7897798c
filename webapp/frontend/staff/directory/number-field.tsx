// A number that may be missing; what is no number is said so, and kept from being saved.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { TextField } from "../ui/field.tsx";

interface Props {
  label: string;
  help?: string;
  value: number | null;
  onNumber: (value: number | null) => void;
}

/** The number that is typed; NaN for what is none. Digits of every script that the desk has count. */
export function numberOf(text: string): number | null {
  const plain = text
    .trim()
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[,\u066b]/, ".");
  return plain === "" ? null : Number(plain);
}

export function NumberField({ label, help = "", value, onNumber }: Props) {
  const text = useSignal(value === null || Number.isNaN(value) ? "" : String(value));
  return (
    <TextField
      label={label}
      help={help}
      error={Number.isNaN(value) ? t("directory.wrong.number") : ""}
      dir="ltr"
      inputMode="decimal"
      value={text.value}
      onValue={(next) => {
        text.value = next;
        onNumber(numberOf(next));
      }}
    />
  );
}
