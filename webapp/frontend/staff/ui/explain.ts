// What went wrong, in one plain sentence of the reader's language.

import { Problem, Unreachable } from "../api/http.ts";
import { known, t } from "../i18n/i18n.ts";

/** A failure whose words are already chosen: a message id, and what fills its places. */
export class Told extends Error {
  constructor(
    readonly id: string,
    readonly values: Record<string, string | number> = {},
  ) {
    super(id);
  }
}

/** The sentence for `reason`; what nobody foresaw is said to be so. */
export function explain(reason: unknown): string {
  if (reason instanceof Told) return t(reason.id, reason.values);
  if (reason instanceof Unreachable) return t("error.unreachable");
  if (reason instanceof Problem) {
    const id = `error.${reason.slug}`;
    return known(id) ? t(id) : t("error.server", { status: reason.status });
  }
  return t("error.unexpected");
}
