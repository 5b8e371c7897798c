// The sound for a new chat: off until an advocate switches it on; switching it on plays it once.

import { t } from "../i18n/i18n.ts";
import { soundOn, switchSound } from "../live/sound.ts";
import { Button } from "../ui/button.tsx";

export function SoundSwitch() {
  const on = soundOn.value;
  return (
    <Button aria-pressed={on} onClick={() => switchSound(!on)}>
      <span aria-hidden="true">{on ? "♪ " : ""}</span>
      {t("shift.sound")}
      <span class="switch-word"> {t(on ? "shift.sound-on" : "shift.sound-off")}</span>
    </Button>
  );
}
