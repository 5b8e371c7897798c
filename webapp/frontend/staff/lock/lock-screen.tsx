// What a locked desk shows: nothing of anybody's, how many wait, and the way back in.

import { useSignal } from "@preact/signals";
import { METHOD_PASSKEY } from "../../lib/staff.ts";
import { t } from "../i18n/i18n.ts";
import { waitingCount } from "../live/waiting.ts";
import { open, signOut } from "../store/session.ts";
import { unlockByPasskey, unlockByPassphrase } from "../store/unlock.ts";
import { Button } from "../ui/button.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { type Action, useAction } from "../ui/use-action.ts";

function ByPassphrase({ action }: { action: Action }) {
  const passphrase = useSignal("");
  const unlock = async (): Promise<void> => {
    const typed = passphrase.value;
    passphrase.value = "";
    await unlockByPassphrase(typed);
  };
  return (
    <form
      class="sign-in-form"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(unlock);
      }}
    >
      <TextField label={t("sign-in.passphrase")} secret dir="ltr" {...bound(passphrase)} />
      <Failure text={action.error} />
      <Button kind="primary" type="submit" busy={action.busy}>
        {t(action.busy ? "lock.unlocking" : "lock.unlock")}
      </Button>
    </form>
  );
}

function ByPasskey({ action }: { action: Action }) {
  return (
    <div class="sign-in-form">
      <Failure text={action.error} />
      <Button kind="primary" busy={action.busy} onClick={() => void action.run(unlockByPasskey)}>
        {t(action.busy ? "lock.unlocking" : "lock.unlock-passkey")}
      </Button>
    </div>
  );
}

export function LockScreen() {
  const action = useAction();
  const { me, lock } = open();
  const count = waitingCount.value;
  const passkey = lock.method === METHOD_PASSKEY;
  return (
    <div class="door lock">
      <ScreenHeading>{t("lock.title")}</ScreenHeading>
      <p class="door-lead">
        {t(passkey ? "lock.lead-passkey" : "lock.lead", { name: me.displayName })}
      </p>
      {count > 0 && (
        <Notice tone="warn" live>
          {t("lock.waiting", { n: count })}
        </Notice>
      )}
      {passkey ? <ByPasskey action={action} /> : <ByPassphrase action={action} />}
      <p class="field-help">{t("lock.sign-out-help")}</p>
      <Button onClick={() => void signOut()}>{t("action.sign-out")}</Button>
    </div>
  );
}
