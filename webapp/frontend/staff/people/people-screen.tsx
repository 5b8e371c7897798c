// The desk's people: who is on staff, and for administrators the way to add somebody.

import { useSignal } from "@preact/signals";
import type { StaffRow } from "../api/types.ts";
import { t, term } from "../i18n/i18n.ts";
import { open } from "../store/session.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { Notice } from "../ui/notice.tsx";
import type { HandOver } from "../vault/new-staff.ts";
import { AddStaff } from "./add-staff.tsx";
import { HandOverSheet } from "./hand-over-sheet.tsx";

function Person({ row }: { row: StaffRow }) {
  return (
    <li class="row person">
      <strong>
        <bdi>{row.display_name}</bdi>
      </strong>
      <span class="mono" dir="ltr">
        {row.name}
      </span>
      <span>{term("role", String(row.role))}</span>
      {!row.active && <span class="chip">{t("people.inactive")}</span>}
    </li>
  );
}

function People() {
  return (
    <ul class="rows">
      {open().desk.staff.map((row) => (
        <Person key={row.staff_id} row={row} />
      ))}
    </ul>
  );
}

export function PeopleScreen() {
  const sheet = useSignal<HandOver | null>(null);
  const { role } = open().me;
  if (role !== 3 && role !== 4) {
    return (
      <section class="sheet">
        <ScreenHeading>{t("people.nothing")}</ScreenHeading>
        <Notice tone="info">{t("people.nothing-help")}</Notice>
      </section>
    );
  }
  if (sheet.value !== null) {
    return (
      <HandOverSheet
        handOver={sheet.value}
        onDone={() => {
          sheet.value = null;
        }}
      />
    );
  }
  return (
    <section class="sheet">
      <ScreenHeading>{t("nav.people")}</ScreenHeading>
      <People />
      <AddStaff
        onAdded={(handOver) => {
          sheet.value = handOver;
        }}
      />
    </section>
  );
}
