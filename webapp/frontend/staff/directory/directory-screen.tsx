// The directory: a search over all organisations in this browser, and the list of those to check again.

import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { clocksAt } from "../logic/directory/open-now.ts";
import { meant, toKm } from "../logic/directory/places.ts";
import { type Hit, NOTHING, type Query, search } from "../logic/directory/search.ts";
import { dayOf } from "../logic/time.ts";
import { go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure } from "../ui/notice.tsx";
import { PAGE_SIZE, Pager } from "../ui/pager.tsx";
import { useAction } from "../ui/use-action.ts";
import { ExportForm } from "./export-form.tsx";
import { Filters } from "./filters.tsx";
import { ResultRow } from "./result-row.tsx";
import { mayWrite } from "./roles.ts";
import { arriving, type Directory, directory, page, places, refresh, typed } from "./store.ts";

type List = "search" | "check";

function queryNow(here: Directory): Query {
  const { place, within, ...rest } = typed.value;
  const [first = null] = meant(places.value, place);
  return { ...rest, place: first, within: toKm(within, here.unit) };
}

function Tabs({ list }: { list: List }) {
  return (
    <nav class="tabs" aria-label={t("directory.lists")}>
      {(["search", "check"] as const).map((each) => (
        <button
          key={each}
          type="button"
          class="tab"
          aria-current={each === list ? "page" : undefined}
          onClick={() => {
            page.value = 0;
            go({ screen: "directory", list: each });
          }}
        >
          {t(`directory.list.${each}`)}
        </button>
      ))}
    </nav>
  );
}

function Results({ hits, here }: { hits: readonly Hit[]; here: Directory }) {
  const now = new Date();
  const clock = clocksAt(now, here.zone);
  const today = dayOf(now);
  const shown = hits.slice(page.value * PAGE_SIZE, (page.value + 1) * PAGE_SIZE);
  return (
    <>
      <p role="status">
        {t("directory.found", { n: number(hits.length), all: number(here.entries.length) })}
      </p>
      {hits.length === 0 && (
        <p class="empty">
          {t(here.entries.length === 0 ? "directory.empty" : "directory.none-fits")}
        </p>
      )}
      <ul class="rows">
        {shown.map((hit) => (
          <ResultRow key={hit.entry.id} hit={hit} unit={here.unit} clock={clock} today={today} />
        ))}
      </ul>
      <Pager
        page={page.value}
        total={hits.length}
        onPage={(next) => {
          page.value = next;
        }}
      />
    </>
  );
}

function Found({ list, here }: { list: List; here: Directory }) {
  const hits = useComputed(() => {
    const known = directory.value;
    if (known === null) return [];
    const query = list === "check" ? { ...NOTHING, stale: true } : queryNow(known);
    return search(known.entries, query, new Date(), known.zone);
  });
  return (
    <>
      {list === "search" ? <Filters here={here} /> : <p>{t("directory.check-help")}</p>}
      <Results hits={hits.value} here={here} />
    </>
  );
}

function Tools() {
  const exporting = useSignal(false);
  return (
    <>
      <div class="actions">
        {mayWrite() && (
          <>
            <Button kind="primary" onClick={() => go({ screen: "edit-organisation", id: null })}>
              {t("directory.new")}
            </Button>
            <Button onClick={() => go({ screen: "import" })}>{t("directory.import")}</Button>
          </>
        )}
        <Button
          aria-expanded={exporting.value}
          onClick={() => {
            exporting.value = !exporting.value;
          }}
        >
          {t("directory.export")}
        </Button>
      </div>
      {exporting.value && <ExportForm />}
    </>
  );
}

export function DirectoryScreen({ list }: { list: List }) {
  const { error, run } = useAction();
  useEffect(() => void run(refresh), []);
  const here = directory.value;
  return (
    <section class="sheet wide">
      <div class="pane-head">
        <ScreenHeading>{t("nav.directory")}</ScreenHeading>
        <Tabs list={list} />
      </div>
      <Tools />
      <Failure text={error} />
      {here === null && error === "" && (
        <p class="quiet-line" role="status">
          {t("directory.arriving", { n: number(arriving.value) })}
        </p>
      )}
      {here !== null && <Found list={list} here={here} />}
      {here === null && error !== "" && (
        <Button onClick={() => void run(refresh)}>{t("action.retry")}</Button>
      )}
    </section>
  );
}
