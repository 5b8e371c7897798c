// The draft of the library, and which of its materials is open.

import { signal } from "@preact/signals";
import { api, atWipe } from "../store/session.ts";
import { Drafting, type Version } from "../versions/draft.ts";
import type { KnownMaterials, MaterialsBody } from "./types.ts";

export const library = new Drafting<MaterialsBody, KnownMaterials>({
  load: () => api.materials(),
  version: (number) => api.materialsVersion(number),
  publish: (body, basedOn) => api.publishMaterials(body, basedOn),
  read: (newest) => newest as Version<MaterialsBody>,
});

/** The key of the material that is open for editing. */
export const opened = signal("");

atWipe(() => {
  opened.value = "";
});
