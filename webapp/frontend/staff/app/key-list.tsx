// The list of keys that do something by themselves, and where to switch them off.

import { t } from "../i18n/i18n.ts";
import { KEYS } from "../logic/shortcuts.ts";
import { keysShown } from "../store/shortcuts.ts";
import { Dialog } from "../ui/dialog.tsx";

export function KeyList() {
  if (!keysShown.value) return null;
  const close = (): void => {
    keysShown.value = false;
  };
  return (
    <Dialog title={t("keys.title")} onClose={close}>
      <p>{t("keys.help")}</p>
      <dl class="keys">
        {KEYS.map(({ keys, command }) => (
          <div key={command}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} dir="ltr">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{t(`keys.${command}`)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd dir="ltr">Enter</kbd>
          </dt>
          <dd>{t("keys.open")}</dd>
        </div>
      </dl>
    </Dialog>
  );
}
