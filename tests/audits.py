"""What somebody who owns the database can do to the audit, for tests that must notice it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from config.database import Database
from crypto.audit import AuditAnchor, audit_entry_digest, audit_link, sign_anchor
from moderation.audit import entry_of, head_of
from moderation.audit_models import AuditHead, AuditRow
from tests.actors import Answer, Office, Person
from webapp.schemas import b64, unb64

TABLES = ("audit", "audit_anchor")


def allow_changes(store: Database) -> None:
    """Take the database's own refusals away, as its owner can."""
    with store.writing() as session:
        for table in TABLES:
            if store.engine.dialect.name == "sqlite":
                session.execute(text(f"DROP TRIGGER content.{table}_no_update"))
                session.execute(text(f"DROP TRIGGER content.{table}_no_delete"))
            else:
                session.execute(text(f"ALTER TABLE content.{table} DISABLE TRIGGER ALL"))


def run(*statements: str) -> Callable[[Session], None]:
    """Damage by these statements."""

    def damage(session: Session) -> None:
        for statement in statements:
            session.execute(text(statement))

    return damage


def chained_anew(session: Session) -> None:
    """Every hash from the first row on is made anew, and the head's with them."""
    head = head_of(session)
    link = head.start_hash
    rows = session.scalars(select(AuditRow).order_by(AuditRow.number)).all()
    number = head.start_number
    for row in rows:
        number += 1
        link = audit_link(link, number, audit_entry_digest(entry_of(row)))
        session.execute(
            update(AuditRow).where(AuditRow.number == row.number).values(number=number, hash=link)
        )
    session.execute(update(AuditHead).values(number=number, hash=link))


def anchor_of(by: Person, office: Office, head: AuditHead) -> dict[str, Any]:
    """What the browser of this member of staff sends to vouch for the chain up to its head."""
    anchor = AuditAnchor(head.number, head.hash)
    signature = sign_anchor(by.keys.sign_seed, office.site, anchor)
    return {"number": anchor.number, "hash": b64(anchor.hash), "signature": b64(signature)}


def anchored(by: Person, office: Office) -> Answer:
    """This member of staff vouches for the chain as it stands."""
    head = by.call("GET", "/api/v1/audit/head").body["head"]
    place = AuditHead(number=head["number"], hash=unb64(head["hash"]))
    return by.call("POST", "/api/v1/audit/anchors", anchor_of(by, office, place))
