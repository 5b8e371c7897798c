// My account: what I sign in with, where I am signed in, my passphrase, and when the desk locks.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { AccountAnswer } from "../api/account-calls.ts";
import { t } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { explain } from "../ui/explain.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure } from "../ui/notice.tsx";
import { AddMethod } from "./add-method.tsx";
import { ChangePassphrase } from "./change-passphrase.tsx";
import { LockChoice } from "./lock-choice.tsx";
import { MethodList } from "./method-list.tsx";
import { SessionList } from "./session-list.tsx";
import { ShortcutSwitch } from "./shortcut-switch.tsx";

export interface Account {
  answer: Signal<AccountAnswer | null>;
  error: Signal<string>;
  reload: () => Promise<void>;
}

function useAccount(): Account {
  const answer = useSignal<AccountAnswer | null>(null);
  const error = useSignal("");
  const reload = async (): Promise<void> => {
    try {
      answer.value = await api.account();
      error.value = "";
    } catch (reason) {
      error.value = explain(reason);
    }
  };
  useEffect(() => void reload(), []);
  return { answer, error, reload };
}

export function AccountScreen() {
  const account = useAccount();
  const answer = account.answer.value;
  return (
    <section class="sheet account">
      <ScreenHeading>{t("account.title")}</ScreenHeading>
      <Failure text={account.error.value} />
      {answer !== null && (
        <>
          <MethodList methods={answer.methods} onChanged={account.reload} />
          <AddMethod onAdded={account.reload} />
          <ChangePassphrase
            methods={answer.methods}
            onChanged={(next) => {
              account.answer.value = next;
            }}
          />
          <SessionList sessions={answer.sessions} onChanged={account.reload} />
        </>
      )}
      <LockChoice />
      <ShortcutSwitch />
    </section>
  );
}
