// In small letters: which way words travel at the moment.

import { t } from "../i18n/i18n.ts";
import { lineState } from "../live/line.ts";

export function LineNote() {
  const state = lineState.value;
  if (state === "off") return null;
  return <small class={`line-note ${state}`}>{t(`line.${state}`)}</small>;
}
