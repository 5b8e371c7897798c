// The language of the desk, each named in its own words; the choice is forgotten with the tab.

import { LANGUAGES, type Language, language, t } from "../i18n/i18n.ts";
import { switchLanguage } from "../i18n/switch.ts";

const OWN_NAMES: Record<Language, string> = { en: "English", es: "Español", ar: "العربية" };

export function LanguageSwitch() {
  return (
    <label class="language-switch">
      <span class="hidden">{t("app.language")}</span>
      <select
        value={language.value}
        onChange={(event) => {
          const wanted = LANGUAGES.find((it) => it === event.currentTarget.value);
          if (wanted !== undefined) void switchLanguage(wanted);
        }}
      >
        {LANGUAGES.map((it) => (
          <option key={it} value={it} lang={it}>
            {OWN_NAMES[it]}
          </option>
        ))}
      </select>
    </label>
  );
}
