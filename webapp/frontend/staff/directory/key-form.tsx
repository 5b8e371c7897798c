// The key that referrals to an organisation are sealed to; administrators enter it by hand.

import { useSignal } from "@preact/signals";
import { day } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { today } from "../logic/time.ts";
import { api, nameOf, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { nameKey, vouchedKey } from "../vault/organisation-key.ts";
import { keep, keepTheirs } from "./documents.ts";
import { mayNameKey } from "./roles.ts";
import type { Organisation } from "./types.ts";

const named = (org: string, key: string) =>
  key === "" ? null : nameKey(org, key, today(), open().keyring);

/** Whose word holds for the key, or that nobody's does. */
function Word({ it }: { it: Organisation }) {
  if (it.age_recipient === null) return null;
  if (it.key_word === null || vouchedKey(it, open().keyring) === "")
    return <Notice tone="bad">{t("directory.key-unvouched")}</Notice>;
  const by = { name: nameOf(it.key_word.staff_id), day: day(it.key_word.day) };
  return <p class="quiet-line">{t("directory.key-by", by)}</p>;
}

export function KeyForm({ it }: { it: Organisation }) {
  const key = useSignal(it.age_recipient ?? "");
  const { busy, error, run } = useAction();
  const save = (): Promise<void> =>
    run(async () => {
      const wanted = key.value.trim();
      try {
        keep(await api.setOrganisationKey(it.id, it.version, named(it.id, wanted)));
      } catch (reason) {
        keepTheirs(reason);
        throw reason;
      }
      announce(t("directory.key-saved"));
    });
  return (
    <section class="panel">
      <h2>{t("directory.key")}</h2>
      <Word it={it} />
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
