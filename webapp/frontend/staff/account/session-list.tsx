// Where I am signed in: the hour and the kind of second secret, and nothing about place or browser,
// because nothing about them is kept.

import type { SessionRow } from "../api/account-calls.ts";
import { hour } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

interface Props {
  sessions: SessionRow[];
  onChanged: () => Promise<void>;
}

export function SessionList({ sessions, onChanged }: Props) {
  const { busy, error, run } = useAction();
  const ending = (end: () => Promise<unknown>) => (): void =>
    void run(async () => {
      await end();
      announce(t("account.session-ended"));
      await onChanged();
    });
  return (
    <section class="account-part">
      <h2>{t("account.sessions")}</h2>
      <p>{t("account.sessions-help")}</p>
      <ul class="rows">
        {sessions.map((row) => (
          <li key={row.session_id} class="row method">
            <strong>{t("account.since", { hour: hour(row.hour) })}</strong>
            <span>{t(`method.${row.method}`)}</span>
            {row.present && <span class="chip">{t("account.this-session")}</span>}
            {!row.present && (
              <span class="actions">
                <Button
                  kind="quiet"
                  busy={busy}
                  aria-label={t("account.end-this", { hour: hour(row.hour) })}
                  onClick={ending(() => api.endOneSession(row.session_id))}
                >
                  {t("account.end")}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <Failure text={error} />
      {sessions.length > 1 && (
        <div class="actions">
          <Button busy={busy} onClick={ending(() => api.endOtherSessions())}>
            {t("account.end-others")}
          </Button>
        </div>
      )}
    </section>
  );
}
