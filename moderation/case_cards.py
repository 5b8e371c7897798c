"""Cards of cases: sealed by browsers, handed out newest first, so that a browser can search them all.

The server never searches: it cannot read a card, and is never asked what somebody looks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from crypto.hashes import digest
from moderation.card_models import CaseCard
from moderation.counting import up_to
from moderation.errors import BrokenRule
from moderation.models import Case, ContainerWrap
from moderation.records import Signed, read_record, wraps_of_each
from moderation.staff_models import Staff

PAGE = 500
"""Cards on one page: as many as a browser opens in about a second."""

MOST_COUNTED = 100_000
"""Cases that are counted, so that a browser knows how far it has read."""

LONGEST = 1200
"""Bytes of a card: a record whose words fill one kilobyte, and its header."""


@dataclass(frozen=True)
class Page:
    """Cases with their card, if they have one, and their keys; `total` is how many there are."""

    rows: list[tuple[Case, CaseCard | None]]
    wraps: dict[bytes, list[ContainerWrap]]
    total: int


def keep(session: Session, site: bytes, author: Staff, case: Case, signed: Signed) -> None:
    """This is the case's card from now on; raises BrokenRule for bytes that are none of it."""
    if len(signed.record) > LONGEST:
        raise BrokenRule("a card of this length")
    read_record(site, author, case.case_id, signed)
    card = session.get(CaseCard, case.case_id)
    if card is None:
        card = CaseCard(case_id=case.case_id)
        session.add(card)
    card.sealed, card.signature = signed.record, signed.signature
    card.hash = digest(signed.record)
    session.flush()


def page_after(session: Session, after: tuple[date, bytes] | None) -> Page:
    """The next page, newest day first; `after` is the last case of the page before."""
    chosen = (
        select(Case, CaseCard)
        .outerjoin(CaseCard, CaseCard.case_id == Case.case_id)
        .where(_older_than(after))
        .order_by(Case.day.desc(), Case.case_id.desc())
        .limit(PAGE)
    )
    rows: list[tuple[Case, CaseCard | None]] = [
        (case, card) for case, card in session.execute(chosen)
    ]
    all_of_them = select(Case.case_id).order_by(Case.day.desc(), Case.case_id.desc())
    total = up_to(session, all_of_them, MOST_COUNTED)
    return Page(rows, wraps_of_each(session, [case.case_id for case, _ in rows]), total)


def _older_than(after: tuple[date, bytes] | None) -> ColumnElement[bool]:
    if after is None:
        return true()
    day, case_id = after
    return or_(Case.day < day, and_(Case.day == day, Case.case_id < case_id))
