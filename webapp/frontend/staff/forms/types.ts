// The questions behind the doors as the desk's calls carry them.

import type { FormBody } from "../logic/form.ts";
import type { Draft, Known, VersionLine } from "../versions/draft.ts";

/** A version whole; its body is the text that was stored, by whose hash tips name it. */
export type FormVersion = VersionLine & { text: string };

export interface KnownForms extends Known<FormBody> {
  shipped: FormBody;
}

export type FormDraft = Draft<FormBody, KnownForms>;
