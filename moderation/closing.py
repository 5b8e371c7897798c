"""Closing a month: a supervisor's browser counted it, and its summary stays as it was signed.

What a summary says is sealed for the desk. The server knows which months are closed, by whom and
in how many editions, and keeps every edition.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from crypto.month import month_record
from moderation import reports, shelves
from moderation.audit import Act, record
from moderation.audit_models import AuditRow
from moderation.errors import BrokenRule, MonthNotOver, NotFound
from moderation.margins import month_of
from moderation.models import Case
from moderation.month_models import ClosedMonth
from moderation.records import Signed, keep_revision, read_record
from moderation.staff_models import Staff

SHELF = "closed_months"


def close_month(
    session: Session, by: tuple[bytes, Staff], month: str, signed: Signed, act: Act, today: date
) -> ClosedMonth:
    """Keep a month's summary, or its next edition, by (site, author); sent again it is there once.

    Raises MonthNotOver while contacts of the month can still come; StaleRevision, with the newest
    edition, where a colleague closed it first; BrokenRule for the record of another month.
    """
    reports.months_between(month, month)
    if month >= month_of(today):
        raise MonthNotOver
    inside = shelves.inside(session, SHELF)
    if inside is None:
        raise NotFound
    site, author = by
    header = read_record(site, author, inside, signed)
    if header.record != month_record(site, month):
        raise BrokenRule("record of another month")
    kept, is_new = keep_revision(session, ClosedMonth, header, signed, act.hour)
    if is_new:
        action = "close_month" if kept.rev == 1 else "close_month_again"
        record(session, act, action, header.record, None, month)
    return kept


def editions_of(session: Session, site: bytes, month: str) -> int:
    """How often a month was closed; 0 for one that is open."""
    mine = ClosedMonth.record_id == month_record(site, month)
    return session.scalar(select(func.count()).select_from(ClosedMonth).where(mine)) or 0


def cases_gone(session: Session, month: str) -> int:
    """How many cases that were opened in this month exist no more, as far as the audit reaches."""
    reports.months_between(month, month)
    is_there = exists().where(Case.case_id == AuditRow.subject)
    opened = (
        AuditRow.action == "open_case",
        AuditRow.hour >= f"{month}-01",
        AuditRow.hour < f"{month}-32",
    )
    asked = select(func.count()).select_from(AuditRow).where(*opened, ~is_there)
    return session.scalar(asked) or 0
