// One small line while this browser works on the desk's keys, and what is about to end among them.

import { t } from "../i18n/i18n.ts";
import { KeyState } from "../people/key-state.tsx";
import { keeping } from "../store/keeping.ts";
import { phase, session } from "../store/session.ts";
import { view } from "../store/view.ts";

export function KeepingLine() {
  if (phase.value !== "open" || session.value === null) return null;
  const { role } = session.value.me;
  const now = keeping.value;
  const elsewhere = view.value.screen !== "people" && role <= 3;
  return (
    <div class="keeping" aria-live="polite">
      {now !== null && (
        <p class="keeping-line">{t(`keeping.${now.work}`, { done: now.done, total: now.total })}</p>
      )}
      {elsewhere && <KeyState />}
    </div>
  );
}
