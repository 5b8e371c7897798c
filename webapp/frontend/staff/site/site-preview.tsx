// What people outside would see, in each language, before it is published: the page's own words,
// made by the server, in the colours that were chosen.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Language, language, t } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { explain } from "../ui/explain.ts";
import { Failure } from "../ui/notice.tsx";
import { describe, differing } from "./describe.ts";
import { site } from "./draft.ts";
import { LanguageTabs } from "./language-tabs.tsx";
import type { Preview, SiteDraft } from "./types.ts";

function Changes({ body, known }: SiteDraft) {
  const fields = differing(known.body, body);
  if (fields.length === 0) return <p>{t("site.no-change")}</p>;
  return (
    <dl class="changes">
      {fields.map((field) => (
        <div key={field}>
          <dt>{t(`site.field.${field}`)}</dt>
          {describe(field, body).map((line) => (
            <dd key={line}>
              <bdi>{line}</bdi>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

function First({ seen }: { seen: Preview }) {
  return (
    <>
      <p class="outside-bar">
        <span>{seen.call}</span> <span class="outside-exit">{seen.exit}</span>
      </p>
      <h3>{seen.heading}</h3>
      <p>{seen.lead}</p>
      <h4>{seen.phones_heading}</h4>
      <ul class="outside-phones">
        {seen.phones.map(({ kind, label, number }, i) => (
          <li key={i} class={kind}>
            <span>{label}</span> <bdi>{number}</bdi>
          </li>
        ))}
      </ul>
      <h4>{seen.who_heading}</h4>
      {(seen.name || seen.place) && (
        <p>
          <b>
            <bdi>{seen.name}</bdi>
          </b>{" "}
          <bdi>{seen.place}</bdi>
        </p>
      )}
      <p>{seen.who}</p>
      {seen.legal && (
        <>
          <h4>{seen.legal_heading}</h4>
          <p class="lines">{seen.legal}</p>
        </>
      )}
    </>
  );
}

function Later({ seen: { report, hours, kept } }: { seen: Preview }) {
  return (
    <>
      <p class="outside-notice">{report}</p>
      <h4>{hours.heading}</h4>
      <ul>
        {hours.open.map(({ day, opens, closes }) => (
          <li key={day}>
            {day} <bdi dir="ltr">{`${opens}–${closes}`}</bdi>
          </li>
        ))}
      </ul>
      {hours.closed.length > 0 && (
        <>
          <h4>{hours.closed_heading}</h4>
          <ul>
            {hours.closed.map(({ day, label }) => (
              <li key={day}>
                {day} <bdi>{label}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>{kept}</p>
    </>
  );
}

function Outside({ seen }: { seen: Preview }) {
  const frame = {
    lang: seen.language,
    dir: seen.direction,
    "data-accent": seen.accent,
    "data-scheme": seen.scheme,
  };
  return (
    <div class="outside-frames">
      <figure>
        <figcaption>{t("site.seen-first", { title: seen.title })}</figcaption>
        <div class="outside" {...frame}>
          <First seen={seen} />
        </div>
      </figure>
      <figure>
        <figcaption>{t("site.seen-later")}</figcaption>
        <div class="outside" {...frame}>
          <Later seen={seen} />
        </div>
        <p class="field-help">{t("site.exit-leads", { where: seen.exit_to })}</p>
      </figure>
    </div>
  );
}

export function SitePreview(draft: SiteDraft) {
  const shown = useSignal<Language>(language.value);
  const seen = useSignal<Preview | null>(null);
  const error = useSignal("");
  const look = async (code: Language): Promise<void> => {
    try {
      const got = await api.previewSite(draft.body, code);
      if (code === shown.value) seen.value = got;
    } catch (reason) {
      error.value = explain(reason);
      site.refused(reason);
    }
  };
  useEffect(() => void look(shown.value), [shown.value, draft.body]);
  return (
    <>
      <h2>{t("site.changes")}</h2>
      <Changes {...draft} />
      <h2>{t("site.preview-title")}</h2>
      <LanguageTabs
        shown={shown.value}
        onShown={(code) => {
          shown.value = code;
        }}
      />
      <Failure text={error.value} />
      {seen.value && <Outside seen={seen.value} />}
    </>
  );
}
