// The calls about the site's settings.

import type { Language } from "../i18n/i18n.ts";
import type { Preview, SiteBody, SiteSettings, Version } from "../site/types.ts";
import { call, type Transport } from "./http.ts";

export const siteCalls = (t: Transport) => ({
  siteSettings: () => call<SiteSettings>(t, "GET", "/site-settings"),
  siteVersion: (number: number) => call<Version>(t, "GET", `/site-settings/versions/${number}`),
  previewSite: (body: SiteBody, language: Language) =>
    call<Preview>(t, "POST", "/site-settings/preview", { body, language }),
  publishSite: (body: SiteBody, basedOn: number) =>
    call<Version>(t, "POST", "/site-settings", { body, based_on: basedOn }),
});
