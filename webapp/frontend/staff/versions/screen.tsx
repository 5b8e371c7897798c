// The frame of a screen on which a draft is edited, looked at, and published as the next version.

import type { ComponentChildren } from "preact";
import { t } from "../i18n/i18n.ts";
import { nameOf } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import type { Action } from "../ui/use-action.ts";
import { dateName } from "./days.ts";
import type { Drafting, Known, VersionLine } from "./draft.ts";

interface Held<Body, K extends Known<Body>> {
  of: Drafting<Body, K>;
  action: Action;
  children: ComponentChildren;
}

function Versions({
  versions,
  onTake,
}: {
  versions: readonly VersionLine[];
  onTake: (number: number) => void;
}) {
  return (
    <ol class="rows">
      {versions.map(({ number, day, author }) => (
        <li key={number} class="row person">
          <strong>{t("site.version", { n: number })}</strong>
          <span>{dateName(day)}</span>
          <bdi>{nameOf(author)}</bdi>
          <Button onClick={() => onTake(number)}>{t("site.take-version", { n: number })}</Button>
        </li>
      ))}
    </ol>
  );
}

/** The form, and below it the versions there were; `none` says what applies where there are none. */
export function EditDraft<Body, K extends Known<Body>>({
  of,
  action,
  lead,
  none,
  children,
}: Held<Body, K> & { lead: string; none: string }) {
  const versions = of.draft.value?.known.versions ?? [];
  return (
    <>
      <p>{lead}</p>
      {of.wrong.value.length > 0 && (
        <Notice tone="bad" live>
          {t("site.refused")}
        </Notice>
      )}
      {children}
      <Failure text={action.error} />
      <div class="actions">
        <Button
          kind="primary"
          onClick={() => {
            of.place.value = "preview";
          }}
        >
          {t("site.preview")}
        </Button>
        <Button onClick={() => void action.run(of.load)}>{t("action.discard")}</Button>
      </div>
      <section class="panel">
        <h2>{t("site.versions")}</h2>
        {versions.length === 0 ? (
          <p class="field-help">{none}</p>
        ) : (
          <Versions
            versions={versions}
            onTake={(number) => void action.run(() => of.startFrom(number))}
          />
        )}
      </section>
    </>
  );
}

/** What people outside would see, and the button that publishes it. */
export function PublishDraft<Body, K extends Known<Body>>({
  of,
  action,
  published,
  stopped = "",
  children,
}: Held<Body, K> & { published: string; stopped?: string }) {
  const go = async (): Promise<void> => {
    try {
      await of.publish();
      announce(published);
    } catch (reason) {
      of.refused(reason);
      throw reason;
    }
  };
  return (
    <>
      {children}
      <Failure text={action.error} />
      {stopped !== "" && <Notice tone="warn">{stopped}</Notice>}
      <div class="actions">
        {stopped === "" && (
          <Button kind="primary" busy={action.busy} onClick={() => void action.run(go)}>
            {t("site.publish")}
          </Button>
        )}
        <Button
          onClick={() => {
            of.place.value = "edit";
          }}
        >
          {t("site.back")}
        </Button>
      </div>
    </>
  );
}
