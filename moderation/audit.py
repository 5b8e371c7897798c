"""The audit: one row for each change of state, written in the transaction of the change itself.

Rows wait until the transaction ends and are chained then, under the lock of the chain's head: the
one lock that all writers share is the last that each of them takes, so nobody waits in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.orm import Session

from config.database import at_the_end, put_off
from crypto.audit import START, AuditEntry, audit_entry_digest, audit_link
from moderation.audit_models import AuditHead, AuditRow

CHAIN = 1
"""There is one chain, and its head is the row of this name."""

GIVEN_BACK = ("release", "lost")


@dataclass(frozen=True)
class Act:
    """Who acts and in which hour; `actor` is None where a source or the service itself does."""

    actor: bytes | None
    hour: str


def record(
    session: Session,
    act: Act,
    action: str,
    subject: bytes,
    old: str | None = None,
    new: str | None = None,
    conv: bytes | None = None,
) -> None:
    """Add the row for one change; it is kept if and only if the change is."""
    entry = AuditEntry(act.hour, act.actor, action, subject, old, new, conv)
    at_the_end(session, append, entry)


def append(session: Session, entries: Iterable[AuditEntry]) -> None:
    """These rows are the chain's newest, and nobody else adds one before the block has ended."""
    connection = session.connection()
    number, link = _locked_head(connection)
    rows = []
    for entry in entries:
        number += 1
        link = audit_link(link, number, audit_entry_digest(entry))
        rows.append({"number": number, "hash": link, **vars(entry)})
    connection.execute(NEW_ROWS, rows)
    connection.execute(NEW_HEAD, {"number": number, "hash": link})


def entry_of(row: AuditRow) -> AuditEntry:
    """What a row says, without its place in the chain."""
    return AuditEntry(row.hour, row.actor, row.action, row.subject, row.old, row.new, row.conv)


def head_of(session: Session) -> AuditHead:
    """Where the chain begins and ends now; of a database that was emptied, at the very start."""
    found = session.get(AuditHead, CHAIN, populate_existing=True)
    return found or AuditHead(chain=CHAIN, number=0, hash=START, start_number=0, start_hash=START)


def was_given_back(session: Session, conv: bytes) -> bool:
    """Whether an advocate had the item before, and gave it back or vanished."""
    if any(entry.action in GIVEN_BACK for entry in _not_yet_stored(session, conv)):
        return True
    before = AuditRow.subject == conv, AuditRow.action.in_(GIVEN_BACK)
    return session.scalar(select(AuditRow.number).where(*before).limit(1)) is not None


def changes_by_source(session: Session, conv: bytes) -> int:
    """How many labels the person outside has changed so far."""
    now = [
        entry
        for entry in _not_yet_stored(session, conv)
        if entry.actor is None and entry.action.startswith("set_")
    ]
    own = AuditRow.subject == conv, AuditRow.actor.is_(None), AuditRow.action.startswith("set_")
    stored = session.scalar(select(func.count()).select_from(AuditRow).where(*own))
    return (stored or 0) + len(now)


def events_of(session: Session, subject: bytes) -> list[AuditRow]:
    """Everything that was done to an item or case, oldest first."""
    return list(
        session.scalars(
            select(AuditRow).where(AuditRow.subject == subject).order_by(AuditRow.number)
        )
    )


def _not_yet_stored(session: Session, subject: bytes) -> list[AuditEntry]:
    """What this very transaction did to an item so far."""
    return [entry for entry in put_off(session, append) if entry.subject == subject]


def _locked_head(connection: Connection) -> tuple[int, bytes]:
    """The newest row's number and hash, and nobody else's to follow until the block ends."""
    head = connection.execute(HEAD).first()
    if head is None:  # an emptied database: of two who begin the chain at once, one waits here
        number, link = connection.execute(LAST).first() or (0, START)
        connection.execute(BEGIN, {"number": number, "hash": link, "start": START})
        head = connection.execute(HEAD).one()
    return head.number, head.hash


# Built once: building costs more than running, and everybody waits for whoever holds the head.
HEAD = select(AuditHead.number, AuditHead.hash).where(AuditHead.chain == CHAIN).with_for_update()
LAST = select(AuditRow.number, AuditRow.hash).order_by(AuditRow.number.desc()).limit(1)
NEW_ROWS = insert(AuditRow.__table__)  # type: ignore[arg-type]  # a mapped class has a table
NEW_HEAD = text("UPDATE content.audit_head SET number = :number, hash = :hash WHERE chain = 1")
BEGIN = text(
    "INSERT INTO content.audit_head (chain, number, hash, start_number, start_hash)"
    " VALUES (1, :number, :hash, 0, :start) ON CONFLICT DO NOTHING"
)
