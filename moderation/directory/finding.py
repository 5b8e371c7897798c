"""What a referral asks of the directory: who the organisation is, and whether it may still be one.

A referral outlives the organisation's place in the directory, so removed ones are found too, and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from moderation.directory.facts import Doc, listed, text
from moderation.directory.models import Organisation
from moderation.directory.packing import document

STALE_AFTER = timedelta(days=365)
"""The hotline verifies each organisation yearly."""


@dataclass(frozen=True)
class Contact:
    """How an organisation is reached; "" where it does not say."""

    email: str
    phone: str
    website: str


@dataclass(frozen=True)
class Found:
    """An organisation as a referral knows it; `age_recipient` is the key that packets are sealed to."""

    org_id: str
    version: int
    name: str
    kind: str
    contact: Contact
    age_recipient: str | None
    is_stale: bool
    is_deleted: bool


def find_organisation(session: Session, org_id: str, today: date) -> Found | None:
    """The organisation as it is today; None where there never was one of this id."""
    row = session.get(Organisation, org_id)
    if row is None:
        return None
    return Found(
        org_id=row.org_id,
        version=row.version,
        name=row.name,
        kind=row.kind,
        contact=contact_of(document(row.doc)),
        age_recipient=row.age_recipient,
        is_stale=is_stale(row.verified_on, today),
        is_deleted=row.removed,
    )


def is_stale(verified_on: date | None, today: date) -> bool:
    """Whether nobody checked it within a year; what was never checked is stale."""
    return verified_on is None or today - verified_on > STALE_AFTER


def contact_of(doc: Doc) -> Contact:
    """The first way of each kind, the organisation's own before those of its services."""
    services = listed(doc, "services")
    holders = [doc, *services, *listed(doc, "contacts")]
    emails = (text(each, "email") for each in holders)
    phones = (text(phone, "number") for each in holders for phone in listed(each, "phones"))
    sites = (text(doc, "website"), *(text(each, "url") for each in services))
    return Contact(_first(emails), _first(phones), _first(sites))


def _first(found: object) -> str:
    return next((each for each in found if each), "")  # type: ignore[attr-defined] # an iterable of texts
