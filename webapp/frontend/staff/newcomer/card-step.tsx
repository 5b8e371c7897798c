// Passphrase and device key, drawn by the machine and shown once: first to write down or print, then
// two of them are asked for. Whoever keeps their passphrase gets a device key only.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { bringKeys, type Card, lost } from "../store/newcomer.ts";
import { Button } from "../ui/button.tsx";
import { CheckBox, ticked } from "../ui/check.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

/** The place of the word that is asked for: not the first, which anybody remembers. */
const ASKED_PLACE = 17;

/** The text for a newcomer, or the one for somebody who lost every device. */
export const say = (id: string): string => t(`${lost.value ? "lost" : "newcomer"}.${id}`);

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, " ");

function Sheet({ card, name }: { card: Card; name: string }) {
  return (
    <dl class="card">
      <dt>{t("sign-in.name")}</dt>
      <dd class="mono" dir="ltr">
        {name}
      </dd>
      {card.passphrase !== null && (
        <>
          <dt>{t("sign-in.passphrase")}</dt>
          <dd class="mono secret" dir="ltr">
            {card.passphrase}
          </dd>
        </>
      )}
      <dt>{t("sign-in.device")}</dt>
      <dd dir="ltr">
        <ol class="words">
          {card.deviceWords.map((word, index) => (
            <li key={index}>{word}</li>
          ))}
        </ol>
      </dd>
    </dl>
  );
}

function Check({ card, onBack }: { card: Card; onBack: () => void }) {
  const passphrase = useSignal("");
  const word = useSignal("");
  const remember = useSignal(true);
  const { busy, error, run } = useAction();
  const own = card.passphrase === null;
  const right =
    (own || plain(passphrase.value) === card.passphrase) &&
    plain(word.value) === card.deviceWords[ASKED_PLACE - 1];
  const typed = (own || passphrase.value !== "") && word.value !== "";
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (right) void run(() => bringKeys(remember.value));
      }}
    >
      <ScreenHeading>{say("check-title")}</ScreenHeading>
      {!own && (
        <TextField
          label={t("sign-in.passphrase")}
          dir="ltr"
          autocapitalize="none"
          {...bound(passphrase)}
        />
      )}
      <TextField
        label={t("newcomer.check-word", { place: ASKED_PLACE })}
        dir="ltr"
        autocapitalize="none"
        error={typed && !right ? t("newcomer.check-wrong") : ""}
        {...bound(word)}
      />
      <CheckBox {...ticked(remember)} label={t("sign-in.remember")} />
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" type="submit" busy={busy} disabled={!right}>
          {t(busy ? "newcomer.making" : "newcomer.make")}
        </Button>
        <Button onClick={onBack}>{say("back")}</Button>
      </div>
    </form>
  );
}

export function CardStep({ card, name }: { card: Card; name: string }) {
  const written = useSignal(false);
  const set = (value: boolean) => () => {
    written.value = value;
  };
  if (written.value) return <Check card={card} onBack={set(false)} />;
  return (
    <div class="hand-over">
      <ScreenHeading>{say("card-title")}</ScreenHeading>
      <Notice tone="warn">{say("card-once")}</Notice>
      <Sheet card={card} name={name} />
      <p>{say("card-apart")}</p>
      <div class="actions no-print">
        <Button kind="primary" onClick={set(true)}>
          {say("written")}
        </Button>
        <Button onClick={() => window.print()}>{t("newcomer.print")}</Button>
      </div>
    </div>
  );
}
