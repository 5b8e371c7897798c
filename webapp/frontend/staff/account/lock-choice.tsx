// After how many minutes without a touch the desk locks, in this browser.

import { t } from "../i18n/i18n.ts";
import { lock } from "../store/lock.ts";
import { CHOICES, chooseLockMinutes, lockMinutes } from "../store/watch-idle.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/field.tsx";

export function LockChoice() {
  return (
    <section class="account-part">
      <h2>{t("lock.choice")}</h2>
      <p>{t("lock.choice-help")}</p>
      <SelectField
        label={t("lock.after")}
        value={String(lockMinutes.value)}
        options={CHOICES.map((n) => ({ value: String(n), label: t("lock.minutes", { n }) }))}
        onValue={(value) => void chooseLockMinutes(Number(value))}
      />
      <div class="actions">
        <Button onClick={() => void lock()}>{t("lock.now")}</Button>
      </div>
    </section>
  );
}
