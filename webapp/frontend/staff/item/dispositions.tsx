// How an item ended: both rows of dispositions, each under its name.

import { t, term } from "../i18n/i18n.ts";
import { CASE_DISPOSITIONS, DISPOSITION_GROUPS } from "../logic/terms.ts";

interface Props {
  chosen: string;
  onChosen: (code: string) => void;
  /** Whether a case came of it: then it may also have ended so. */
  linked?: boolean;
}

export function Dispositions({ chosen, onChosen, linked = false }: Props) {
  return DISPOSITION_GROUPS.map((group, index) => (
    <fieldset key={group.key} class="checks">
      <legend>{t(`item.close-${group.key}`)}</legend>
      <div class="checks-list">
        {[...(linked && index === 0 ? CASE_DISPOSITIONS : []), ...group.codes].map((code) => (
          <label key={code} class="check">
            <input
              type="radio"
              name="disposition"
              checked={chosen === code}
              onChange={() => onChosen(code)}
            />
            <span>{term("disposition", code)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  ));
}
