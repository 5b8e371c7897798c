// How far this browser is with reading cases.

import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { reading } from "./count-cases.ts";

export function Reading() {
  const now = reading.value;
  if (now === null) return null;
  return (
    <p class="quiet-line" role="status">
      {t("report.cases-reading", { read: number(now.read), total: number(now.total) })}
    </p>
  );
}
