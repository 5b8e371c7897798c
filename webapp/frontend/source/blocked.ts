// What somebody reads whose words can send nothing for some hours: until when, and that all is kept.
import { pageLanguage, text } from "./dom.ts";
import { dayOf } from "./message.ts";

/** The sentence for the UTC hour `until`, in the reader's own zone. */
export const blockedText = (until: string): string =>
  text("send.blocked", { until: dayOf(until, pageLanguage(), "numeric") });
