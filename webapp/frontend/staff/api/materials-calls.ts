// The calls about the library for people outside.

import type { Language } from "../i18n/i18n.ts";
import type { KnownMaterials, MaterialsBody, Preview } from "../materials/types.ts";
import type { Version } from "../versions/draft.ts";
import { call, type Transport } from "./http.ts";

export const materialsCalls = (t: Transport) => ({
  materials: () => call<KnownMaterials>(t, "GET", "/materials"),
  materialsVersion: (number: number) =>
    call<Version<MaterialsBody>>(t, "GET", `/materials/versions/${number}`),
  previewMaterials: (body: MaterialsBody, language: Language) =>
    call<Preview>(t, "POST", "/materials/preview", { body, language }),
  publishMaterials: (body: MaterialsBody, basedOn: number) =>
    call<Version<MaterialsBody>>(t, "POST", "/materials", { body, based_on: basedOn }),
});
