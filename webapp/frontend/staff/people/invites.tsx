// Asking somebody onto staff, or making new keys after a loss: the form, the link and the code to hand
// over, and the words that both sides read out before the administrator signs.

import { type Signal, useSignal } from "@preact/signals";
import { fromB64 } from "../../lib/bytes.ts";
import type { InviteRow, MadeKeys } from "../api/people-calls.ts";
import { t, term } from "../i18n/i18n.ts";
import { confirmInvite, confirmRenewal } from "../store/people.ts";
import { api, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { usePoll } from "../ui/use-poll.ts";
import { wordsOf } from "../vault/invitation.ts";
import { renewalOf } from "../vault/renewal.ts";
import { type Sheet, SheetOnce } from "./hand-over.tsx";
import { InviteForm } from "./invite-form.tsx";
import { currentMembers } from "./on-staff.ts";
import { Words } from "./words.tsx";

const PACE_MS = 4_000;

/**
 * The words of the keys that wait; of somebody on staff by their line in the verified roster. Null where
 * the server shows keys of nobody who stands there.
 */
function wordsFor(row: InviteRow, { staff_id, sign_vk, kem_public }: MadeKeys): string[] | null {
  const own = { signVk: fromB64(sign_vk), kemPublic: fromB64(kem_public) };
  if (row.renews === null) return wordsOf(fromB64(staff_id), own, row.role);
  try {
    return renewalOf(row, currentMembers()).words;
  } catch {
    return null;
  }
}

function Compare({ row, onDone }: { row: InviteRow; onDone: () => void }) {
  const { busy, error, run } = useAction();
  const isNew = row.renews === null;
  const words = row.keys === null ? null : wordsFor(row, row.keys);
  const confirm = async (): Promise<void> => {
    await (isNew ? confirmInvite(row) : confirmRenewal(row));
    announce(t(isNew ? "invite.is-in" : "lost.has-keys", { name: row.display_name }));
    onDone();
  };
  const refuse = async (): Promise<void> => {
    await api.withdrawInvite(row.invite_id);
    announce(t(isNew ? "invite.withdrawn" : "lost.withdrawn", { name: row.display_name }));
    onDone();
  };
  const refused = <Failure text={error} />;
  if (words === null) {
    return (
      <div class="invite-compare">
        <Notice tone="warn">{t("lost.nobody")}</Notice>
        {refused}
        <div class="actions">
          <Button kind="danger" busy={busy} onClick={() => void run(refuse)}>
            {t("invite.withdraw")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div class="invite-compare">
      <p>{t(isNew ? "invite.compare" : "lost.compare", { name: row.display_name })}</p>
      <Words words={words} label={t("invite.words", { name: row.display_name })} />
      {refused}
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

function waitingText({ closed, renews }: InviteRow): string {
  if (renews === null) return closed ? "invite.closed" : "invite.waiting";
  return closed ? "lost.closed" : "lost.waiting";
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
          <p>{t(waitingText(row))}</p>
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

const isRenewal = ({ renews }: InviteRow): boolean => renews !== null;

interface ListProps {
  title: string;
  rows: InviteRow[];
  onDone: () => Promise<void>;
}

function List({ title, rows, onDone }: ListProps) {
  if (rows.length === 0) return null;
  return (
    <section class="panel">
      <h2>{title}</h2>
      <ul class="rows">
        {rows.map((row) => (
          <Waiting key={row.invite_id} row={row} onDone={() => void onDone()} />
        ))}
      </ul>
    </section>
  );
}

export function Invites({ sheet }: { sheet: Signal<Sheet | null> }) {
  const rows = useSignal<InviteRow[]>([]);
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
      <List title={t("lost.list")} rows={rows.value.filter(isRenewal)} onDone={load} />
      <List
        title={t("invite.list")}
        rows={rows.value.filter((it) => !isRenewal(it))}
        onDone={load}
      />
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
