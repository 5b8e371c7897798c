// One organisation: how fresh it is, what it offers, what colleagues noted, and what can be done with it.

import { useEffect } from "preact/hooks";
import { t, term } from "../i18n/i18n.ts";
import { isStale } from "../logic/directory/search.ts";
import { today } from "../logic/time.ts";
import { api } from "../store/session.ts";
import { announce, DIRECTORY, go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { keep, keepTheirs, opened, openOrganisation } from "./documents.ts";
import { KeyForm } from "./key-form.tsx";
import { OrganisationFacts } from "./organisation-facts.tsx";
import { OrganisationNotes } from "./organisation-notes.tsx";
import { mayNote, mayWrite } from "./roles.ts";
import { refresh } from "./store.ts";
import type { Organisation } from "./types.ts";
import { checkedWords } from "./words.ts";

function Fresh({ it }: { it: Organisation }) {
  const stale = isStale(it.verified_on ?? "", today());
  return (
    <>
      {it.removed && <Notice tone="bad">{t("directory.is-removed")}</Notice>}
      <Notice tone={stale ? "warn" : "good"}>
        <p>{checkedWords(it)}</p>
        {stale && <p>{t("directory.stale-help")}</p>}
      </Notice>
    </>
  );
}

function Acts({ it }: { it: Organisation }) {
  const { busy, error, run } = useAction();
  const done = (act: () => Promise<Organisation>, words: string): Promise<void> =>
    run(async () => {
      try {
        keep(await act());
      } catch (reason) {
        keepTheirs(reason);
        throw reason;
      }
      announce(t(words));
      await refresh();
    });
  return (
    <>
      <Failure text={error} />
      <div class="actions">
        <Button
          kind="primary"
          busy={busy}
          onClick={() =>
            void done(() => api.markChecked(it.id, it.version), "directory.marked-checked")
          }
        >
          {t("directory.mark-checked")}
        </Button>
        {mayWrite() && (
          <>
            <Button onClick={() => go({ screen: "edit-organisation", id: it.id })}>
              {t("directory.edit")}
            </Button>
            <Button
              kind={it.removed ? "plain" : "danger"}
              busy={busy}
              onClick={() =>
                void done(
                  () => api.setRemoved(it.id, it.version, !it.removed),
                  it.removed ? "directory.brought-back" : "directory.removed",
                )
              }
            >
              {t(it.removed ? "directory.bring-back" : "directory.remove")}
            </Button>
          </>
        )}
        <Button onClick={() => go(DIRECTORY)}>{t("directory.back")}</Button>
      </div>
    </>
  );
}

function Whole({ it }: { it: Organisation }) {
  return (
    <>
      <p>
        <span class="chip">{term("recipient_kind", it.kind)}</span>
      </p>
      <Fresh it={it} />
      <Acts it={it} />
      <OrganisationFacts it={it} />
      <KeyForm key={it.version} it={it} />
      {mayNote() && <OrganisationNotes org={it.id} />}
    </>
  );
}

export function OrganisationScreen({ id }: { id: string }) {
  const { error, busy, run } = useAction();
  useEffect(() => void run(async () => void (await openOrganisation(id))), []);
  const it = opened.value.get(id);
  return (
    <section class="sheet">
      <ScreenHeading>
        {it === undefined ? t("directory.organisation") : <bdi>{it.main.name}</bdi>}
      </ScreenHeading>
      <Failure text={error} />
      {it === undefined && busy && <p class="quiet-line">{t("app.loading")}</p>}
      {it === undefined && !busy && error === "" && <p class="empty">{t("directory.not-there")}</p>}
      {it !== undefined && <Whole it={it} />}
    </section>
  );
}
