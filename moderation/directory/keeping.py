"""Changing one organisation: its main facts, its last check, and whether it is there."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crypto.hashes import digest, digest128
from moderation.audit import Act, record
from moderation.directory.cards import card_of, lot_of
from moderation.directory.checking import check
from moderation.directory.errors import OrganisationChanged
from moderation.directory.main_facts import with_main
from moderation.directory.models import Organisation
from moderation.directory.packing import document, packed, unpacked
from moderation.directory.state import advance
from moderation.errors import BrokenRule, NotFound


@dataclass(frozen=True)
class Edit:
    """Main facts that somebody wrote, and which version they had before them."""

    kind: str
    main: dict[str, Any]
    version: int


def subject_of(org_id: str) -> bytes:
    """How the audit names an organisation: by the digest of what its publisher calls it."""
    return digest128(org_id.encode())


def find(session: Session, org_id: str) -> Organisation:
    """The organisation, whether it is removed or not; raises NotFound."""
    found = session.get(Organisation, org_id)
    if found is None:
        raise NotFound
    return found


def add(session: Session, org_id: str, edit: Edit, act: Act) -> Organisation:
    """A new organisation with these facts; the same call again is answered like the first time.

    `org_id` is the browser's choice, a UUID. Raises BrokenRule, OrganisationChanged.
    """
    serial = advance(session)
    there = session.get(Organisation, org_id)
    text = _text({"id": org_id}, edit.main, _drawn(org_id))
    if there is not None:
        if there.version == 1 and unpacked(there.doc) == text:
            return there
        raise OrganisationChanged(there)
    row = Organisation(
        org_id=org_id,
        kind=edit.kind,
        lot=lot_of(org_id),
        version=0,
        removed=False,
        verified_on=None,
        verified_by=None,
        age_recipient=None,
    )
    _write(row, text, serial)
    session.add(row)
    record(session, act, "add_organisation", subject_of(org_id), None, str(row.version))
    return row


def save(session: Session, org_id: str, edit: Edit, act: Act) -> Organisation:
    """The main facts are these from now on; all that they do not speak of stays.

    Raises OrganisationChanged where `edit.version` is not the newest; NotFound, BrokenRule.
    """
    row, serial = ready(session, org_id, edit.version)
    text = _text(document(row.doc), edit.main, lambda: str(uuid.uuid4()))
    if (text, edit.kind) == (unpacked(row.doc), row.kind):
        return row
    row.kind = edit.kind
    _write(row, text, serial)
    record(session, act, "edit_organisation", *audited(row))
    return row


def mark_checked(
    session: Session, org_id: str, version: int, today: date, act: Act
) -> Organisation:
    """Somebody looked today whether it is as it stands here; raises OrganisationChanged."""
    row, serial = ready(session, org_id, version)
    row.verified_on, row.verified_by = today, act.actor
    touch(row, serial)
    record(session, act, "check_organisation", *audited(row))
    return row


def set_removed(
    session: Session, org_id: str, version: int, removed: bool, act: Act
) -> Organisation:
    """It is no longer found, or is again; what refers to it still finds what it was."""
    row, serial = ready(session, org_id, version)
    row.removed = removed
    touch(row, serial)
    if removed:
        record(session, act, "remove_organisation", *audited(row))
    else:
        record(session, act, "bring_back_organisation", *audited(row))
    return row


def audited(row: Organisation) -> tuple[bytes, str, str]:
    """Which one it was, and from which version to which; never what changed."""
    return subject_of(row.org_id), str(row.version - 1), str(row.version)


def ready(session: Session, org_id: str, version: int) -> tuple[Organisation, int]:
    """The organisation for a change, and the change's serial; raises NotFound, OrganisationChanged."""
    serial = advance(session)
    row = session.get(Organisation, org_id, populate_existing=True)
    if row is None:
        raise NotFound
    if row.version != version:
        raise OrganisationChanged(row)
    return row, serial


def _text(doc: dict[str, Any], main: dict[str, Any], new_id: Callable[[], str]) -> str:
    """The document with these facts; raises BrokenRule where it then breaks a rule."""
    found: list[str] = []
    text = check(with_main(doc, main, new_id), lambda code, _: found.append(code))
    if text is None:
        raise BrokenRule(f"organisation: {found[0]}")
    return text


def _write(row: Organisation, text: str, serial: int) -> None:
    doc = json.loads(text)
    row.name, row.doc, row.digest = doc["name"].strip(), packed(text), digest(text.encode())
    row.card = card_of(doc)
    touch(row, serial)


def touch(row: Organisation, serial: int) -> None:
    """It was changed by the change of this serial."""
    row.version, row.changed = row.version + 1, serial


def _drawn(org_id: str) -> Callable[[], str]:
    """Ids inside a new document follow from its own, so that the same call makes the same bytes."""
    numbers = iter(range(1 << 20))
    base = uuid.uuid5(uuid.NAMESPACE_OID, org_id)
    return lambda: str(uuid.uuid5(base, str(next(numbers))))
