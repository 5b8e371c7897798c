// Whom to ask onto staff: sign-in name, role, and what colleagues should know. Keys are made by them.

import { useSignal } from "@preact/signals";
import type { About } from "../api/people-calls.ts";
import { t } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { bound, SelectField, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { useAction } from "../ui/use-action.ts";
import { makeInvite } from "../vault/invitation.ts";
import { AboutFields } from "./about-fields.tsx";
import type { Sheet } from "./hand-over.tsx";

const NAME = /^[a-z0-9._-]{2,32}$/;
const NOTHING: About = { display_name: "", languages: [], skills: "", hours: "" };

export function InviteForm({ onMade }: { onMade: (sheet: Sheet) => void }) {
  const name = useSignal("");
  const about = useSignal(NOTHING);
  const role = useSignal("1");
  const { busy, error, run } = useAction();
  const wrong = name.value !== "" && !NAME.test(name.value);
  const ready = NAME.test(name.value) && about.value.display_name.trim() !== "";
  const invite = async (): Promise<void> => {
    const shown = about.value.display_name.trim();
    const asked = { ...about.value, display_name: shown, name: name.value };
    const made = makeInvite({ ...asked, role: Number(role.value) }, location.origin);
    await api.invite(made.call);
    onMade({ name: shown, link: made.link, code: made.code });
  };
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void run(invite);
      }}
    >
      <h2>{t("people.add")}</h2>
      <p>{t("invite.help")}</p>
      <TextField
        label={t("people.name")}
        help={t("people.name-help")}
        error={wrong ? t("people.name-wrong") : ""}
        dir="ltr"
        autocapitalize="none"
        value={name.value}
        onValue={(value) => {
          name.value = value.trim().toLowerCase();
        }}
      />
      <AboutFields {...bound(about)} />
      <SelectField label={t("people.role")} {...bound(role)} options={optionsOf("role")} />
      <p class="field-help">{t(`role-help.${role.value}`)}</p>
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" type="submit" busy={busy} disabled={!ready}>
          {t("invite.make")}
        </Button>
      </div>
    </form>
  );
}
