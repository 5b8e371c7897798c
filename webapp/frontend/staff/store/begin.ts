// The desk's first question: is the site set up, and is it still the site this browser knows?

import { invited } from "./newcomer.ts";
import { browserPins } from "./pins.ts";
import { alarm, api, demo, phase, raiseAlarm } from "./session.ts";

/** Ask for the site and compare it with the pins; leads to sign-in, set-up notice or alarm. */
export async function begin(): Promise<void> {
  phase.value = "loading";
  try {
    const site = await api.site();
    demo.value = site.demo;
    const pin = await browserPins.root();
    if (pin !== null && (site.site !== pin.site || site.root_vk !== pin.rootVk)) {
      await raiseAlarm("root");
    } else if (alarm.value === "") {
      const start = invited() ? "invited" : "sign-in";
      phase.value = site.set_up ? start : "not-set-up";
    }
  } catch {
    phase.value = "unreachable";
  }
}
