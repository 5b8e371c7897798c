// How it ended, or why it did not yet: each of these screens says what the papers are worth now.

import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import type { ComponentChildren } from "preact";
import { fingerprintWords } from "../../lib/fingerprint.ts";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Notice } from "../ui/notice.tsx";
import { look, send } from "./found.ts";
import { Fingerprint } from "./from-file.tsx";
import { failure, held } from "./state.ts";

function Told({ name, children }: { name: string; children?: ComponentChildren }) {
  return (
    <section class="sheet">
      <ScreenHeading>{t(`setup.${name}-title`)}</ScreenHeading>
      <p>{t(`setup.${name}-help`)}</p>
      {children}
    </section>
  );
}

const ToDesk = () => (
  <p>
    <a class="button primary" href="/">
      {t("setup.to-desk")}
    </a>
  </p>
);

export function Sending() {
  return (
    <section class="sheet">
      <ScreenHeading>{t("setup.sending-title")}</ScreenHeading>
      <p role="status">
        <progress aria-label={t("setup.sending-title")} /> {t("setup.sending-help")}
      </p>
    </section>
  );
}

export function Lost() {
  return (
    <Told name="lost">
      <Button kind="primary" onClick={() => void send()}>
        {t("setup.again")}
      </Button>
    </Told>
  );
}

export function Failed() {
  return (
    <Told name="failed">
      <Notice tone="bad">{failure.value}</Notice>
      <Button kind="primary" onClick={() => void send()}>
        {t("setup.again")}
      </Button>
    </Told>
  );
}

export const Taken = () => <Told name="taken" />;

export function Exists() {
  return (
    <Told name="exists">
      <ToDesk />
    </Told>
  );
}

export function NoAnswer() {
  return (
    <section class="sheet">
      <ScreenHeading>{t("app.unreachable")}</ScreenHeading>
      <p>{t("app.unreachable-help")}</p>
      <Button kind="primary" onClick={() => void look()}>
        {t("action.retry")}
      </Button>
    </section>
  );
}

export function Done() {
  return (
    <section class="sheet">
      <ScreenHeading>{t("setup.done-title")}</ScreenHeading>
      <Notice tone="good">{t("setup.done-forgot")}</Notice>
      <ol class="todo">
        <li>{t("setup.done-sign-in", { name: held.name })}</li>
        <li>{t("setup.done-settings")}</li>
        <li>{t("setup.done-people")}</li>
        <li>{t("setup.done-papers")}</li>
      </ol>
      <h2>{t("setup.fingerprint")}</h2>
      <p>{t("setup.fingerprint-help")}</p>
      {held.rootVk && <Fingerprint words={fingerprintWords(held.rootVk, english)} />}
      <ToDesk />
    </section>
  );
}
