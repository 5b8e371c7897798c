// The desk as a whole: bar, demonstration banner, and one screen.

import { AccountScreen } from "../account/account-screen.tsx";
import { AuditScreen } from "../audit/audit-screen.tsx";
import { CaseScreen } from "../cases/case-screen.tsx";
import { CasesScreen } from "../cases/cases-screen.tsx";
import { NewCaseScreen } from "../cases/new-case-screen.tsx";
import { directoryScreen } from "../directory/screens.tsx";
import { FormsScreen } from "../forms/forms-screen.tsx";
import { t } from "../i18n/i18n.ts";
import { InterpreterScreen } from "../interpreter/interpreter-screen.tsx";
import { LockScreen } from "../lock/lock-screen.tsx";
import { MaterialsScreen } from "../materials/materials-screen.tsx";
import { NewcomerScreen } from "../newcomer/newcomer-screen.tsx";
import { PeopleScreen } from "../people/people-screen.tsx";
import { PermissionsScreen } from "../permissions/permissions-screen.tsx";
import { QueueScreen } from "../queue/queue-screen.tsx";
import { ReportsScreen } from "../reports/reports-screen.tsx";
import { ShiftBar } from "../shift/shift-bar.tsx";
import { SignInScreen } from "../sign-in/sign-in-screen.tsx";
import { SiteScreen } from "../site/site-screen.tsx";
import { StatusScreen } from "../status/status-screen.tsx";
import { demo, locked, phase, session } from "../store/session.ts";
import { AUDIT, START, view } from "../store/view.ts";
import { TrainingsScreen } from "../trainings/trainings-screen.tsx";
import { Announcer } from "./announcer.tsx";
import { KeepingLine } from "./keeping-line.tsx";
import { KeyList } from "./key-list.tsx";
import { Alarm, Loading, NoLine, NotSetUp } from "./plain-screens.tsx";
import { TopBar } from "./top-bar.tsx";

/** The screens of those who read what people write. */
function ReadersScreen() {
  const current = view.value;
  if (current.screen === "cases") return <CasesScreen view={current} />;
  if (current.screen === "new-case") return <NewCaseScreen />;
  if (current.screen === "case") return <CaseScreen key={current.id} id={current.id} />;
  if (current.screen === "trainings") return <TrainingsScreen view={current} />;
  return <QueueScreen view={current.screen === "queue" ? current : START} />;
}

/** What the desk itself needs, by role; for readers also what people write. */
function OfficeScreen({ role }: { role: number }) {
  const current = view.value;
  const manages = role === 3 || role === 4;
  if (current.screen === "site" && manages) return <SiteScreen />;
  if (current.screen === "forms" && manages) return <FormsScreen />;
  if (current.screen === "materials" && manages) return <MaterialsScreen />;
  const directory = directoryScreen(current);
  if (directory !== null) return directory;
  const people = ["people", "site", "forms", "materials"].includes(current.screen) || role > 3;
  return people ? <PeopleScreen /> : <ReadersScreen />;
}

function CurrentScreen() {
  const current = view.value;
  const role = session.value?.me.role ?? 0;
  if (current.screen === "permissions") return <PermissionsScreen />;
  if (current.screen === "account") return <AccountScreen />;
  if (role === 5) return <InterpreterScreen />;
  if (current.screen === "reports") return <ReportsScreen />;
  if (current.screen === "status" && role <= 4) return <StatusScreen />;
  if (current.screen === "audit") return <AuditScreen view={current} />;
  if (role === 6) return <AuditScreen view={AUDIT} />;
  return <OfficeScreen role={role} />;
}

function Screen() {
  switch (phase.value) {
    case "loading":
      return <Loading />;
    case "unreachable":
      return <NoLine />;
    case "not-set-up":
      return <NotSetUp />;
    case "invited":
      return <NewcomerScreen />;
    case "sign-in":
      return <SignInScreen />;
    default:
      return <CurrentScreen />;
  }
}

/** A button, not a link: the address never gets a fragment. */
function SkipLink() {
  return (
    <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
      {t("app.skip")}
    </button>
  );
}

/** Nothing of a locked desk is on the page: not hidden, not there. */
function Locked() {
  return (
    <>
      <TopBar />
      <main id="main" tabIndex={-1}>
        <LockScreen />
      </main>
      <Announcer />
    </>
  );
}

export function App() {
  if (phase.value === "alarm") {
    return (
      <>
        {demo.value && (
          <header>
            <p class="demo-banner">{t("app.demo")}</p>
          </header>
        )}
        <main id="main">
          <Alarm />
        </main>
      </>
    );
  }
  if (locked.value && session.value !== null) return <Locked />;
  return (
    <>
      <SkipLink />
      <TopBar />
      {phase.value === "open" && <ShiftBar />}
      <KeepingLine />
      <main id="main" tabIndex={-1}>
        <Screen />
      </main>
      <KeyList />
      <Announcer />
    </>
  );
}
