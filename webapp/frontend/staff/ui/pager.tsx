// Fifty to a page: where we are, and the way back and on.

import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { Button } from "./button.tsx";

export const PAGE_SIZE = 50;

interface Props {
  page: number;
  total: number;
  onPage: (page: number) => void;
}

export function Pager({ page, total, onPage }: Props) {
  const last = Math.max(0, Math.ceil(total / PAGE_SIZE) - 1);
  if (last === 0) return null;
  return (
    <nav class="pager" aria-label={t("pager.label")}>
      <Button disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t("pager.back")}
      </Button>
      <span>{t("pager.here", { page: number(page + 1), last: number(last + 1) })}</span>
      <Button disabled={page >= last} onClick={() => onPage(page + 1)}>
        {t("pager.on")}
      </Button>
    </nav>
  );
}
