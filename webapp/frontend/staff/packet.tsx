// The entry of the page behind a referral's link; whoever opens it is no member of staff.

import { render } from "preact";
import { preferred } from "./i18n/i18n.ts";
import { switchLanguage } from "./i18n/switch.ts";
import { openingOf, secretIn } from "./packet/fetching.ts";
import { PacketApp } from "./packet/packet-app.tsx";

async function start(root: HTMLElement): Promise<void> {
  await switchLanguage(preferred(navigator.languages)).catch(() => undefined);
  const secret = secretIn(location.hash);
  // Neither history nor whoever looks over a shoulder has the link from here on.
  history.replaceState(history.state, "", location.pathname);
  root.replaceChildren();
  render(<PacketApp opening={secret === null ? null : openingOf(secret)} />, root);
}

const root = document.getElementById("desk");
if (root !== null) void start(root);
