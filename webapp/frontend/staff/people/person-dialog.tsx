// One person: what colleagues know of them, their role, new keys after a loss, and the ways out:
// suspended for a while, or gone for good. Each says what happens before it does.

import { useSignal } from "@preact/signals";
import type { StaffRow } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { giveRole, letBackIn, loseDevice, makeLeave, suspend, tellAbout } from "../store/people.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { CheckBox, ticked } from "../ui/check.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { bound, SelectField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { type Action, useAction } from "../ui/use-action.ts";
import { AboutFields } from "./about-fields.tsx";
import type { Sheet } from "./hand-over.tsx";
import { LostPart } from "./lost-part.tsx";

interface Part {
  row: StaffRow;
  action: Action;
  /** Run it, say it, and close. */
  act: (id: string, work: () => Promise<void>) => void;
}

function AboutPart({ row, action, act }: Part) {
  const { display_name, languages, skills, hours } = row;
  const about = useSignal({ display_name, languages, skills, hours });
  const ready = about.value.display_name.trim() !== "";
  return (
    <section>
      <AboutFields {...bound(about)} />
      <div class="actions">
        <Button
          kind="primary"
          busy={action.busy}
          disabled={!ready}
          onClick={() => act("people.saved", () => tellAbout(row.staff_id, about.value))}
        >
          {t("people.save")}
        </Button>
      </div>
    </section>
  );
}

function RolePart({ row, action, act }: Part) {
  const role = useSignal(String(row.role));
  const same = role.value === String(row.role);
  return (
    <section>
      <h3>{t("people.role")}</h3>
      <SelectField label={t("people.role")} {...bound(role)} options={optionsOf("role")} />
      <p class="field-help">{t(`role-help.${role.value}`)}</p>
      <div class="actions">
        <Button
          busy={action.busy}
          disabled={same}
          onClick={() => act("people.role-given", () => giveRole(row.staff_id, Number(role.value)))}
        >
          {t("people.give-role")}
        </Button>
      </div>
    </section>
  );
}

function SuspendPart({ row, action, act }: Part) {
  return (
    <section>
      <h3>{t(row.active ? "people.suspend" : "people.let-in")}</h3>
      <p>{t(row.active ? "people.suspend-help" : "people.let-in-help")}</p>
      <div class="actions">
        {row.active ? (
          <Button
            busy={action.busy}
            onClick={() => act("people.suspended", () => suspend(row.staff_id))}
          >
            {t("people.suspend")}
          </Button>
        ) : (
          <Button
            busy={action.busy}
            onClick={() => act("people.is-back", () => letBackIn(row.staff_id))}
          >
            {t("people.let-in")}
          </Button>
        )}
      </div>
    </section>
  );
}

function LeavePart({ row, action, act }: Part) {
  const sure = useSignal(false);
  return (
    <section>
      <h3>{t("people.leave")}</h3>
      <p>{t("people.leave-help")}</p>
      <CheckBox {...ticked(sure)} label={t("people.leave-sure", { name: row.display_name })} />
      <div class="actions">
        <Button
          kind="danger"
          busy={action.busy}
          disabled={!sure.value}
          onClick={() => act("people.has-left", () => makeLeave(row.staff_id))}
        >
          {t("people.leave")}
        </Button>
      </div>
    </section>
  );
}

interface Props {
  row: StaffRow;
  onClose: () => void;
  /** A link and a code were made, and are shown behind the dialog. */
  onSheet: (sheet: Sheet) => void;
}

export function PersonDialog({ row, onClose, onSheet }: Props) {
  const action = useAction();
  const act = (id: string, work: () => Promise<void>): void =>
    void action.run(async () => {
      await work();
      announce(t(id, { name: row.display_name }));
      onClose();
    });
  const lose = (): void =>
    void action.run(async () => {
      const made = await loseDevice(row.staff_id);
      announce(t("lost.is-out", { name: row.display_name }));
      onClose();
      onSheet({ name: row.display_name, ...made });
    });
  const part = { row, action, act };
  return (
    <Dialog title={t("people.change-title", { name: row.display_name })} wide onClose={onClose}>
      <Failure text={action.error} />
      {action.busy && <Notice tone="info">{t("people.busy")}</Notice>}
      <div class="person-parts">
        <AboutPart {...part} />
        {row.active && <RolePart {...part} />}
        <LostPart row={row} action={action} onLost={lose} />
        {!row.lost && <SuspendPart {...part} />}
        <LeavePart {...part} />
      </div>
    </Dialog>
  );
}
