"""Cases: opened from a conversation or a call, worked on in sealed sections, linked to contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, delete, func, select, true
from sqlalchemy.orm import Session

from chat.erasure import can_be_read
from config.database import changed, locked
from moderation import ends, holds
from moderation.audit import Act, record
from moderation.counting import up_to
from moderation.errors import BrokenRule, CaseHeld, NotAllowed, NotFound, NotHolder, NumberTaken
from moderation.models import Case, CaseConversation, CaseRecord, QueueItem
from moderation.policy import reaches
from moderation.records import Signed, Wrap, keep_first_wrap, keep_revision, read_record
from moderation.staff_models import Staff
from moderation.transitions import move_item

PAGE = 50
"""Cases on one page of the list."""


@dataclass(frozen=True)
class NewCase:
    """What a browser sends to open a case: ids and number are its own, the words are sealed."""

    case_id: bytes
    number: str
    wrap: Wrap
    main: Signed
    channel: str
    category: str
    language: str


def luhn_holds(number: str) -> bool:
    """True for 8 digits, the first not 0, whose last is the Luhn check digit of the others."""
    if len(number) != 8 or not number.isascii() or not number.isdigit() or number[0] == "0":  # noqa: PLR2004 - the format
        return False
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(number)]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0  # noqa: PLR2004 - Luhn


def open_case(
    session: Session, site: bytes, author: Staff, new: NewCase, act: Act, day: date
) -> Case:
    """The case, its key and its main record exist; the same call again gives the same case.

    Raises NumberTaken where id or number belongs to another case, BrokenRule for bad bytes.
    """
    if not luhn_holds(new.number):
        raise BrokenRule("case number")
    header = read_record(site, author, new.case_id, new.main)
    taken = session.scalars(
        select(Case).where((Case.case_id == new.case_id) | (Case.number == new.number))
    ).first()
    if taken is not None:
        if (taken.case_id, taken.number, taken.main_record_id) == (
            new.case_id,
            new.number,
            header.record,
        ):
            keep_revision(session, CaseRecord, header, new.main, act.hour)
            return taken
        raise NumberTaken
    keep_first_wrap(session, new.case_id, new.wrap)
    opened = Case(
        case_id=new.case_id,
        number=new.number,
        status="open",
        day=day,
        channel=new.channel,
        category=new.category,
        language=new.language,
        main_record_id=header.record,
    )
    session.add(opened)
    session.flush()
    keep_revision(session, CaseRecord, header, new.main, act.hour)
    record(session, act, "open_case", new.case_id, None, "open")
    return opened


def find_case(session: Session, case_id: bytes, *, to_write: bool = False) -> Case:
    """The case with this id, locked where it is to be written; raises NotFound."""
    found = locked(session, Case, case_id) if to_write else session.get(Case, case_id)
    if found is None:
        raise NotFound
    return found


def list_cases(
    session: Session, status: str | None, page: int, *, only: ColumnElement[bool] | None = None
) -> tuple[list[Case], int]:
    """One page of cases, newest day first, and how many there are, up to `counting.MOST`.

    `only` leaves others out.
    """
    wanted = (Case.status == status) if status else true()
    if only is not None:
        wanted = and_(wanted, only)
    chosen = select(Case).where(wanted).order_by(Case.day.desc(), Case.case_id.desc())
    rows = session.scalars(chosen.limit(PAGE).offset(page * PAGE))
    return list(rows), up_to(session, chosen.with_only_columns(Case.case_id))


def newest_mains(session: Session, some: list[Case]) -> dict[bytes, CaseRecord]:
    """Of each case the newest revision of the record that holds its title and fields, by case."""
    mains = [case.main_record_id for case in some]
    last = (
        select(CaseRecord.record_id, func.max(CaseRecord.rev).label("rev"))
        .where(CaseRecord.record_id.in_(mains))
        .group_by(CaseRecord.record_id)
        .subquery()
    )
    newest = and_(CaseRecord.record_id == last.c.record_id, CaseRecord.rev == last.c.rev)
    return {row.container_id: row for row in session.scalars(select(CaseRecord).join(last, newest))}


def keep_section(
    session: Session, site: bytes, author: Staff, case: Case, signed: Signed, act: Act
) -> CaseRecord:
    """Keep one section's new revision with its audit row; raises StaleRevision for a stale one."""
    header = read_record(site, author, case.case_id, signed)
    kept, is_new = keep_revision(session, CaseRecord, header, signed, act.hour)
    if is_new:
        if case.status == "closed":
            ends.case_moved(session, case, act)  # somebody worked on it again
        record(session, act, "section", case.case_id)
    return kept


def is_attached(session: Session, case: Case, conv: bytes) -> bool:
    """Whether the conversation belongs to the case."""
    return session.get(CaseConversation, (case.case_id, conv)) is not None


def may_attach(session: Session, me: Staff, item: QueueItem) -> bool:
    """Whoever holds it; of a closed one whoever closed it, and supervisors."""
    if item.status != "closed":
        return reaches(session, me, item.conv, "convert")
    return reaches(session, me, item.conv, "attach_any", "attach_closed")


def attach(
    session: Session, case: Case, item: QueueItem, how: tuple[Staff, str], act: Act, day: date
) -> None:
    """The conversation belongs to the case; `how` is who attaches it and the disposition.

    An open item is converted. A closed one stays closed, and ended as it did: raises NotHolder for
    whoever may not attach it, NotAllowed where its words are deleted already.
    """
    me, disposition = how
    if item.status != "closed":
        move_item(session, item, "convert", act, disposition=disposition)
    elif not may_attach(session, me, item):
        raise NotHolder(item)
    elif not can_be_read(session, item.conv):
        raise NotAllowed
    if not is_attached(session, case, item.conv):
        session.add(CaseConversation(case_id=case.case_id, conv=item.conv, linked_day=day))
        session.flush()
        if case.status == "closed":
            ends.case_moved(session, case, act)  # the contact has the case's days, all of them
        record(session, act, "attach", case.case_id, conv=item.conv)


def detach(session: Session, case: Case, conv: bytes, act: Act) -> None:
    """The conversation no longer belongs to the case, and counts as over since now.

    Its item is locked after the case, as everywhere, and before its end is written. Raises NotFound
    where it did not belong to it, CaseHeld while a hold keeps all of it.
    """
    day = date.fromisoformat(act.hour[:10])
    if holds.is_held(session, case.case_id, day):
        raise CaseHeld
    locked(session, QueueItem, conv)
    link = CaseConversation
    gone = changed(session, delete(link).where(link.case_id == case.case_id, link.conv == conv))
    if gone != 1:
        raise NotFound
    ends.contact_counts_anew(session, conv, day)
    record(session, act, "detach", case.case_id, conv=conv)
