// One row: who did what, when, to what; a row that does not fit the chain says so.

import type { AuditRow } from "../api/audit-calls.ts";
import { hour, number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { aboutOf, actionName, moveOf, whoDid } from "./words.ts";

interface Props {
  row: AuditRow;
  broken: boolean;
  onOnly: (about: string) => void;
}

function About({ row, onOnly }: Omit<Props, "broken">) {
  const words = aboutOf(row);
  const kind = t(`audit.kind.${row.kind}`);
  return (
    <span class="audit-about">
      {kind}{" "}
      {words !== "" && (
        <bdi
          class={row.kind === "person" ? "" : "mono"}
          dir={row.kind === "person" ? "auto" : "ltr"}
        >
          {words}
        </bdi>
      )}
      {row.kind !== "site" && (
        <Button
          kind="quiet"
          aria-label={`${t("audit.only-this")}: ${kind} ${words}`}
          onClick={() => onOnly(row.case_number ?? row.subject)}
        >
          {t("audit.only-this")}
        </Button>
      )}
    </span>
  );
}

export function AuditRowView({ row, broken, onOnly }: Props) {
  const move = moveOf(row);
  return (
    <li class={broken ? "row audit-row broken" : "row audit-row"}>
      <span class="audit-number">
        <span class="hidden">{t("audit.row", { number: number(row.number) })}</span>
        <span aria-hidden="true">
          {broken ? "✕ " : ""}
          {number(row.number)}
        </span>
      </span>
      <time class="row-when" dateTime={`${row.hour}:00Z`}>
        {hour(row.hour)}
      </time>
      <span class="row-what">
        <span>
          <strong>
            <bdi>{whoDid(row)}</bdi>
          </strong>{" "}
          {actionName(row.action)}
        </span>
        {move !== "" && <span class="row-door">{move}</span>}
      </span>
      <About row={row} onOnly={onOnly} />
    </li>
  );
}
