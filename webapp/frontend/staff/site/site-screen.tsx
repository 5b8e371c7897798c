// Site settings: edit a draft, look at it in every language, publish it as the next version.

import { useEffect } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure } from "../ui/notice.tsx";
import { type Action, useAction } from "../ui/use-action.ts";
import { BothVersions } from "../versions/both-versions.tsx";
import { EditDraft, PublishDraft } from "../versions/screen.tsx";
import { describe, differing } from "./describe.ts";
import { site } from "./draft.ts";
import { SiteEditor } from "./site-editor.tsx";
import { SitePreview } from "./site-preview.tsx";
import type { SiteBody, SiteDraft, Version } from "./types.ts";

function Both({ mine, theirs }: { mine: SiteBody; theirs: Version }) {
  return (
    <BothVersions
      mine={mine}
      theirs={theirs}
      parts={differing(mine, theirs.body)}
      nameOfPart={(field) => t(`site.field.${field}`)}
      describe={describe}
      onSettled={(kept) => {
        const own = Object.fromEntries(kept.map((field) => [field, mine[field]]));
        site.settle({ ...theirs.body, ...own }, theirs);
      }}
    />
  );
}

function Shown({ held, action }: { held: SiteDraft; action: Action }) {
  if (site.place.value === "edit") {
    return (
      <EditDraft of={site} action={action} lead={t("site.lead")} none={t("site.no-versions")}>
        <SiteEditor {...held} />
      </EditDraft>
    );
  }
  if (site.theirs.value !== null) return <Both mine={held.body} theirs={site.theirs.value} />;
  return (
    <PublishDraft of={site} action={action} published={t("site.published")}>
      <SitePreview {...held} />
    </PublishDraft>
  );
}

export function SiteScreen() {
  const action = useAction();
  useEffect(() => {
    if (site.draft.value === null) void action.run(site.load);
  }, []);
  const held = site.draft.value;
  const place = site.place.value;
  return (
    <section class="sheet">
      <ScreenHeading key={place}>
        {t(place === "edit" ? "nav.site" : "site.preview-heading")}
      </ScreenHeading>
      {held === null ? <Failure text={action.error} /> : <Shown held={held} action={action} />}
    </section>
  );
}
