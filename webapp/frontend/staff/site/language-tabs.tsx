// The languages of the page outside, each by its own name.

import { LANGUAGES, type Language, t } from "../i18n/i18n.ts";
import { Tabs } from "../ui/tabs.tsx";
import { ownName } from "./texts-fields.tsx";

interface Props {
  shown: Language;
  onShown: (code: Language) => void;
}

export function LanguageTabs({ shown, onShown }: Props) {
  return (
    <Tabs
      legend={t("site.preview-language")}
      tabs={LANGUAGES.map((code) => ({ value: code, label: ownName(code), lang: code }))}
      shown={shown}
      onShown={onShown}
    />
  );
}
