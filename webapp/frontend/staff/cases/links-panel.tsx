// Other cases that staff say belong with this one, and why; each checked against what that case says.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { hour } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import { nameOf } from "../store/session.ts";
import { announce, go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { CaseNumber } from "../ui/case-number.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import {
  type OtherSide,
  otherSide,
  type StandingLink,
  standingLinks,
} from "../vault/case-links.ts";
import { completeLink, type Side, sideOf, unlinkCases } from "./link-cases.ts";
import { LinkDialog } from "./link-dialog.tsx";
import type { CaseState } from "./use-case.ts";

interface Props {
  state: CaseState;
  reload: () => Promise<void>;
}

type Sides = ReadonlyMap<string, OtherSide>;

/** Other cases that are asked at once; more are asked when somebody opens them. */
const MOST_ASKED = 20;

/** What the other cases say, as far as they can be read. */
function useOtherSides(mine: string, links: readonly StandingLink[]): Signal<Sides> {
  const sides = useSignal<Sides>(new Map());
  const names = links.map(({ record }) => record.current.hash).join();
  useEffect(() => {
    let over = false;
    const ask = async (): Promise<void> => {
      for (const link of links.slice(0, MOST_ASKED)) {
        const other = await sideOf(link.words.case).catch(() => null);
        if (over) return;
        if (other === null) continue;
        const said = otherSide(link, mine, other.opened.sections);
        sides.value = new Map(sides.value).set(link.record.id, said);
      }
    };
    void ask();
    return () => {
      over = true;
    };
  }, [mine, names]);
  return sides;
}

interface RowProps {
  mine: Side;
  link: StandingLink;
  side: OtherSide | undefined;
  reload: () => Promise<void>;
}

function LinkRow({ mine, link, side, reload }: RowProps) {
  const { busy, error, run } = useAction();
  const { record, words } = link;
  const act = (what: () => Promise<void>, said: string) => (): void =>
    void run(async () => {
      try {
        await what();
      } finally {
        await reload();
      }
      announce(t(said));
    });
  return (
    <li class="linked case-link">
      <div class="linked-words">
        <span class="chip">{term("case_link", words.kind)}</span>
        <button
          type="button"
          class="row-open"
          onClick={() => go({ screen: "case", id: words.case })}
        >
          <CaseNumber number={words.number} />
        </button>
        <span class="message-when">
          <bdi>{nameOf(record.current.staffId)}</bdi> · {hour(record.current.hour)}
        </span>
      </div>
      {words.note !== "" && <p dir="auto">{words.note}</p>}
      {(side === "missing" || side === "gone") && (
        <Notice tone="warn">{t(`link.other-${side}`)}</Notice>
      )}
      <Failure text={error} />
      <div class="actions">
        {(side === "missing" || side === "gone") && (
          <Button busy={busy} onClick={act(() => completeLink(mine, link), "link.made")}>
            {t("link.complete")}
          </Button>
        )}
        <Button
          kind="quiet"
          busy={busy}
          onClick={act(() => unlinkCases(mine, link), "link.undone")}
        >
          {t("link.undo")}
          <span class="hidden"> {words.number}</span>
        </Button>
      </div>
    </li>
  );
}

export function LinksPanel({ state, reload }: Props) {
  const adding = useSignal(false);
  const links = standingLinks(state.opened.sections);
  const sides = useOtherSides(state.opened.id, links);
  const mine = { opened: state.opened, number: state.detail.number };
  return (
    <section class="panel" aria-labelledby="links-title">
      <h2 id="links-title">{t("link.panel")}</h2>
      {links.length === 0 && <p class="quiet-line">{t("link.none")}</p>}
      <ul class="linked-list">
        {links.map((link) => (
          <LinkRow
            key={link.record.id}
            {...{ mine, link, reload }}
            side={sides.value.get(link.record.id)}
          />
        ))}
      </ul>
      {state.opened.container.keys.size > 0 && (
        <div class="actions">
          <Button
            onClick={() => {
              adding.value = true;
            }}
          >
            {t("link.open")}
          </Button>
        </div>
      )}
      {adding.value && (
        <LinkDialog
          {...{ mine, reload }}
          found={null}
          onClose={() => {
            adding.value = false;
          }}
        />
      )}
    </section>
  );
}
