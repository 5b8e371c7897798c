// One box to tick, with its label.

import type { Signal } from "@preact/signals";

interface CheckBoxProps {
  label: string;
  on: boolean;
  onTick: (on: boolean) => void;
}

export function CheckBox({ label, on, onTick }: CheckBoxProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => onTick(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

/** A box's state in a signal: what it shows, and what ticking it changes. */
export const ticked = (on: Signal<boolean>) => ({
  on: on.value,
  onTick: (now: boolean) => {
    on.value = now;
  },
});
