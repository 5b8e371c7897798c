"""Naming the key of an organisation, by which whatever leaves a case for it is sealed on the way out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from crypto.age import check_recipient
from crypto.errors import CryptoError, Malformed
from crypto.organisation_key import OrganisationKey, verify_organisation_key
from moderation.audit import Act, record
from moderation.directory.errors import KeyRefused
from moderation.directory.keeping import audited, ready, touch
from moderation.directory.models import Organisation
from moderation.errors import BrokenRule
from moderation.staff_models import Staff

A_DAY = timedelta(days=1)
"""Browsers name their own day, which is another one where the sun is elsewhere."""


@dataclass(frozen=True)
class NamedKey:
    """An age recipient that somebody names and signs for, on their own day."""

    recipient: str
    day: date
    signature: bytes


@dataclass(frozen=True)
class Namer:
    """Who names it, for which site."""

    site: bytes
    staff: Staff


def set_key(
    session: Session, seen: tuple[str, int], named: NamedKey | None, by: Namer, act: Act
) -> Organisation:
    """What is sealed for the organisation is sealed to this key, or to none.

    `seen` is its id and the version that somebody had before them. Raises KeyRefused for what is no
    key, BrokenRule where the word for it is not theirs or not of these days, OrganisationChanged.
    """
    org_id, version = seen
    if named is not None:
        _check(org_id, named, by, date.fromisoformat(act.hour[:10]))
    row, serial = ready(session, org_id, version)
    row.age_recipient = named.recipient if named else None
    row.key_by = by.staff.staff_id if named else None
    row.key_day = named.day if named else None
    row.key_signature = named.signature if named else None
    touch(row, serial)
    record(session, act, "name_organisation_key", *audited(row))
    return row


def _check(org_id: str, named: NamedKey, by: Namer, today: date) -> None:
    try:
        check_recipient(named.recipient)
    except Malformed as error:
        raise KeyRefused from error
    if abs(named.day - today) > A_DAY:
        raise BrokenRule("the day of a key")
    said = OrganisationKey(org_id, named.recipient, named.day.isoformat())
    try:
        verify_organisation_key(by.staff.sign_vk, by.site, said, named.signature)
    except CryptoError as error:
        raise BrokenRule("the word for a key") from error
