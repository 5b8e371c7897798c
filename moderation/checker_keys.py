"""The checker's promises about the desk's own keys: each is somebody's, and the rosters are one chain."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.hashes import digest
from crypto.roster import parse_roster
from moderation import strangers
from moderation.finding import Finding
from moderation.staff_models import RosterRow

ZERO = bytes(32)


def keys_of_the_desk(session: Session) -> Iterator[Finding]:
    """Every seed and roster's key without an owner, and every roster that follows no other."""
    for staff_id in strangers.seeds(session):
        yield Finding("a seed of the desk is sealed to somebody who reads", staff_id)
    for staff_id in strangers.roster_keys(session):
        yield Finding("the roster's key is sealed to somebody who signs rosters", staff_id)
    yield from _rosters(session)


def _rosters(session: Session) -> Iterator[Finding]:
    previous, expected = ZERO, 1
    for row in session.scalars(select(RosterRow).order_by(RosterRow.serial)):
        told = parse_roster(row.body)
        here = (row.serial, told.serial, told.previous, told.epoch, told.members_hash)
        if here != (expected, expected, previous, row.epoch, digest(row.members)):
            yield Finding("rosters follow each other without a gap", digest(row.body)[:16])
        previous, expected = digest(row.body), row.serial + 1
