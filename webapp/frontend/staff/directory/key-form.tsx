// The key that referrals to an organisation are sealed to; administrators enter it by hand.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { keep, keepTheirs } from "./documents.ts";
import { mayNameKey } from "./roles.ts";
import type { Organisation } from "./types.ts";

export function KeyForm({ it }: { it: Organisation }) {
  const key = useSignal(it.age_recipient ?? "");
  const { busy, error, run } = useAction();
  const save = (): Promise<void> =>
    run(async () => {
      const wanted = key.value.trim();
      try {
        keep(await api.setOrganisationKey(it.id, it.version, wanted === "" ? null : wanted));
      } catch (reason) {
        keepTheirs(reason);
        throw reason;
      }
      announce(t("directory.key-saved"));
    });
  return (
    <section class="panel">
      <h2>{t("directory.key")}</h2>
      {mayNameKey() ? (
        <>
          <TextField
            label={t("directory.key-field")}
            help={t("directory.key-help")}
            dir="ltr"
            autocapitalize="none"
            {...bound(key)}
          />
          <Failure text={error} />
          <div class="actions">
            <Button busy={busy} onClick={() => void save()}>
              {t("directory.key-save")}
            </Button>
          </div>
        </>
      ) : (
        <p class="key" dir="ltr">
          {it.age_recipient ?? t("directory.key-none")}
        </p>
      )}
    </section>
  );
}
