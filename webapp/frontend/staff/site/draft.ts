// The draft of the site's settings.

import { api } from "../store/session.ts";
import { Drafting } from "../versions/draft.ts";
import type { SiteBody, SiteSettings, Version } from "./types.ts";

export const site = new Drafting<SiteBody, SiteSettings>({
  load: () => api.siteSettings(),
  version: (number) => api.siteVersion(number),
  publish: (body, basedOn) => api.publishSite(body, basedOn),
  read: (newest) => newest as Version,
});

/** Change a part of the draft. */
export function edit(change: Partial<SiteBody>): void {
  const held = site.draft.value;
  if (held !== null) site.edit({ ...held.body, ...change });
}

/** Whether the server refused this field, or something in it. */
export const isWrong = (path: string): boolean => site.isWrong(path);
