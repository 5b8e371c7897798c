// Several of a list: checkboxes in a named group, wide enough to hit on a phone.

import { CheckBox } from "./check.tsx";
import type { Option } from "./field.tsx";

interface Props {
  legend: string;
  options: readonly Option[];
  chosen: readonly string[];
  onChosen: (chosen: string[]) => void;
}

export function CheckGroup({ legend, options, chosen, onChosen }: Props) {
  const toggle = (value: string, on: boolean): void =>
    onChosen(on ? [...chosen, value] : chosen.filter((it) => it !== value));
  return (
    <fieldset class="checks">
      <legend>{legend}</legend>
      <div class="checks-list">
        {options.map((option) => (
          <CheckBox
            key={option.value}
            label={option.label}
            on={chosen.includes(option.value)}
            onTick={(on) => toggle(option.value, on)}
          />
        ))}
      </div>
    </fieldset>
  );
}
