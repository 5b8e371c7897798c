// The page on which a real site is set up, one step at a time.

import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { deviceKeyWords } from "../../lib/devicekey.ts";
import { fingerprintWords } from "../../lib/fingerprint.ts";
import { LanguageSwitch } from "../app/language-switch.tsx";
import { t } from "../i18n/i18n.ts";
import { Done, Exists, Failed, Lost, NoAnswer, Sending, Taken } from "./ends.tsx";
import { send } from "./found.ts";
import { Fingerprint, FromFile } from "./from-file.tsx";
import { AnotherCode, Start } from "./start.tsx";
import { demo, held, type Step, step } from "./state.ts";
import { WordSheet } from "./word-sheet.tsx";
import { You } from "./you.tsx";

const Loading = () => <p role="status">{t("app.loading")}</p>;

const NUMBERED: readonly Step[] = ["root", "recovery", "you", "card"];

const points = (name: string): string[] => [1, 2, 3].map((n) => t(`setup.${name}-do-${n}`));

const next = (to: Step) => () => {
  step.value = to;
};

function RootSheet() {
  const { office, rootVk } = held;
  if (office === null || rootVk === null) return null;
  return (
    <WordSheet
      key="root"
      title={t("setup.root-title")}
      what={t("setup.root-what")}
      todo={points("root")}
      words={deviceKeyWords(office.rootSeed).split(" ")}
      onDone={next("recovery")}
    >
      <h2>{t("setup.fingerprint")}</h2>
      <p>{t("setup.fingerprint-help")}</p>
      <Fingerprint words={fingerprintWords(rootVk, english)} />
    </WordSheet>
  );
}

function RecoverySheet() {
  const { office, rootVk } = held;
  if (office === null || rootVk === null) return null;
  return (
    <WordSheet
      key="recovery"
      title={t("setup.recovery-title")}
      what={t("setup.recovery-what")}
      todo={points("recovery")}
      words={deviceKeyWords(office.recoverySeed).split(" ")}
      onDone={next("you")}
    >
      <h2>{t("setup.fingerprint")}</h2>
      <Fingerprint words={fingerprintWords(rootVk, english)} />
    </WordSheet>
  );
}

function CardSheet() {
  const { device, name } = held;
  if (device === null) return null;
  return (
    <WordSheet
      key="card"
      title={t("setup.card-title")}
      what={t("setup.card-what", { name })}
      todo={points("card")}
      words={deviceKeyWords(device).split(" ")}
      onDone={() => void send()}
    />
  );
}

const SCREENS: Readonly<Record<Step, () => preact.JSX.Element | null>> = {
  loading: Loading,
  unreachable: NoAnswer,
  exists: Exists,
  start: Start,
  file: FromFile,
  root: RootSheet,
  recovery: RecoverySheet,
  you: You,
  card: CardSheet,
  sending: Sending,
  lost: Lost,
  code: AnotherCode,
  failed: Failed,
  taken: Taken,
  done: Done,
};

export function SetupApp() {
  const Screen = SCREENS[step.value];
  const at = NUMBERED.indexOf(step.value) + 1;
  return (
    <>
      <header>
        <div class="top-bar">
          <span class="brand">
            <span class="brand-mark" aria-hidden="true" />
            {t("app.brand")}
          </span>
          {at > 0 && <span class="quiet-line">{t("setup.step", { n: at, all: 4 })}</span>}
          <div class="top-bar-end">
            <LanguageSwitch />
          </div>
        </div>
        {demo.value && <p class="demo-banner">{t("app.demo")}</p>}
      </header>
      <main id="main" tabIndex={-1}>
        <Screen key={step.value} />
      </main>
    </>
  );
}
