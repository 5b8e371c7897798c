// The audit: who did what to which item, newest first, and whether it is still what was written.

import { counted } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { go, type View } from "../store/view.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure } from "../ui/notice.tsx";
import { Pager } from "../ui/pager.tsx";
import { AuditRowView } from "./audit-row.tsx";
import { ExportButton } from "./export.tsx";
import { AuditFilters } from "./filters.tsx";
import { Standing } from "./standing.tsx";
import { type AuditState, useAudit } from "./use-audit.ts";
import { ALL_ROWS, type Filters } from "./wanted.ts";

type AuditView = Extract<View, { screen: "audit" }>;

function Rows({ state, onOnly }: { state: AuditState; onOnly: (about: string) => void }) {
  const { answer, check } = state;
  if (answer === null) return <p class="quiet-line">{t("app.loading")}</p>;
  if (answer.rows.length === 0) return <p class="empty">{t("audit.none")}</p>;
  const broken = new Set(check.state === "broken" ? check.rows : []);
  return (
    <ol class="rows audit-rows">
      {answer.rows.map((row) => (
        <AuditRowView key={row.number} row={row} broken={broken.has(row.number)} onOnly={onOnly} />
      ))}
    </ol>
  );
}

export function AuditScreen({ view }: { view: AuditView }) {
  const { filters, page } = view;
  const state = useAudit(filters, page);
  const total = state.answer?.total ?? 0;
  const show = (next: Filters): void => go({ screen: "audit", filters: next, page: 0 });
  return (
    <section class="sheet wide">
      <div class="pane-head">
        <ScreenHeading>
          {t("nav.audit")} <span class="count">{counted(total)}</span>
        </ScreenHeading>
        <div class="actions no-print">
          <ExportButton filters={filters} />
        </div>
      </div>
      <p>{t("audit.help")}</p>
      <Standing anchored={state.anchored} check={state.check} />
      <AuditFilters
        key={JSON.stringify(filters)}
        filters={filters}
        actions={state.answer?.actions ?? []}
        onFilters={show}
      />
      <Failure text={state.error} />
      <Rows state={state} onOnly={(about) => show({ ...ALL_ROWS, about })} />
      <Pager page={page} total={total} onPage={(next) => go({ ...view, page: next })} />
    </section>
  );
}
