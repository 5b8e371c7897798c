// Site settings: edit a draft, look at it in every language, publish it as the next version.

import { useEffect } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import { nameOf } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { type Action, useAction } from "../ui/use-action.ts";
import { BothVersions } from "./both-versions.tsx";
import { dateName } from "./describe.ts";
import {
  type Draft,
  draft,
  load,
  place,
  publish,
  refused,
  startFrom,
  theirs,
  wrong,
} from "./draft.ts";
import { SiteEditor } from "./site-editor.tsx";
import { SitePreview } from "./site-preview.tsx";
import type { VersionLine } from "./types.ts";

function Versions({ versions, action }: { versions: VersionLine[]; action: Action }) {
  if (versions.length === 0) return <p class="field-help">{t("site.no-versions")}</p>;
  return (
    <ol class="rows">
      {versions.map(({ number, day, author }) => (
        <li key={number} class="row person">
          <strong>{t("site.version", { n: number })}</strong>
          <span>{dateName(day)}</span>
          <bdi>{nameOf(author)}</bdi>
          <Button onClick={() => void action.run(() => startFrom(number))}>
            {t("site.take-version", { n: number })}
          </Button>
        </li>
      ))}
    </ol>
  );
}

function Edit({ held, action }: { held: Draft; action: Action }) {
  return (
    <>
      <p>{t("site.lead")}</p>
      {wrong.value.length > 0 && (
        <Notice tone="bad" live>
          {t("site.refused")}
        </Notice>
      )}
      <SiteEditor {...held} />
      <Failure text={action.error} />
      <div class="actions">
        <Button
          kind="primary"
          onClick={() => {
            place.value = "preview";
          }}
        >
          {t("site.preview")}
        </Button>
        <Button onClick={() => void action.run(load)}>{t("action.discard")}</Button>
      </div>
      <section class="panel">
        <h2>{t("site.versions")}</h2>
        <Versions versions={held.known.versions} action={action} />
      </section>
    </>
  );
}

function Look({ held, action }: { held: Draft; action: Action }) {
  const go = async (): Promise<void> => {
    try {
      await publish();
      announce(t("site.published"));
    } catch (reason) {
      refused(reason);
      throw reason;
    }
  };
  if (theirs.value !== null) return <BothVersions mine={held.body} theirs={theirs.value} />;
  return (
    <>
      <SitePreview {...held} />
      <Failure text={action.error} />
      <div class="actions">
        <Button kind="primary" busy={action.busy} onClick={() => void action.run(go)}>
          {t("site.publish")}
        </Button>
        <Button
          onClick={() => {
            place.value = "edit";
          }}
        >
          {t("site.back")}
        </Button>
      </div>
    </>
  );
}

export function SiteScreen() {
  const action = useAction();
  useEffect(() => {
    if (draft.value === null) void action.run(load);
  }, []);
  const held = draft.value;
  const editing = place.value === "edit";
  return (
    <section class="sheet">
      <ScreenHeading key={place.value}>
        {t(editing ? "nav.site" : "site.preview-heading")}
      </ScreenHeading>
      {held === null && <Failure text={action.error} />}
      {held !== null &&
        (editing ? <Edit held={held} action={action} /> : <Look held={held} action={action} />)}
    </section>
  );
}
