// How soon people should get an answer: minutes for live chats and each category, or no target.

import { t, term } from "../i18n/i18n.ts";
import { TextField } from "../ui/field.tsx";
import { edit, isWrong } from "./draft.ts";
import { LANES, type SiteBody, TIMES } from "./types.ts";

export const laneName = (lane: string): string =>
  lane === "chat" ? t("site.times-chat") : term("category", lane);

/** What was typed as minutes: nothing is no target, and what is no number is refused by the server. */
const minutesOf = (text: string): number | null => (text.trim() === "" ? null : Number(text));

const shown = (minutes: number | null): string =>
  minutes === null || Number.isNaN(minutes) ? "" : String(minutes);

export function ServiceTimesFields({ times }: { times: SiteBody["service_times"] }) {
  return (
    <section class="panel">
      <h2>{t("site.times")}</h2>
      <p>{t("site.times-help")}</p>
      {LANES.map((lane) => (
        <fieldset key={lane} class="times">
          <legend>{laneName(lane)}</legend>
          <div class="field-grid">
            {TIMES.map((kind) => (
              <TextField
                key={kind}
                label={t(`site.times-${kind}`)}
                error={isWrong(`service_times.${lane}.${kind}`) ? t("site.wrong.times") : ""}
                dir="ltr"
                inputMode="numeric"
                value={shown(times[lane][kind])}
                onValue={(text) =>
                  edit({
                    service_times: {
                      ...times,
                      [lane]: { ...times[lane], [kind]: minutesOf(text) },
                    },
                  })
                }
              />
            ))}
          </div>
        </fieldset>
      ))}
    </section>
  );
}
