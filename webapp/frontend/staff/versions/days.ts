// A day as the reader's language names it.

import { language } from "../i18n/i18n.ts";

export const dateName = (day: string): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
