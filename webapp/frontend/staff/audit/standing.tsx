// What is known about the audit as a whole: who vouched for it last, and what this browser checked.

import { day, number } from "../i18n/format.ts";
import { language, t } from "../i18n/i18n.ts";
import { nameOf } from "../store/session.ts";
import { Notice } from "../ui/notice.tsx";
import type { Anchored, Check } from "./use-audit.ts";

function AnchorNote({ anchored }: { anchored: Anchored | null }) {
  if (anchored === null) return null;
  const { answer, holds } = anchored;
  if (!holds) return <Notice tone="bad">{t("audit.anchor-bad")}</Notice>;
  if (answer === null) return <Notice tone="info">{t("audit.never-anchored")}</Notice>;
  const said = { day: day(answer.day), number: number(answer.number) };
  const name = nameOf(answer.staff_id);
  return <Notice tone="good">{t("audit.anchored", { ...said, name })}</Notice>;
}

function CheckNote({ check }: { check: Check }) {
  switch (check.state) {
    case "checking":
      return <Notice tone="info">{t("audit.checking")}</Notice>;
    case "whole":
      return <Notice tone="good">{t("audit.whole", { number: number(check.upTo) })}</Notice>;
    case "broken": {
      const rows = new Intl.ListFormat(language.value).format(check.rows.map(number));
      return (
        <Notice tone="bad" live>
          {t("audit.broken", { rows })}
        </Notice>
      );
    }
    case "too-far":
      return <Notice tone="info">{t("audit.too-far")}</Notice>;
    default:
      return <Notice tone="warn">{t("audit.unchecked")}</Notice>;
  }
}

export function Standing({ anchored, check }: { anchored: Anchored | null; check: Check }) {
  return (
    <div class="audit-standing">
      <AnchorNote anchored={anchored} />
      <CheckNote check={check} />
    </div>
  );
}
