"""A legal hold: while one stands, no schedule deletes anything of its case, and no other case waits for it.

Why is sealed in a record of the case; the server is told the day up to which it holds, and who says so.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from moderation.audit import Act, record
from moderation.errors import BrokenRule
from moderation.models import Case, CaseRecord
from moderation.records import Signed, keep_revision, read_record
from moderation.retention_models import LegalHold
from moderation.schedule import TEN_YEARS
from moderation.staff_models import Staff


def keep(
    session: Session,
    site: bytes,
    case: Case,
    author: Staff,
    signed: Signed,
    until: date | None,
    act: Act,
) -> CaseRecord:
    """The case is held up to and on this day, or not by this hold any more where there is none.

    The caller has locked the case, so a schedule that runs at this moment either finds the hold or
    has deleted the case. The same bytes again change nothing. Raises StaleRevision where somebody
    else was first, BrokenRule for the main record and for a day in the past or past ten years.
    """
    header = read_record(site, author, case.case_id, signed)
    if header.record == case.main_record_id:
        raise BrokenRule("a hold in the main record")
    today = date.fromisoformat(act.hour[:10])
    if until is not None and not today <= until <= today + timedelta(days=TEN_YEARS):
        raise BrokenRule("day of a hold")
    kept, is_new = keep_revision(session, CaseRecord, header, signed, act.hour)
    if is_new:
        _stand(session, header.record, case, author, until, act)
    return kept


def _stand(
    session: Session, record_id: bytes, case: Case, author: Staff, until: date | None, act: Act
) -> None:
    row = session.get(LegalHold, record_id)
    if until is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        row = LegalHold(record_id=record_id, case_id=case.case_id)
        session.add(row)
    if row is not None and until is not None:
        row.staff_id, row.hour, row.until = author.staff_id, act.hour, until
    session.flush()
    if until is None:
        record(session, act, "lift_hold", case.case_id)
    else:
        record(session, act, "hold_case", case.case_id, None, until.isoformat())


def holds_of(session: Session, case_id: bytes) -> list[LegalHold]:
    """Every hold on the case that has its row, the longest last."""
    mine = select(LegalHold).where(LegalHold.case_id == case_id)
    return list(session.scalars(mine.order_by(LegalHold.until, LegalHold.record_id)))


def is_held(session: Session, case_id: bytes, day: date) -> bool:
    """Whether the case must not be deleted on this day."""
    return session.scalar(select(1).where(LegalHold.case_id == case_id, stands(day))) is not None


A_DAY = timedelta(days=1)


def stands(day: date) -> ColumnElement[bool]:
    """Whether a hold still holds on this day of ours: somewhere on earth it is still the day before."""
    return LegalHold.until >= day - A_DAY


def is_over(row: LegalHold, day: date) -> bool:
    """Whether it does not."""
    return row.until < day - A_DAY
