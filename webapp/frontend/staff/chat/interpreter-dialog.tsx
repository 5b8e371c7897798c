// Letting an interpreter into this one chat: they read and write here, and see nothing else.

import { useEffect } from "preact/hooks";
import type { Live } from "../api/live-types.ts";
import type { StaffRow } from "../api/types.ts";
import { languageName } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import type { Opened } from "../live/opening.ts";
import type { Talk } from "../live/talk.ts";
import { refreshRoster } from "../store/roster.ts";
import { open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { inviteInterpreter } from "./member-acts.ts";

const INTERPRETER = 5;

/** A tag's first part is the language: `es-MX` is spoken by whoever speaks `es`. */
const speaks = (person: StaffRow, wanted: string): boolean =>
  person.languages.some((tag) => tag.split("-")[0] === wanted.split("-")[0]);

interface Props {
  talk: Talk;
  opened: Opened;
  live: Live;
  onClose: () => void;
}

export function InterpreterDialog({ talk, opened, live, onClose }: Props) {
  const { busy, error, run } = useAction();
  // Somebody may have joined the desk since I signed in.
  useEffect(() => void refreshRoster(), []);
  const isIn = (id: string): boolean => live.members.some((it) => it.staff_id === id);
  const people = open().desk.staff.filter(
    (it) => it.active && it.role === INTERPRETER && !isIn(it.staff_id),
  );
  const wanted = opened.answer.item.language;
  people.sort((one, other) => Number(speaks(other, wanted)) - Number(speaks(one, wanted)));
  const invite = (person: StaffRow): void =>
    void run(async () => {
      await inviteInterpreter(talk, opened, person);
      announce(t("hand-over.invited", { name: person.display_name }));
      onClose();
    });
  return (
    <Dialog title={t("interpreter.title")} onClose={onClose}>
      <p>{t("interpreter.help")}</p>
      <Failure text={error} />
      {people.length === 0 && <p class="empty">{t("interpreter.nobody")}</p>}
      <ul class="picks">
        {people.map((person) => (
          <li key={person.staff_id} class="pick">
            <span class="pick-words">
              <bdi>{person.display_name}</bdi>{" "}
              <span class="soft">{person.languages.map(languageName).join(", ")}</span>{" "}
              {speaks(person, wanted) && (
                <span class="chip">
                  {t("interpreter.speaks", { language: languageName(wanted) })}
                </span>
              )}
            </span>
            <Button busy={busy} onClick={() => invite(person)}>
              {t("interpreter.invite")}
              <span class="hidden"> {person.display_name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
