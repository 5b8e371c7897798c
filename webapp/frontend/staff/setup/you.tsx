// The first administrator: names, and a passphrase that the browser draws or that they choose.

import { useSignal } from "@preact/signals";
import { randomBytes } from "../../lib/bytes.ts";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Told } from "../ui/explain.ts";
import { TextField } from "../ui/field.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { drawPassphrase } from "../vault/passphrase.ts";
import { held, step } from "./state.ts";

const NAME = /^[a-z0-9._-]{2,32}$/;
const FEWEST_WORDS = 6;
const FEWEST_CHARACTERS = 20;

/** Long enough that a stolen server does not help whoever guesses. */
export const isLongEnough = (passphrase: string): boolean =>
  passphrase.trim().split(/\s+/).length >= FEWEST_WORDS || passphrase.length >= FEWEST_CHARACTERS;

interface Chosen {
  own: string;
  again: string;
}

function checked({ own, again }: Chosen): string {
  if (own !== own.trim()) throw new Told("setup.passphrase-space");
  if (!isLongEnough(own)) throw new Told("setup.passphrase-help");
  if (own !== again) throw new Told("setup.passphrase-differs");
  return own;
}

function OwnPassphrase({ chosen, onChosen }: { chosen: Chosen; onChosen: (it: Chosen) => void }) {
  return (
    <>
      <TextField
        label={t("setup.passphrase-own")}
        help={t("setup.passphrase-help")}
        secret
        dir="ltr"
        value={chosen.own}
        onValue={(own) => onChosen({ ...chosen, own })}
      />
      <TextField
        label={t("setup.passphrase-again")}
        secret
        dir="ltr"
        value={chosen.again}
        onValue={(again) => onChosen({ ...chosen, again })}
      />
    </>
  );
}

function DrawnPassphrase({ drawn, onAnother }: { drawn: string; onAnother: () => void }) {
  return (
    <div class="field">
      <p>{t("setup.passphrase-drawn")}</p>
      <p class="card mono secret" dir="ltr" lang="en" translate={false}>
        {drawn}
      </p>
      <p class="field-help">{t("setup.passphrase-learn")}</p>
      <div class="actions">
        <Button onClick={onAnother}>{t("setup.draw-again")}</Button>
      </div>
    </div>
  );
}

interface Names {
  name: string;
  displayName: string;
}

function NameFields({ names, onNames }: { names: Names; onNames: (it: Names) => void }) {
  return (
    <>
      <TextField
        label={t("people.display-name")}
        dir="auto"
        value={names.displayName}
        onValue={(displayName) => onNames({ ...names, displayName })}
      />
      <TextField
        label={t("people.name")}
        help={t("people.name-help")}
        dir="ltr"
        autocapitalize="none"
        value={names.name}
        onValue={(name) => onNames({ ...names, name: name.trim().toLowerCase() })}
      />
    </>
  );
}

export function You() {
  const names = useSignal<Names>({ name: "", displayName: "" });
  const drawn = useSignal<string | null>(drawPassphrase());
  const chosen = useSignal<Chosen>({ own: "", again: "" });
  const { error, run } = useAction();
  const go = async (): Promise<void> => {
    const { name, displayName } = names.value;
    if (displayName.trim() === "") throw new Told("setup.name-missing");
    if (!NAME.test(name)) throw new Told("people.name-wrong");
    held.passphrase = drawn.value ?? checked(chosen.value);
    held.name = name;
    held.displayName = displayName.trim();
    held.device ??= randomBytes(32);
    step.value = "card";
  };
  return (
    <form
      class="sheet"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void run(go);
      }}
    >
      <ScreenHeading>{t("setup.you-title")}</ScreenHeading>
      <NameFields
        names={names.value}
        onNames={(it) => {
          names.value = it;
        }}
      />
      {drawn.value === null ? (
        <OwnPassphrase
          chosen={chosen.value}
          onChosen={(it) => {
            chosen.value = it;
          }}
        />
      ) : (
        <DrawnPassphrase
          drawn={drawn.value}
          onAnother={() => {
            drawn.value = drawPassphrase();
          }}
        />
      )}
      <Button
        kind="quiet"
        onClick={() => {
          drawn.value = drawn.value === null ? drawPassphrase() : null;
        }}
      >
        {t(drawn.value === null ? "setup.draw" : "setup.choose")}
      </Button>
      <Notice tone="info">{t("setup.passphrase-apart")}</Notice>
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" type="submit">
          {t("setup.next")}
        </Button>
      </div>
    </form>
  );
}
