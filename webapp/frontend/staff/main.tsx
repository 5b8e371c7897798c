// The desk's entry: words first, then the screen; everything else waits for sign-in.

import { render } from "preact";
import { App } from "./app/app.tsx";
import { preferred } from "./i18n/i18n.ts";
import { switchLanguage } from "./i18n/switch.ts";
import { followSession } from "./live/start.ts";
import { watchAudit } from "./store/audit-watch.ts";
import { followBack, forgetBack } from "./store/back.ts";
import { begin } from "./store/begin.ts";
import { anythingTyped } from "./store/drafts.ts";
import { keepKeysAlways } from "./store/keeping.ts";
import { hasLeft } from "./store/left.ts";
import { followInvites } from "./store/newcomer.ts";
import { atWipe, session } from "./store/session.ts";
import { watchShortcuts } from "./store/shortcuts.ts";
import { watchIdle } from "./store/watch-idle.ts";

async function start(root: HTMLElement): Promise<void> {
  // Without its catalogue the screen would show message ids: still better than an empty page.
  await switchLanguage(preferred(navigator.languages)).catch(() => undefined);
  root.replaceChildren();
  followSession();
  watchAudit();
  watchIdle();
  watchShortcuts();
  followBack();
  keepKeysAlways();
  followInvites();
  atWipe(forgetBack);
  render(<App />, root);
  await begin();
}

// Leaving the page ends the session and loses what is typed: the browser asks first.
window.addEventListener("beforeunload", (event) => {
  if (session.value !== null || anythingTyped() || hasLeft.value) event.preventDefault();
});

const root = document.getElementById("desk");
if (root !== null) void start(root);
