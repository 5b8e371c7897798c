"""Anchors: once a day a member of staff signs where the audit's chain stands, and so vouches for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config.database import locked
from crypto.audit import AuditAnchor, audit_entry_digest, verify_anchor
from crypto.errors import CryptoError
from moderation.audit import CHAIN, entry_of, head_of
from moderation.audit_models import AuditAnchorRow, AuditHead, AuditRow
from moderation.errors import AlreadyAnchored, BrokenRule, NotFound
from moderation.staff_models import Staff

LINKS_AT_ONCE = 2000
"""Digests of rows in one answer: a browser asks again for what follows."""


@dataclass(frozen=True)
class Standing:
    """Where the chain begins and ends, who vouched for both, and whether somebody should today."""

    head: AuditHead
    start: AuditAnchorRow | None
    newest: AuditAnchorRow | None
    is_due: bool


def standing(session: Session, day: date) -> Standing:
    """How the chain stands on this day."""
    head = head_of(session)
    newest = _newest(session)
    start = session.get(AuditAnchorRow, head.start_number)
    is_due = newest is None or (newest.day < day and newest.number < head.number)
    return Standing(head, start, newest, is_due and head.number > 0)


def links_after(session: Session, number: int) -> list[bytes]:
    """The digests of the rows that follow row `number`: enough to follow the chain, saying nothing.

    Raises NotFound where that row was let go.
    """
    if number < head_of(session).start_number:
        raise NotFound
    chosen = select(AuditRow).where(AuditRow.number > number).order_by(AuditRow.number)
    rows = session.scalars(chosen.limit(LINKS_AT_ONCE))
    return [audit_entry_digest(entry_of(row)) for row in rows]


def keep(
    session: Session, site: bytes, me: Staff, anchor: AuditAnchor, signature: bytes, day: date
) -> AuditAnchorRow:
    """The anchor is kept, for good.

    Raises BrokenRule where it is not signed by this person or not of this chain, and
    AlreadyAnchored where somebody vouched today, or for this row.
    """
    try:
        verify_anchor(me.sign_vk, site, anchor, signature)
    except CryptoError as error:
        raise BrokenRule("anchor") from error
    row = session.get(AuditRow, anchor.number)
    if row is None or row.hash != anchor.hash:
        raise BrokenRule("anchor of another chain")
    newest = _newest(session)
    if newest is not None and (newest.day >= day or newest.number >= anchor.number):
        raise AlreadyAnchored
    kept = AuditAnchorRow(
        number=anchor.number, hash=anchor.hash, staff_id=me.staff_id, signature=signature, day=day
    )
    session.add(kept)
    session.flush()
    return kept


def let_go(session: Session, number: int) -> None:
    """Rows up to `number` are gone, and their last hash is where the chain begins.

    The one way to delete rows: the database refuses every other. Raises NotFound unless an anchor
    names the row: else a server could claim any beginning. What still exists needs its last row
    (`moderation.checker`), so whoever calls this looks for it first (`moderation.jobs.old_rows`).
    """
    anchor, head = session.get(AuditAnchorRow, number), locked(session, AuditHead, CHAIN)
    row = session.get(AuditRow, number)
    if anchor is None or head is None or row is None or row.hash != anchor.hash:
        raise NotFound
    head.start_number, head.start_hash = row.number, row.hash
    session.flush()
    session.expunge(row)
    gone = delete(AuditRow).where(AuditRow.number <= number)
    session.execute(gone.execution_options(synchronize_session=False))


def _newest(session: Session) -> AuditAnchorRow | None:
    chosen = select(AuditAnchorRow).order_by(AuditAnchorRow.number.desc()).limit(1)
    return session.scalars(chosen).first()
