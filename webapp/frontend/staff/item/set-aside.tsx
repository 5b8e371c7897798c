// Spam, abuse, a prank: set it aside and bring it back; keep its receipt from writing for some hours.

import { useSignal } from "@preact/signals";
import type { Deed } from "../api/queue-calls.ts";
import type { Item } from "../api/types.ts";
import { hourBegins } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { REASONS } from "../queue/bulk-dialog.tsx";
import { sendOnce } from "../store/send-once.ts";
import { api, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Told } from "../ui/explain.ts";
import { SelectField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { useAction } from "../ui/use-action.ts";
import { newId } from "../vault/container.ts";

const HOURS = [1, 8, 24, 168] as const;

interface Props {
  item: Item;
  /** Ask for the item again: it moved. */
  onMoved: () => Promise<unknown>;
}

/** The same act as on many, on one. */
async function act({ item: { conv, status, s_seq }, onMoved }: Props, deed: Deed): Promise<void> {
  const items = [{ conv, status, s_seq }];
  const { results } = await sendOnce(
    "bulk-one",
    [deed, items],
    () => ({ ...deed, bulk_id: newId(), items }),
    (body) => api.bulk(body),
  );
  await onMoved();
  const refused = results[0]?.refused ?? null;
  if (refused !== null) throw new Told(`bulk.refused.${refused}`);
  announce(t(`aside.${deed.what}-done`));
}

function ReasonDialog({ onClose, ...props }: Props & { onClose: () => void }) {
  const reason = useSignal("spam");
  const { busy, error, run } = useAction();
  const aside = async (): Promise<void> => {
    await act(props, { what: "quarantine", reason: reason.value });
    onClose();
  };
  return (
    <Dialog title={t("bulk.quarantine")} onClose={onClose}>
      <p>{t("bulk.quarantine-help")}</p>
      <SelectField
        label={t("bulk.quarantine-which")}
        value={reason.value}
        options={optionsOf("quarantine_reason").filter(({ value }) => REASONS.includes(value))}
        onValue={(value) => {
          reason.value = value;
        }}
      />
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" busy={busy} onClick={() => void run(aside)}>
          {t("bulk.quarantine")}
        </Button>
      </div>
    </Dialog>
  );
}

function BlockDialog({ item, onMoved, onClose }: Props & { onClose: () => void }) {
  const hours = useSignal("8");
  const { busy, error, run } = useAction();
  const block = async (): Promise<void> => {
    await api.block(item.conv, Number(hours.value));
    await onMoved();
    announce(t("block.done"));
    onClose();
  };
  return (
    <Dialog title={t("block.title")} onClose={onClose}>
      <p>{t("block.help")}</p>
      <SelectField
        label={t("block.how-long")}
        value={hours.value}
        options={HOURS.map((n) => ({ value: String(n), label: t(`block.hours-${n}`) }))}
        onValue={(value) => {
          hours.value = value;
        }}
      />
      <Failure text={error} />
      <div class="actions">
        <Button kind="danger" busy={busy} onClick={() => void run(block)}>
          {t("block.title")}
        </Button>
      </div>
    </Dialog>
  );
}

function Blocked({ item, onMoved }: Props) {
  const { busy, error, run } = useAction();
  const { role } = open().me;
  const lift = async (): Promise<void> => {
    await api.unblock(item.conv);
    await onMoved();
    announce(t("block.lifted"));
  };
  return (
    <Notice tone="info">
      <p>{t("block.until", { until: hourBegins(item.blocked_until ?? "") })}</p>
      {(role === 2 || role === 3) && (
        <Button busy={busy} onClick={() => void run(lift)}>
          {t("block.lift")}
        </Button>
      )}
      <Failure text={error} />
    </Notice>
  );
}

export function SetAside(props: Props) {
  const { item } = props;
  const asking = useSignal<"" | "reason" | "block">("");
  const { busy, error, run } = useAction();
  const mine = item.holder === open().me.staffId;
  const free = item.live == null && (item.holder === null || mine);
  const asks = (which: "" | "reason" | "block") => () => {
    asking.value = which;
  };
  const movable = item.status === "waiting" || (mine && item.status !== "converted");
  return (
    <section class="tool">
      <h2>{t("aside.title")}</h2>
      {item.aside !== null && item.blocked_until === null && <p>{t("aside.is")}</p>}
      <div class="actions stack">
        {free && movable && <Button onClick={asks("reason")}>{t("bulk.quarantine")}…</Button>}
        {item.status === "quarantined" && (
          <Button
            kind="primary"
            busy={busy}
            onClick={() => void run(() => act(props, { what: "restore" }))}
          >
            {t("bulk.restore")}
          </Button>
        )}
        {free && item.blocked_until === null && (
          <Button onClick={asks("block")}>{t("block.title")}…</Button>
        )}
      </div>
      {item.live != null && <p class="quiet">{t("aside.live")}</p>}
      {item.blocked_until !== null && <Blocked {...props} />}
      <Failure text={error} />
      {asking.value === "reason" && <ReasonDialog {...props} onClose={asks("")} />}
      {asking.value === "block" && <BlockDialog {...props} onClose={asks("")} />}
    </section>
  );
}
