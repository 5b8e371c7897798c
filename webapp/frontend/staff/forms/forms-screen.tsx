// The questions behind the doors: edit a draft, look at it as people outside do, publish it.

import { useEffect } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import type { FormBody } from "../logic/form.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure } from "../ui/notice.tsx";
import { type Action, useAction } from "../ui/use-action.ts";
import { BothVersions } from "../versions/both-versions.tsx";
import type { Version } from "../versions/draft.ts";
import { EditDraft, PublishDraft } from "../versions/screen.tsx";
import { missingIn } from "./check.ts";
import { Checks } from "./checks.tsx";
import { describe, differing, nameOfPart, withParts } from "./describe.ts";
import { DoorEditor } from "./door-editor.tsx";
import { forms } from "./draft.ts";
import { FormPreview } from "./form-preview.tsx";
import type { FormDraft } from "./types.ts";

function Both({ mine, theirs }: { mine: FormBody; theirs: Version<FormBody> }) {
  return (
    <BothVersions
      mine={mine}
      theirs={theirs}
      parts={differing(mine, theirs.body)}
      nameOfPart={nameOfPart(withParts(theirs.body, mine, differing(mine, theirs.body)))}
      describe={describe}
      onSettled={(kept) => forms.settle(withParts(theirs.body, mine, kept), theirs)}
    />
  );
}

function Shown({ held, action }: { held: FormDraft; action: Action }) {
  if (forms.place.value === "edit") {
    return (
      <EditDraft of={forms} action={action} lead={t("forms.lead")} none={t("forms.no-versions")}>
        <DoorEditor {...held} />
        <Checks form={held.body} />
      </EditDraft>
    );
  }
  if (forms.theirs.value !== null) return <Both mine={held.body} theirs={forms.theirs.value} />;
  const lacks = missingIn(held.body).length > 0 ? t("forms.missing-stops") : "";
  return (
    <PublishDraft of={forms} action={action} published={t("forms.published")} stopped={lacks}>
      <FormPreview form={held.body} />
      <Checks form={held.body} />
    </PublishDraft>
  );
}

export function FormsScreen() {
  const action = useAction();
  useEffect(() => {
    if (forms.draft.value === null) void action.run(forms.load);
  }, []);
  const held = forms.draft.value;
  const place = forms.place.value;
  return (
    <section class="sheet">
      <ScreenHeading key={place}>
        {t(place === "edit" ? "nav.forms" : "forms.preview-heading")}
      </ScreenHeading>
      {held === null ? <Failure text={action.error} /> : <Shown held={held} action={action} />}
    </section>
  );
}
