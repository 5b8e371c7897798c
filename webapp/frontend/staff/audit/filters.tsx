// Which rows of the audit are shown: person, action, case or id, days. Nothing is asked for until
// somebody says so.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { open } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { type Option, SelectField, TextField } from "../ui/field.tsx";
import { ALL_ROWS, type Filters, isAbout, NOBODY } from "./wanted.ts";
import { actionName } from "./words.ts";

interface Props {
  filters: Filters;
  actions: readonly string[];
  onFilters: (filters: Filters) => void;
}

const people = (): Option[] => [
  { value: "", label: t("audit.anybody") },
  ...open().desk.staff.map((row) => ({ value: row.staff_id, label: row.display_name })),
  { value: NOBODY, label: t("audit.nobody") },
];

const actionsOf = (actions: readonly string[]): Option[] => [
  { value: "", label: t("audit.anything") },
  ...actions.map((value) => ({ value, label: actionName(value) })),
];

export function AuditFilters({ filters, actions, onFilters }: Props) {
  const draft = useSignal(filters);
  const wrong = useSignal(false);
  const set = (more: Partial<Filters>): void => {
    draft.value = { ...draft.value, ...more };
  };
  const show = (event: Event): void => {
    event.preventDefault();
    wrong.value = !isAbout(draft.value.about);
    if (!wrong.value) onFilters(draft.value);
  };
  const { person, action, about, first, last } = draft.value;
  return (
    <form class="audit-filters no-print" aria-label={t("audit.filters")} onSubmit={show}>
      <SelectField
        label={t("audit.person")}
        value={person}
        options={people()}
        onValue={(value) => set({ person: value })}
      />
      <SelectField
        label={t("audit.action")}
        value={action}
        options={actionsOf(actions)}
        onValue={(value) => set({ action: value })}
      />
      <TextField
        label={t("audit.about")}
        help={t("audit.about-help")}
        error={wrong.value ? t("audit.about-wrong") : ""}
        dir="ltr"
        value={about}
        onValue={(value) => set({ about: value })}
      />
      <TextField
        label={t("audit.first")}
        type="date"
        value={first}
        onValue={(value) => set({ first: value })}
      />
      <TextField
        label={t("audit.last")}
        type="date"
        value={last}
        onValue={(value) => set({ last: value })}
      />
      <div class="actions">
        <Button kind="primary" type="submit">
          {t("audit.filter")}
        </Button>
        <Button
          onClick={() => {
            draft.value = ALL_ROWS;
            wrong.value = false;
            onFilters(ALL_ROWS);
          }}
        >
          {t("audit.clear")}
        </Button>
      </div>
    </form>
  );
}
