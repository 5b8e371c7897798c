// Single keys as shortcuts, on or off in this browser: who dictates or tires of them needs them off.

import { t } from "../i18n/i18n.ts";
import { keysShown, shortcutsOn, switchShortcuts } from "../store/shortcuts.ts";
import { Button } from "../ui/button.tsx";
import { CheckBox } from "../ui/check.tsx";

export function ShortcutSwitch() {
  return (
    <section class="account-part">
      <h2>{t("keys.choice")}</h2>
      <p>{t("keys.choice-help")}</p>
      <CheckBox
        label={t("keys.on")}
        on={shortcutsOn.value}
        onTick={(on) => void switchShortcuts(on)}
      />
      <div class="actions">
        <Button
          onClick={() => {
            keysShown.value = true;
          }}
        >
          {t("keys.show")}
        </Button>
      </div>
    </section>
  );
}
