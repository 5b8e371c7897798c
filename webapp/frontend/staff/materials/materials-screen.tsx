// The library for people outside: edit a draft, read it as they would, publish it as the next version.

import { useEffect } from "preact/hooks";
import { Missing, ReadingNotices } from "../forms/checks.tsx";
import { LANGUAGES, t } from "../i18n/i18n.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure } from "../ui/notice.tsx";
import { type Action, useAction } from "../ui/use-action.ts";
import { BothVersions } from "../versions/both-versions.tsx";
import type { Version } from "../versions/draft.ts";
import { EditDraft, PublishDraft } from "../versions/screen.tsx";
import { missingIn, missingOf, readings } from "./check.ts";
import { library, opened } from "./draft.ts";
import { differing, materialIn, ORDER, withParts } from "./edits.ts";
import { MaterialsEditor, titleOf } from "./materials-editor.tsx";
import { MaterialsPreview } from "./materials-preview.tsx";
import type { MaterialsBody, MaterialsDraft } from "./types.ts";

function describe(part: string, body: MaterialsBody): string[] {
  if (part === ORDER) return body.materials.map((it, at) => `${at + 1}. ${titleOf(it)}`);
  const material = materialIn(body, part);
  if (material === undefined) return ["—"];
  const { group, title, text } = material;
  const said = LANGUAGES.flatMap((code) => [title[code], ...text[code].split("\n")]);
  return [t(`materials.group.${group}`), ...said.filter((line) => line !== "")];
}

function Both({ mine, theirs }: { mine: MaterialsBody; theirs: Version<MaterialsBody> }) {
  const nameOfPart = (part: string): string => {
    const found = materialIn(mine, part) ?? materialIn(theirs.body, part);
    return found === undefined ? t("materials.order") : titleOf(found);
  };
  return (
    <BothVersions
      mine={mine}
      theirs={theirs}
      parts={differing(mine, theirs.body)}
      nameOfPart={nameOfPart}
      describe={describe}
      onSettled={(kept) => library.settle(withParts(theirs.body, mine, kept), theirs)}
    />
  );
}

function Checks({ body }: { body: MaterialsBody }) {
  const missing = missingIn(body).map((material) => ({
    key: material.key,
    name: titleOf(material),
    languages: missingOf(material),
  }));
  return (
    <section class="panel">
      <h2>{t("forms.checks")}</h2>
      <Missing
        missing={missing}
        onGo={(key) => {
          opened.value = key;
          library.place.value = "edit";
        }}
      />
      <ReadingNotices readings={readings(body)} />
    </section>
  );
}

function Shown({ held, action }: { held: MaterialsDraft; action: Action }) {
  const { body } = held;
  if (library.place.value === "edit") {
    return (
      <EditDraft
        of={library}
        action={action}
        lead={t("materials.lead")}
        none={t("materials.no-versions")}
      >
        <MaterialsEditor {...held} />
        <Checks body={body} />
      </EditDraft>
    );
  }
  if (library.theirs.value !== null) return <Both mine={body} theirs={library.theirs.value} />;
  const lacks = missingIn(body).length > 0 ? t("materials.missing-stops") : "";
  return (
    <PublishDraft of={library} action={action} published={t("materials.published")} stopped={lacks}>
      <MaterialsPreview {...held} />
      <Checks body={body} />
    </PublishDraft>
  );
}

export function MaterialsScreen() {
  const action = useAction();
  useEffect(() => {
    if (library.draft.value === null) void action.run(library.load);
  }, []);
  const held = library.draft.value;
  const place = library.place.value;
  return (
    <section class="sheet">
      <ScreenHeading key={place}>
        {t(place === "edit" ? "nav.materials" : "materials.preview-heading")}
      </ScreenHeading>
      {held === null ? <Failure text={action.error} /> : <Shown held={held} action={action} />}
    </section>
  );
}
