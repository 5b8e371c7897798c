// The bar above every screen: where to go, who is signed in, language, the way out.

import { t } from "../i18n/i18n.ts";
import { lock } from "../store/lock.ts";
import { demo, locked, session, signOut } from "../store/session.ts";
import { AUDIT, go, START, type View, view } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { LanguageSwitch } from "./language-switch.tsx";

function NavButton({ to, on, label }: { to: View; on: boolean; label: string }) {
  return (
    <button
      type="button"
      class="nav-button"
      aria-current={on ? "page" : undefined}
      onClick={() => go(to)}
    >
      {label}
    </button>
  );
}

function Navigation({ role }: { role: number }) {
  const screen = view.value.screen;
  const reads = role <= 3;
  const manages = role === 3 || role === 4;
  const audits = manages || role === 2 || role === 6;
  return (
    <nav class="nav" aria-label={t("nav.label")}>
      {role === 5 && (
        <NavButton to={START} on={screen === "queue"} label={t("interpreter.conversations")} />
      )}
      {reads && <NavButton to={START} on={screen === "queue"} label={t("nav.queue")} />}
      {reads && (
        <NavButton
          to={{ screen: "cases", status: "", page: 0 }}
          on={screen === "cases" || screen === "case" || screen === "new-case"}
          label={t("nav.cases")}
        />
      )}
      {(manages || role === 2) && (
        <NavButton to={{ screen: "people" }} on={screen === "people"} label={t("nav.people")} />
      )}
      {audits && (
        <NavButton
          to={AUDIT}
          on={screen === "audit" || (role === 6 && screen === "queue")}
          label={t("nav.audit")}
        />
      )}
      <NavButton
        to={{ screen: "permissions" }}
        on={screen === "permissions"}
        label={t("nav.permissions")}
      />
      <NavButton to={{ screen: "account" }} on={screen === "account"} label={t("nav.account")} />
      {manages && (
        <NavButton to={{ screen: "site" }} on={screen === "site"} label={t("nav.site")} />
      )}
    </nav>
  );
}

function Bar() {
  const me = session.value?.me;
  return (
    <div class="top-bar">
      <span class="brand">
        <span class="brand-mark" aria-hidden="true" />
        {t("app.brand")}
      </span>
      {me && !locked.value && <Navigation role={me.role} />}
      <div class="top-bar-end">
        <LanguageSwitch />
        {me && <bdi class="me">{me.displayName}</bdi>}
        {me && !locked.value && (
          <>
            <Button aria-keyshortcuts="Control+Shift+L" onClick={() => void lock()}>
              {t("lock.now")}
            </Button>
            <Button onClick={() => void signOut()}>{t("action.sign-out")}</Button>
          </>
        )}
      </div>
    </div>
  );
}

export function TopBar() {
  return (
    <header>
      <Bar />
      {demo.value && <p class="demo-banner">{t("app.demo")}</p>}
    </header>
  );
}
