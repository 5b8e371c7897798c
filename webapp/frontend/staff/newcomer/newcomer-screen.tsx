// Whoever was asked onto staff, or lost every device: the spoken code (and the passphrase), the card to
// write down, the words to read out.

import { useSignal } from "@preact/signals";
import { t, term } from "../i18n/i18n.ts";
import { Words } from "../people/words.tsx";
import {
  asked,
  card,
  isIn,
  lost,
  openInvite,
  openLost,
  ownWords,
  toSignIn,
} from "../store/newcomer.ts";
import { Button } from "../ui/button.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { usePoll } from "../ui/use-poll.ts";
import { CODE_DIGITS } from "../vault/invitation.ts";
import { CardStep, say } from "./card-step.tsx";

const PACE_MS = 3_000;

function CodeStep() {
  const code = useSignal("");
  const passphrase = useSignal("");
  const { busy, error, run } = useAction();
  const ready = code.value.length === CODE_DIGITS && (!lost.value || passphrase.value !== "");
  const open = () => (lost.value ? openLost(code.value, passphrase.value) : openInvite(code.value));
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void run(open);
      }}
    >
      <ScreenHeading>{say("title")}</ScreenHeading>
      <p>{say("code-help")}</p>
      <TextField
        label={t("newcomer.code")}
        dir="ltr"
        inputMode="numeric"
        value={code.value}
        onValue={(value) => {
          code.value = value.replace(/\D/g, "").slice(0, CODE_DIGITS);
        }}
      />
      {lost.value && (
        <TextField
          label={t("lost.passphrase")}
          help={t("lost.passphrase-help")}
          secret
          dir="ltr"
          {...bound(passphrase)}
        />
      )}
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" type="submit" busy={busy} disabled={!ready}>
          {busy && lost.value ? t("lost.checking") : say("open")}
        </Button>
      </div>
    </form>
  );
}

function WordsStep() {
  const done = useSignal(false);
  usePoll(
    async () => {
      if (!done.value) done.value = await isIn().catch(() => false);
    },
    "invite",
    PACE_MS,
  );
  if (done.value) {
    return (
      <div class="panel">
        <ScreenHeading>{say("in")}</ScreenHeading>
        <p>{say("in-help")}</p>
        <div class="actions">
          <Button kind="primary" onClick={toSignIn}>
            {t("newcomer.to-sign-in")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div class="panel">
      <ScreenHeading>{t("newcomer.words-title")}</ScreenHeading>
      <p>{say("words-help")}</p>
      <Words words={ownWords.value} label={t("newcomer.words-title")} />
      <Notice tone="info" live>
        {t("newcomer.waiting")}
      </Notice>
    </div>
  );
}

export function NewcomerScreen() {
  const who = asked.value;
  return (
    <section class="sheet newcomer">
      {who !== null && (
        <p class="newcomer-who">
          {t("newcomer.who", { name: who.display_name, role: term("role", String(who.role)) })}
        </p>
      )}
      {who === null && <CodeStep />}
      {card.value !== null && who !== null && <CardStep card={card.value} name={who.name} />}
      {ownWords.value.length > 0 && <WordsStep />}
    </section>
  );
}
