// The desk's people: who is on staff, what they can do and when; for administrators also how somebody
// comes, changes and goes.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { StaffRow } from "../api/types.ts";
import { languageName } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import { refreshRoster } from "../store/roster.ts";
import { open } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Notice } from "../ui/notice.tsx";
import { rootWords } from "../vault/invitation.ts";
import { manages } from "../vault/rosters.ts";
import type { Sheet } from "./hand-over.tsx";
import { Invites } from "./invites.tsx";
import { KeyState } from "./key-state.tsx";
import { onStaff } from "./on-staff.ts";
import { PersonDialog } from "./person-dialog.tsx";
import { RosterKey } from "./roster-key.tsx";
import { Teams } from "./teams.tsx";
import { Words } from "./words.tsx";

function Details({ row }: { row: StaffRow }) {
  const words = [row.languages.map(languageName).join(", "), row.skills, row.hours];
  const said = words.filter((it) => it !== "");
  return (
    <ul class="person-about">
      {said.map((it) => (
        <li key={it}>
          <bdi>{it}</bdi>
        </li>
      ))}
    </ul>
  );
}

function Person({ row, onChange }: { row: StaffRow; onChange: (() => void) | null }) {
  return (
    <li class="row person">
      <div class="person-words">
        <strong>
          <bdi>{row.display_name}</bdi>
        </strong>{" "}
        <span class="mono" dir="ltr">
          {row.name}
        </span>{" "}
        <span>{term("role", String(row.role))}</span>{" "}
        {!row.active && <span class="chip">{t(row.lost ? "lost.chip" : "people.inactive")}</span>}
        <Details row={row} />
      </div>
      {onChange !== null && (
        <Button onClick={onChange}>
          {t("people.change")}
          <span class="hidden"> {row.display_name}</span>
        </Button>
      )}
    </li>
  );
}

function People({ mine, sheet }: { mine: boolean; sheet: Signal<Sheet | null> }) {
  const chosen = useSignal<string | null>(null);
  const rows = onStaff(open().desk);
  const row = rows.find((it) => it.staff_id === chosen.value);
  return (
    <>
      <ul class="rows people-rows">
        {rows.map((it) => (
          <Person
            key={it.staff_id}
            row={it}
            onChange={
              mine
                ? () => {
                    chosen.value = it.staff_id;
                  }
                : null
            }
          />
        ))}
      </ul>
      {row !== undefined && (
        <PersonDialog
          row={row}
          onSheet={(made) => {
            sheet.value = made;
          }}
          onClose={() => {
            chosen.value = null;
          }}
        />
      )}
    </>
  );
}

function Root() {
  return (
    <section class="panel">
      <h2>{t("people.root")}</h2>
      <p>{t("people.root-help")}</p>
      <Words words={rootWords(open().desk.root_vk)} label={t("people.root")} />
    </section>
  );
}

export function PeopleScreen() {
  const { role } = open().me;
  const sheet = useSignal<Sheet | null>(null);
  // Somebody may have come or gone since I signed in.
  useEffect(() => void refreshRoster(), []);
  if (role !== 2 && !manages(role)) {
    return (
      <section class="sheet">
        <ScreenHeading>{t("people.nothing")}</ScreenHeading>
        <Notice tone="info">{t("people.nothing-help")}</Notice>
      </section>
    );
  }
  return (
    <section class="sheet">
      <ScreenHeading>{t("nav.people")}</ScreenHeading>
      <KeyState />
      <People mine={manages(role)} sheet={sheet} />
      {manages(role) && <Invites sheet={sheet} />}
      {manages(role) && <Teams />}
      {manages(role) && <RosterKey />}
      <Root />
    </section>
  );
}
