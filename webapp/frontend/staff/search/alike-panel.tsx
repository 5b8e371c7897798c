// Other cases that name the same number, address or plate: a hint, and for people to judge.

import { useEffect, useMemo } from "preact/hooks";
import type { CaseState } from "../cases/use-case.ts";
import { t } from "../i18n/i18n.ts";
import { cardOf } from "../logic/case-card.ts";
import { wordsOfCase } from "../referrals/case-words.ts";
import { useAction } from "../ui/use-action.ts";
import { casesAlike, fillIndex, progress } from "./case-index.ts";
import { FoundCase } from "./case-search.tsx";

/** A mark as people read it, without what kind it is. */
const readable = (mark: string): string => mark.slice(2);

export function AlikePanel({ state }: { state: CaseState }) {
  const { run } = useAction();
  useEffect(() => void run(fillIndex), [state.opened.id]);
  // Asked again whenever more cases were read.
  const { read } = progress.value;
  const marks = useMemo(() => cardOf(wordsOfCase(state)).marks, [state]);
  const alike = read > 0 ? casesAlike(state.opened.id, marks) : [];
  if (alike.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="alike-title">
      <h2 id="alike-title">{t("search.alike")}</h2>
      <p class="quiet-line">{t("search.alike-help")}</p>
      <ul class="rows">
        {alike.map(({ found, marks }) => (
          <FoundCase key={found.id} found={found} why={marks.map(readable).join(" · ")} />
        ))}
      </ul>
    </section>
  );
}
