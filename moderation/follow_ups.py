"""Days on which somebody wants to look at a case again: the day is told to the server, what for is sealed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from moderation.audit import Act, record
from moderation.errors import BrokenRule
from moderation.models import Case, CaseRecord
from moderation.records import Signed, keep_revision, read_record
from moderation.staff_models import Staff
from moderation.team_models import CaseFollowUp


def keep(
    session: Session,
    site: bytes,
    case: Case,
    author: Staff,
    signed: Signed,
    due_on: date | None,
    act: Act,
) -> CaseRecord:
    """The follow-up is due on this day, or done where there is none; its words are a record of the case.

    The same again changes nothing, also where a colleague moved it since. Raises StaleRevision where
    somebody else was first, BrokenRule for the case's main record.
    """
    header = read_record(site, author, case.case_id, signed)
    if header.record == case.main_record_id:
        raise BrokenRule("a follow-up in the main record")
    kept, is_new = keep_revision(session, CaseRecord, header, signed, act.hour)
    if not is_new:
        return kept
    row = session.get(CaseFollowUp, header.record)
    if due_on is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(CaseFollowUp(record_id=header.record, case_id=case.case_id, due_on=due_on))
    else:
        row.due_on = due_on
    session.flush()
    record(session, act, "follow_up", case.case_id)
    return kept


def due(session: Session, day: date, limit: int) -> list[tuple[CaseFollowUp, Case]]:
    """What is due by this day in cases that are not closed, the longest overdue first."""
    chosen = (
        select(CaseFollowUp, Case)
        .join(Case, Case.case_id == CaseFollowUp.case_id)
        .where(CaseFollowUp.due_on <= day, Case.status != "closed")
        .order_by(CaseFollowUp.due_on, CaseFollowUp.record_id)
        .limit(limit)
    )
    return [(follow_up, case) for follow_up, case in session.execute(chosen)]
