"""Tables of the audit: its rows, where their chain begins and ends, and who vouched for it."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from config.database import Blob, Code, Content, Day, Digest, Hour, Id, Number, RowNumber


class AuditRow(Content):
    """Who did what to which item or case, to the hour, never content.

    Numbers have no gap; `hash` covers the row and the hash before it (`crypto.audit`). The
    database refuses to change a row, and to delete one that `AuditHead` does not let go.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_subject", "subject"),
        Index("ix_audit_conv", "conv"),
        Index("ix_audit_actor_number", "actor", "number"),
        Index("ix_audit_action_number", "action", "number"),
        Index("ix_audit_hour", "hour"),
    )

    number: Mapped[RowNumber]
    hour: Mapped[Hour]
    actor: Mapped[Id | None]
    action: Mapped[Code]
    subject: Mapped[Id]
    old: Mapped[Code | None]
    new: Mapped[Code | None]
    conv: Mapped[Id | None]
    hash: Mapped[Digest]


class AuditHead(Content):
    """The one row that says where the chain ends, and after which row it begins.

    Writers lock it, so that they stand in one order. Rows up to `start_number` were let go.
    """

    __tablename__ = "audit_head"

    chain: Mapped[Number]
    number: Mapped[int]
    hash: Mapped[Digest]
    start_number: Mapped[int]
    start_hash: Mapped[Digest]


class AuditAnchorRow(Content):
    """A member of staff vouched for the audit up to a row; one a day, never changed."""

    __tablename__ = "audit_anchor"
    __table_args__ = (UniqueConstraint("day"),)

    number: Mapped[Number]
    hash: Mapped[Digest]
    staff_id: Mapped[Id] = mapped_column(index=True)
    signature: Mapped[Blob]
    day: Mapped[Day]
