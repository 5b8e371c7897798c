// Other cases that name the same number, address, plate, place or person: a hint, and for people to judge.

import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { LinkDialog } from "../cases/link-dialog.tsx";
import type { CaseState } from "../cases/use-case.ts";
import { t } from "../i18n/i18n.ts";
import { cardOf } from "../logic/case-card.ts";
import { isWeak } from "../logic/name-marks.ts";
import { wordsOfCase } from "../referrals/case-words.ts";
import { Button } from "../ui/button.tsx";
import { useAction } from "../ui/use-action.ts";
import { standingLinks } from "../vault/case-links.ts";
import { casesAlike, fillIndex, type IndexedCase, progress } from "./case-index.ts";
import { FoundCase } from "./case-search.tsx";

/** A mark as people read it, after what kind it is. */
export const readable = (mark: string): string =>
  `${t(`mark.${mark.slice(0, 1)}`)}: ${mark.slice(2)}`;

/** Why two cases may belong together, and that a name alone says little. */
export function whyAlike(marks: readonly string[]): string {
  const why = marks.map(readable).join(" · ");
  return isWeak(marks) ? `${why} · ${t("mark.weak")}` : why;
}

interface Props {
  state: CaseState;
  reload: () => Promise<void>;
}

export function AlikePanel({ state, reload }: Props) {
  const { run } = useAction();
  const linking = useSignal<IndexedCase | null>(null);
  useEffect(() => void run(fillIndex), [state.opened.id]);
  // Asked again whenever more cases were read.
  const { read } = progress.value;
  const marks = useMemo(() => cardOf(wordsOfCase(state)).marks, [state]);
  const linked = new Set(standingLinks(state.opened.sections).map(({ words }) => words.case));
  const alike = read > 0 ? casesAlike(state.opened.id, marks) : [];
  const open = alike.filter(({ found }) => !linked.has(found.id));
  if (open.length === 0) return null;
  return (
    <section class="panel alike" aria-labelledby="alike-title">
      <h2 id="alike-title">{t("search.alike")}</h2>
      <p class="quiet-line">{t("search.alike-help")}</p>
      <ul class="rows">
        {open.map(({ found, marks: shared }) => (
          <FoundCase key={found.id} found={found} why={whyAlike(shared)}>
            <Button
              kind="quiet"
              onClick={() => {
                linking.value = found;
              }}
            >
              {t("link.open")}
              <span class="hidden"> {found.number}</span>
            </Button>
          </FoundCase>
        ))}
      </ul>
      {linking.value !== null && (
        <LinkDialog
          mine={{ opened: state.opened, number: state.detail.number }}
          found={linking.value}
          reload={reload}
          onClose={() => {
            linking.value = null;
          }}
        />
      )}
    </section>
  );
}
