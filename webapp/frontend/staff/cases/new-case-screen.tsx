// A case from a phone call, an e-mail or a visit: most contacts are calls.

import { t, term } from "../i18n/i18n.ts";
import { emptyMain } from "../logic/case-record.ts";
import { STAFF_CHANNELS } from "../logic/terms.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { announce, go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/field.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure } from "../ui/notice.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { useAction } from "../ui/use-action.ts";
import { CaseFields, languageOptions, text } from "./case-fields.tsx";
import { createCase } from "./create-case.ts";

const KEY = "new-case";
const begin = () => ({ channel: "phone", category: "tip", language: "en", flat: emptyMain() });

function Labels() {
  const held = draft(KEY, begin());
  const set = (change: Partial<ReturnType<typeof begin>>): void => {
    held.value = { ...held.value, ...change };
  };
  const { channel, category, language } = held.value;
  return (
    <div class="field-grid">
      <SelectField
        label={t("label.channel")}
        value={channel}
        options={STAFF_CHANNELS.map((value) => ({ value, label: term("channel", value) }))}
        onValue={(value) => set({ channel: value })}
      />
      <SelectField
        label={t("label.category")}
        value={category}
        options={optionsOf("category")}
        onValue={(value) => set({ category: value })}
      />
      <SelectField
        label={t("case.caller-language")}
        value={language}
        options={languageOptions().slice(1)}
        onValue={(value) => set({ language: value })}
      />
    </div>
  );
}

export function NewCaseScreen() {
  const held = draft(KEY, begin());
  const { busy, error, run } = useAction();
  const { channel, category, language, flat } = held.value;
  const save = async (): Promise<void> => {
    const main = { ...flat, "fields.language": text(flat, "fields.language") || language };
    const id = await createCase(KEY, main, [], { channel, category, language }, null);
    dropDraft(KEY);
    announce(t("case.created"));
    go({ screen: "case", id });
  };
  return (
    <form
      class="sheet"
      onSubmit={(event) => {
        event.preventDefault();
        if (text(flat, "title").trim() !== "") void run(save);
      }}
    >
      <ScreenHeading>{t("cases.new")}</ScreenHeading>
      <p class="field-help">{t("cases.new-help")}</p>
      <Labels />
      <CaseFields
        flat={flat}
        onFlat={(next) => {
          held.value = { ...held.value, flat: next };
        }}
      />
      <Failure text={error} />
      <div class="actions">
        <Button
          kind="primary"
          type="submit"
          busy={busy}
          disabled={text(flat, "title").trim() === ""}
        >
          {t("case.create")}
        </Button>
        <Button onClick={() => go({ screen: "cases", status: "", page: 0 })}>
          {t("action.later")}
        </Button>
      </div>
    </form>
  );
}
