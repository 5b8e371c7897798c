// What colleagues know of somebody: the name that they see, languages, skills, working hours.

import type { About } from "../api/people-calls.ts";
import { languageName } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { COMMON_LANGUAGES } from "../logic/languages.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";

const MOST_LANGUAGES = 20;

interface Props {
  value: About;
  onValue: (value: About) => void;
}

function Languages({ value, onValue }: { value: string[]; onValue: (tags: string[]) => void }) {
  const others = COMMON_LANGUAGES.filter((tag) => !value.includes(tag));
  const options = others.map((tag) => ({ value: tag, label: languageName(tag) }));
  options.sort((one, other) => one.label.localeCompare(other.label));
  return (
    <>
      <SelectField
        label={t("people.languages")}
        value=""
        options={[{ value: "", label: t("people.add-language") }, ...options]}
        disabled={value.length >= MOST_LANGUAGES}
        onValue={(tag) => {
          if (tag !== "") onValue([...value, tag]);
        }}
      />
      {value.length > 0 && (
        <ul class="tags" aria-label={t("people.languages")}>
          {value.map((tag) => (
            <li key={tag}>
              <Button
                kind="quiet"
                aria-label={t("people.drop-language", { language: languageName(tag) })}
                onClick={() => onValue(value.filter((it) => it !== tag))}
              >
                {languageName(tag)} <span aria-hidden="true">✕</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function AboutFields({ value, onValue }: Props) {
  const set = (name: "display_name" | "skills" | "hours") => (text: string) =>
    onValue({ ...value, [name]: text });
  return (
    <>
      <TextField
        label={t("people.display-name")}
        dir="auto"
        value={value.display_name}
        onValue={set("display_name")}
      />
      <Languages
        value={value.languages}
        onValue={(languages) => onValue({ ...value, languages })}
      />
      <TextField
        label={t("people.skills")}
        dir="auto"
        value={value.skills}
        onValue={set("skills")}
      />
      <TextField label={t("people.hours")} dir="auto" value={value.hours} onValue={set("hours")} />
    </>
  );
}
