// A search over all cases, made in this browser: the server sees neither the words nor what is found.

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { day, number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { go } from "../store/view.ts";
import { CaseNumber } from "../ui/case-number.tsx";
import { StatusChip } from "../ui/chips.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { fillIndex, type IndexedCase, type Progress, progress, searchCases } from "./case-index.ts";
import { fillCards, making } from "./fill-cards.ts";

interface FoundProps {
  found: IndexedCase;
  why?: string;
  children?: ComponentChildren;
}

export function FoundCase({ found, why = "", children }: FoundProps) {
  return (
    <li class="row case-row">
      <CaseNumber number={found.number} />
      <span class="row-what">
        <button type="button" class="row-open" onClick={() => go({ screen: "case", id: found.id })}>
          <bdi>{found.card?.title || t("cases.untitled")}</bdi>
        </button>
        {why !== "" && (
          <span class="row-door" dir="auto">
            {why}
          </span>
        )}
      </span>
      <StatusChip list="case_status" code={found.status} />
      <time class="row-when" dateTime={found.day}>
        {day(found.day)}
      </time>
      {children}
    </li>
  );
}

function Found({ typed, as }: { typed: string; as: Progress }) {
  // A case that was read anew says something else, although they are as many as before.
  const found = useMemo(() => searchCases(typed), [typed, as]);
  return (
    <>
      <p class="quiet-line" role="status">
        {t("search.found", { count: number(found.length) })}
      </p>
      <ul class="rows">
        {found.map((each) => (
          <FoundCase key={each.id} found={each} />
        ))}
      </ul>
    </>
  );
}

export function CaseSearch() {
  const typed = useSignal("");
  const { error, run } = useAction();
  useEffect(
    () =>
      void run(async () => {
        await fillIndex();
        await fillCards();
      }),
    [],
  );
  const { read, total, done } = progress.value;
  const said = t("search.reading", { read: number(read), total: number(total) });
  return (
    <search class="panel case-search">
      <TextField label={t("search.label")} help={t("search.help")} {...bound(typed)} />
      <Failure text={error} />
      {!done && total > 0 && (
        <p class="quiet-line">
          {said} <progress max={total} value={read} aria-label={said} />
        </p>
      )}
      {making.value !== null && (
        <p class="quiet-line">
          {t("search.making", {
            made: number(making.value.made),
            total: number(making.value.total),
          })}
        </p>
      )}
      {typed.value.trim() !== "" && <Found typed={typed.value} as={progress.value} />}
    </search>
  );
}
