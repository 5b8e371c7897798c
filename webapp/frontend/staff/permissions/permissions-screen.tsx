// Who may do what, from the very tables by which the server decides, in words.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { PermissionsAnswer } from "../api/audit-calls.ts";
import { terms } from "../i18n/format.ts";
import { known, t, term } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { SelectField } from "../ui/field.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { SchedulePanel } from "./schedule-panel.tsx";

type Permission = PermissionsAnswer["permissions"][number];

const words = (id: string, code: string): string => (known(id) ? t(id) : code);

function Act({ act, only }: Permission["acts"][number]) {
  return (
    <li>
      {words(`act.${act}`, act)}
      {only !== "anybody" && <span class="only">{words(`only.${only}`, only)}</span>}
    </li>
  );
}

function PermissionView({ permission, roles, acts }: Permission) {
  return (
    <li class="row permission">
      <h2>{words(`permission.${permission}`, permission)}</h2>
      <p>
        <span class="quiet-line">{t("permissions.who")}</span> {terms("role", roles.map(String))}
      </p>
      <ul class="acts">
        {acts.map((it) => (
          <Act key={it.act} {...it} />
        ))}
      </ul>
    </li>
  );
}

export function PermissionsScreen() {
  const answer = useSignal<PermissionsAnswer | null>(null);
  const role = useSignal("");
  const { error, run } = useAction();
  useEffect(() => {
    void run(async () => {
      answer.value = await api.permissions();
    });
  }, []);
  const shown = (answer.value?.permissions ?? []).filter(
    ({ roles }) => role.value === "" || roles.includes(Number(role.value)),
  );
  const roles = (answer.value?.roles ?? []).map(String);
  return (
    <section class="sheet">
      <ScreenHeading>{t("nav.permissions")}</ScreenHeading>
      <p>{t("permissions.help")}</p>
      <Failure text={error} />
      {answer.value === null && error === "" && <p class="quiet-line">{t("app.loading")}</p>}
      <SchedulePanel />
      <SelectField
        label={t("permissions.role")}
        value={role.value}
        options={[
          { value: "", label: t("permissions.every-role") },
          ...roles.map((value) => ({ value, label: term("role", value) })),
        ]}
        onValue={(value) => {
          role.value = value;
        }}
      />
      <ul class="rows">
        {shown.map((it) => (
          <PermissionView key={it.permission} {...it} />
        ))}
      </ul>
    </section>
  );
}
