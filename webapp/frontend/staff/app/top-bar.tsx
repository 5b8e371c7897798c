// The bar above every screen: where to go, who is signed in, language, the way out.

import { t } from "../i18n/i18n.ts";
import { lock } from "../store/lock.ts";
import { demo, locked, type Me, session, signOut } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { BarMenu } from "./bar-menu.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { hereOf, Navigation } from "./navigation.tsx";

function Brand() {
  return (
    <span class="brand">
      <span class="brand-mark" aria-hidden="true" />
      <span class="brand-name">{t("app.brand")}</span>
    </span>
  );
}

/** Before sign-in, and while the desk is locked: no way leads anywhere. */
function ShutBar() {
  return (
    <div class="top-bar">
      <Brand />
      <div class="top-bar-end">
        <LanguageSwitch />
      </div>
    </div>
  );
}

/** The lock stays in reach on every screen: whoever needs it has no time to look for it. */
function OpenBar({ me }: { me: Me }) {
  return (
    <div class="top-bar menu-bar">
      <Brand />
      <BarMenu here={hereOf(me.role)}>
        {(chosen) => (
          <>
            <Navigation role={me.role} chosen={chosen} />
            <div class="top-bar-end">
              <LanguageSwitch />
              <bdi class="me">{me.displayName}</bdi>
              <Button onClick={() => void signOut()}>{t("action.sign-out")}</Button>
            </div>
          </>
        )}
      </BarMenu>
      <Button class="lock-button" aria-keyshortcuts="Control+Shift+L" onClick={() => void lock()}>
        {t("lock.now")}
      </Button>
    </div>
  );
}

export function TopBar() {
  const me = session.value?.me;
  return (
    <header>
      {me !== undefined && !locked.value ? <OpenBar me={me} /> : <ShutBar />}
      {demo.value && <p class="demo-banner">{t("app.demo")}</p>}
    </header>
  );
}
