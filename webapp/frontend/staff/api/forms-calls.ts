// The calls about the questions behind the doors.

import type { FormVersion, KnownForms } from "../forms/types.ts";
import type { FormBody } from "../logic/form.ts";
import { call, type Transport } from "./http.ts";

export const formsCalls = (t: Transport) => ({
  forms: () => call<KnownForms>(t, "GET", "/forms"),
  formVersion: (number: number) => call<FormVersion>(t, "GET", `/forms/versions/${number}`),
  publishForm: (body: FormBody, basedOn: number) =>
    call<FormVersion>(t, "POST", "/forms", { body, based_on: basedOn }),
});
