// Asking somebody onto staff: the form, the link and the code to hand over, and the words that both
// sides read out before the administrator signs.

import { useSignal } from "@preact/signals";
import { fromB64 } from "../../lib/bytes.ts";
import type { InviteRow } from "../api/people-calls.ts";
import { t, term } from "../i18n/i18n.ts";
import { confirmInvite } from "../store/people.ts";
import { api, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { usePoll } from "../ui/use-poll.ts";
import { wordsOf } from "../vault/invitation.ts";
import { InviteForm, type Sheet } from "./invite-form.tsx";
import { Words } from "./words.tsx";

const PACE_MS = 4_000;

function SheetOnce({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) {
  return (
    <div class="panel hand-over">
      <h2>{t("invite.sheet-title", { name: sheet.name })}</h2>
      <Notice tone="warn">{t("invite.sheet-once")}</Notice>
      <dl class="card">
        <dt>{t("invite.link")}</dt>
        <dd class="mono secret" dir="ltr">
          {sheet.link}
        </dd>
        <dt>{t("invite.code")}</dt>
        <dd class="mono secret" dir="ltr">
          {sheet.code}
        </dd>
      </dl>
      <p>{t("invite.sheet-apart")}</p>
      <div class="actions no-print">
        <Button kind="primary" onClick={onDone}>
          {t("invite.done")}
        </Button>
      </div>
    </div>
  );
}

function Compare({ row, onDone }: { row: InviteRow; onDone: () => void }) {
  const { busy, error, run } = useAction();
  if (row.keys === null) return null;
  const own = { signVk: fromB64(row.keys.sign_vk), kemPublic: fromB64(row.keys.kem_public) };
  const words = wordsOf(fromB64(row.keys.staff_id), own, row.role);
  const confirm = async (): Promise<void> => {
    await confirmInvite(row);
    announce(t("invite.is-in", { name: row.display_name }));
    onDone();
  };
  const refuse = async (): Promise<void> => {
    await api.withdrawInvite(row.invite_id);
    announce(t("invite.withdrawn", { name: row.display_name }));
    onDone();
  };
  return (
    <div class="invite-compare">
      <p>{t("invite.compare", { name: row.display_name })}</p>
      <Words words={words} label={t("invite.words", { name: row.display_name })} />
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" busy={busy} onClick={() => void run(confirm)}>
          {t("invite.same")}
        </Button>
        <Button kind="danger" busy={busy} onClick={() => void run(refuse)}>
          {t("invite.different")}
        </Button>
      </div>
    </div>
  );
}

function Waiting({ row, onDone }: { row: InviteRow; onDone: () => void }) {
  const { busy, error, run } = useAction();
  const withdraw = async (): Promise<void> => {
    await api.withdrawInvite(row.invite_id);
    onDone();
  };
  return (
    <li class="row invite">
      <div class="person-words">
        <strong>
          <bdi>{row.display_name}</bdi>
        </strong>{" "}
        <span class="mono" dir="ltr">
          {row.name}
        </span>{" "}
        <span>{term("role", String(row.role))}</span>
      </div>
      {row.keys === null ? (
        <>
          <p>{t(row.closed ? "invite.closed" : "invite.waiting")}</p>
          <Failure text={error} />
          <Button busy={busy} onClick={() => void run(withdraw)}>
            {t("invite.withdraw")}
            <span class="hidden"> {row.display_name}</span>
          </Button>
        </>
      ) : (
        <Compare row={row} onDone={onDone} />
      )}
    </li>
  );
}

export function Invites() {
  const rows = useSignal<InviteRow[]>([]);
  const sheet = useSignal<Sheet | null>(null);
  const load = async (): Promise<void> => {
    try {
      rows.value = (await api.invites()).invites;
    } catch {
      // The list stays as it was; the next question comes in a few seconds.
    }
  };
  usePoll(load, open().me.staffId, PACE_MS);
  return (
    <>
      {sheet.value !== null && (
        <SheetOnce
          sheet={sheet.value}
          onDone={() => {
            sheet.value = null;
          }}
        />
      )}
      {rows.value.length > 0 && (
        <section class="panel">
          <h2>{t("invite.list")}</h2>
          <ul class="rows">
            {rows.value.map((row) => (
              <Waiting key={row.invite_id} row={row} onDone={() => void load()} />
            ))}
          </ul>
        </section>
      )}
      {sheet.value === null && (
        <InviteForm
          onMade={(made) => {
            sheet.value = made;
            void load();
          }}
        />
      )}
    </>
  );
}
