// Pick-list options from TERMS, in the reader's language.

import { t, term } from "../i18n/i18n.ts";
import { TERMS, type TermList } from "../logic/terms.ts";
import type { Option } from "./field.tsx";

/** Every code of the list with its name. */
export function optionsOf(list: TermList): Option[] {
  return TERMS[list].map((value) => ({ value, label: term(list, value) }));
}

/** The same, with "not said" in front, for fields that may stay empty. */
export function optionalOf(list: TermList): Option[] {
  return [{ value: "", label: t("field.none") }, ...optionsOf(list)];
}
