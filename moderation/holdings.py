"""Everything that exists about one case, row by row: what can be given to a court, and what cannot.

Each table of the store is in one of the two lists below; a test holds them against the tables there
are. Codes, days and ids are told as they are stored. Of sealed bytes only how many there are can be
told here: the server has no key to them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, or_, select, type_coerce
from sqlalchemy.orm import Session

from chat.fields import b64
from chat.file_models import File
from chat.purge import KeyMaterial
from config.database import Content, Keys
from moderation.models import Case, CaseConversation, NoteContainer
from moderation.referral_models import Release

ID_LENGTH = 16


@dataclass(frozen=True)
class Names:
    """The ids by which rows belong to a case."""

    case: bytes
    convs: list[bytes]
    notes: list[bytes]
    releases: list[bytes]
    files: list[bytes]

    @property
    def all(self) -> list[bytes]:
        """Every one."""
        return [self.case, *self.convs, *self.notes, *self.releases, *self.files]


def _by(column: str, ids: Callable[[Names], list[bytes]]) -> Callable[[Table, Names], Any]:
    return lambda table, names: table.c[column].in_(ids(names))


_CASE = lambda names: [names.case]  # noqa: E731 - short words of the table below
_CONV = lambda names: names.convs  # noqa: E731


def _audit(table: Table, names: Names) -> ColumnElement[bool]:
    return or_(table.c.subject.in_(names.all), table.c.conv.in_(names.convs))


def _bulk(table: Table, names: Names) -> ColumnElement[bool]:
    return or_(*(table.c.answer.contains(b64(conv)) for conv in names.convs), table.c.hour == "")


HELD: dict[str, tuple[str, Callable[[Table, Names], Any]]] = {
    # table: what it is, and which of its rows belong to the case
    "content.case": ("the case", _by("case_id", _CASE)),
    "content.case_end": ("since when it is closed, and its last day", _by("case_id", _CASE)),
    "content.legal_hold": ("legal holds", _by("case_id", _CASE)),
    "content.case_assignment": ("who works on it", _by("case_id", _CASE)),
    "content.case_follow_up": ("days to look at it again", _by("case_id", _CASE)),
    "content.case_record": ("sealed sections, every revision", _by("container_id", _CASE)),
    "content.case_card": ("the sealed card for searches", _by("case_id", _CASE)),
    "content.release": ("releases to organisations", _by("case_id", _CASE)),
    "content.packet_link": ("sealed packets that wait", _by("release_id", lambda n: n.releases)),
    "content.case_conversation": ("which contacts belong to it", _by("case_id", _CASE)),
    "content.conversation": ("contacts: their labels", _by("conv", _CONV)),
    "content.queue_item": ("their place in the queue", _by("conv", _CONV)),
    "content.arrival": ("the minute since which one waits", _by("conv", _CONV)),
    "content.quarantine": ("what was set aside, and why", _by("conv", _CONV)),
    "content.receipt_block": ("receipts that may not write for hours", _by("conv", _CONV)),
    "content.contact_end": ("since when they are over, and their last days", _by("conv", _CONV)),
    "content.deletion_due": ("words that are deleted next", _by("conv", _CONV)),
    "content.training": ("trainings that were asked for", _by("conv", _CONV)),
    "content.envelope": ("sealed messages", _by("conv", _CONV)),
    "content.accept_record": ("who accepted them", _by("conv", _CONV)),
    "content.file": ("sealed files", _by("conv", _CONV)),
    "content.file_part": ("parts of files on their way", _by("file_id", lambda n: n.files)),
    "content.file_lock": ("locked files", _by("conv", _CONV)),
    "content.live_chat": ("live chats", _by("conv", _CONV)),
    "content.chat_member": ("who else is in them", _by("conv", _CONV)),
    "content.looking": ("who has them on screen", _by("conv", _CONV)),
    "content.note_container": ("private notes: their containers", _by("conv", _CONV)),
    "content.private_note": ("sealed private notes", _by("container_id", lambda n: n.notes)),
    "content.bulk_done": ("answers to acts on many items, for a day", _bulk),
    "content.audit": ("what was done, by whom, in which hour", _audit),
    "keys.container_wrap": ("sealed keys", _by("container_id", lambda n: [n.case, *n.notes])),
    "keys.key_record": ("sealed keys of messages", _by("conv", _CONV)),
    "keys.way_back": ("ways back of those outside", _by("conv", _CONV)),
    "keys.share": ("sealed keys of guests", _by("conv", _CONV)),
    "keys.deleted": ("what was deleted for good", _by("conv", lambda n: n.all)),
}

NOTHING_HERE: dict[str, str] = {
    "content.site": "the installation",
    "content.site_version": "settings",
    "content.form_version": "questions",
    "content.materials_version": "the library for people outside",
    "content.certificate": "signatures of the root",
    "content.roster": "lists of staff",
    "content.staff": "staff",
    "content.sign_in_method": "staff",
    "content.invite": "staff",
    "content.on_call": "staff",
    "content.presence": "staff",
    "content.staff_session": "staff",
    "content.known_device": "staff",
    "content.sign_in_pace": "how often sign-in failed",
    "content.team": "staff",
    "content.team_member": "staff",
    "content.audit_head": "where the audit ends",
    "content.audit_anchor": "signatures under the audit",
    "content.counter": "counts by month that name nobody",
    "content.recent_wait": "minutes that name nobody",
    "content.job": "when work is due",
    "content.backup_run": "numbers of backups",
    "content.shelf": "what belongs to the whole desk",
    "content.saved_reply": "what belongs to the whole desk",
    "content.saved_view": "sealed filters of staff",
    "content.closed_month": "sealed summaries of months, without small figures",
    "content.organisation": "the directory",
    "content.organisation_note": "sealed notes on the directory",
    "content.directory_loose": "the directory",
    "content.directory_state": "the directory",
    "keys.epoch_wrap": "keys of staff",
    "keys.roster_key_wrap": "keys of staff",
    "keys.visit": "visits without scripts, by a key that is in no store",
}
"""Tables without a row about a case, and what they are about."""


@dataclass(frozen=True)
class Holding:
    """The rows of one table that belong to the case, as text by column."""

    table: str
    what: str
    rows: list[dict[str, str]]


def find(session: Session, number: str) -> Case | None:
    """The case of this number, if there is one."""
    return session.scalars(select(Case).where(Case.number == number)).first()


def names_of(session: Session, case: Case) -> Names:
    """Every id by which something belongs to the case."""
    convs = _all(session, CaseConversation.conv, CaseConversation.case_id == case.case_id)
    return Names(
        case=case.case_id,
        convs=convs,
        notes=_all(session, NoteContainer.container_id, NoteContainer.conv.in_(convs)),
        releases=_all(session, Release.release_id, Release.case_id == case.case_id),
        files=_all(session, File.file_id, File.conv.in_(convs)),
    )


def holdings(session: Session, names: Names, people: dict[bytes, str]) -> Iterator[Holding]:
    """What each table has of the case, those without a row left out; `people` names staff.

    Raises LookupError where a table is in neither list: whoever adds one decides.
    """
    for table in (*Content.metadata.sorted_tables, *Keys.metadata.sorted_tables):
        if table.fullname in NOTHING_HERE:
            continue
        what, belongs = HELD[table.fullname]
        chosen = select(*(_sealed_as_it_is(c) for c in table.columns))
        found = session.execute(chosen.where(belongs(table, names))).mappings()
        rows = [{c.name: _told(row[c.name], people) for c in table.columns} for row in found]
        for row in rows:
            if table.fullname == "content.bulk_done":
                row["answer"] = _own_part(row["answer"], names)
        if rows:
            yield Holding(table.fullname, what, rows)


def _all(session: Session, column: Any, which: ColumnElement[bool]) -> list[bytes]:  # noqa: ANN401 - any mapped id
    return list(session.scalars(select(column).where(which)))


def _sealed_as_it_is(column: Column[Any]) -> Any:  # noqa: ANN401 - a column or one read otherwise
    """A key column's bytes as they lie there: nothing is opened to count them."""
    if not isinstance(column.type, KeyMaterial):
        return column
    return type_coerce(column, LargeBinary).label(column.name)


def _own_part(answer: str, names: Names) -> str:
    """What an answer says of the case's contacts: others on whom somebody acted with them are not it."""
    own = {b64(conv) for conv in names.convs}
    return json.dumps([each for each in json.loads(answer) if each["conv"] in own])


def _told(value: object, people: dict[bytes, str]) -> str:
    if value is None:
        return "-"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes) and len(value) == ID_LENGTH:
        return people.get(value, value.hex())
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return str(value)
