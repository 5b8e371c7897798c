// The entry of the page that sets a site up: words first, then the question whether there is one.

import { render } from "preact";
import { preferred } from "./i18n/i18n.ts";
import { switchLanguage } from "./i18n/switch.ts";
import { look } from "./setup/found.ts";
import { SetupApp } from "./setup/setup-app.tsx";
import { anythingHeld } from "./setup/state.ts";

async function start(root: HTMLElement): Promise<void> {
  await switchLanguage(preferred(navigator.languages)).catch(() => undefined);
  root.replaceChildren();
  render(<SetupApp />, root);
  await look();
}

// Nothing is kept: the browser asks before papers in somebody's hand become worthless.
window.addEventListener("beforeunload", (event) => {
  if (anythingHeld()) event.preventDefault();
});

const root = document.getElementById("desk");
if (root !== null) void start(root);
