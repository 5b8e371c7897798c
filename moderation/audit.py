"""The audit: one row for each change of state, written in the transaction of the change itself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from moderation.models import AuditRow


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
    session.add(
        AuditRow(
            hour=act.hour,
            actor=act.actor,
            action=action,
            subject=subject,
            old=old,
            new=new,
            conv=conv,
        )
    )


def closed_by(session: Session, conv: bytes) -> bytes | None:
    """Who closed the item last; None where nobody did."""
    closing = AuditRow.subject == conv, AuditRow.action == "close"
    chosen = select(AuditRow.actor).where(*closing).order_by(AuditRow.number.desc()).limit(1)
    return session.scalar(chosen)


def events_of(session: Session, subject: bytes) -> list[AuditRow]:
    """Everything that was done to an item or case, oldest first."""
    return list(
        session.scalars(
            select(AuditRow).where(AuditRow.subject == subject).order_by(AuditRow.number)
        )
    )
