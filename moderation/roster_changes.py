"""Every change of the signed roster, as one table: what each kind may change, and nothing else.

Whoever holds the roster's key could sign anything. So the server compares the new roster with the
newest one, line by line, and keeps it only where it differs in what its kind says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy.orm import Session

from config.database import locked
from crypto.hashes import digest
from crypto.roster import (
    DAY,
    READERS,
    RECOVERY_ID,
    ROSTER_LIFETIME,
    Certificate,
    Member,
    Role,
    Roster,
    parse_certificate,
    parse_members,
    parse_roster,
)
from moderation import founding
from moderation.errors import BrokenRule, Outdated, StaleRoster
from moderation.founding import SignedRoster
from moderation.staff_models import EpochWrap, RosterRow, Site, Staff

EPOCH_MAKERS = frozenset({Role.SUPERVISOR, Role.READING_ADMINISTRATOR})
"""Who begins an epoch (Protocol section 6): both read, and both sign rosters."""

SLACK = 3 * DAY
"""A browser's clock may be a day off and a roster begins a day early: so much may its end differ."""


class Line(Enum):
    """What happens to the line of the person whom a change is about."""

    COMES = "comes"
    ROLE = "role"
    GOES = "goes"
    KEYS = "keys"
    NOBODY = "nobody"


class Epoch(Enum):
    """Whether a change may, or must, begin the next epoch."""

    STAYS = "stays"
    MAY_BEGIN = "may begin"
    BEGINS = "begins"


class Rule(NamedTuple):
    """What one kind of change does; everything that it does not name stays as it is."""

    line: Line
    epoch: Epoch


RULES: dict[str, Rule] = {
    "join": Rule(Line.COMES, Epoch.STAYS),
    "role": Rule(Line.ROLE, Epoch.MAY_BEGIN),
    "leave": Rule(Line.GOES, Epoch.MAY_BEGIN),
    "keys": Rule(Line.KEYS, Epoch.MAY_BEGIN),
    "epoch": Rule(Line.NOBODY, Epoch.BEGINS),
    "renew": Rule(Line.NOBODY, Epoch.STAYS),
}


@dataclass(frozen=True)
class Change:
    """A change as it arrives: its kind, the roster, and of whom it is.

    `after` is that person's line afterwards (None where they leave). `seeds` is the next epoch's
    seed sealed to each reader and to the recovery key, by staff_id; empty where no epoch begins.
    """

    kind: str
    roster: SignedRoster
    staff_id: bytes | None = None
    after: Member | None = None
    seeds: dict[bytes, bytes] | None = None


def apply(session: Session, change: Change, by: Staff, now: int) -> tuple[Member, ...]:
    """Keep the roster that follows the newest one, with the seeds of the epoch that it begins.

    Gives its members. Raises StaleRoster where it follows another one, Outdated where whoever asks
    is not what they were when they asked, BrokenRule where anything else changed or does not hold.
    """
    site, author = in_turn(session, by)
    certificate = parse_certificate(founding.newest_certificate(session).body)
    return _apply(session, site, certificate, change, author, now)


def apply_certified(
    session: Session, certificate: Certificate, change: Change, by: Staff, now: int
) -> tuple[Member, ...]:
    """The same under a certificate that the root has just signed, which is kept already."""
    site, author = in_turn(session, by)
    return _apply(session, site, certificate, change, author, now)


def still(session: Session, by: Staff) -> Staff:
    """The person as they are now; raises Outdated where access or role changed since they asked."""
    reading = {"with_for_update": {"read": True}, "populate_existing": True}
    found = session.get(Staff, by.staff_id, **reading)  # type: ignore[arg-type]  # as `locked` does
    if found is None or not found.active or found.role != by.role:
        raise Outdated
    return found


def in_turn(session: Session, by: Staff) -> tuple[Site, Staff]:
    """Of changes of the desk's people one comes after the other; raises what `still` raises.

    So of two rosters with one serial the second is stale, and two cannot take each other out.
    """
    site = founding.site_or_refuse(session)
    locked(session, Site, site.site)
    return site, still(session, by)


def _apply(
    session: Session, site: Site, certificate: Certificate, change: Change, by: Staff, now: int
) -> tuple[Member, ...]:
    rule = RULES[change.kind]
    newest = founding.newest_roster(session)
    roster, members = founding.check_roster(site.site, certificate, change.roster, now)
    if roster.serial != newest.serial + 1 or roster.previous != digest(newest.body):
        raise StaleRoster
    _check_lifetime(roster, now)
    before = parse_members(newest.members)
    _check_members(rule.line, change, before, members)
    begins = _check_epoch(session, rule.epoch, newest, roster, by)
    seeds = change.seeds or {}
    readers = {m.staff_id for m in members if m.role in READERS} | {RECOVERY_ID}
    if set(seeds) != (readers if begins else set()):
        raise BrokenRule("seeds of an epoch go to its readers")
    founding.keep_roster(session, roster, change.roster)
    if begins:  # a torn commit may have left seeds of an epoch that never began
        session.execute(delete(EpochWrap).where(EpochWrap.epoch == roster.epoch))
    for staff_id, wrap in seeds.items():
        session.add(EpochWrap(epoch=roster.epoch, staff_id=staff_id, wrap=wrap))
    session.flush()
    return members


def _check_lifetime(roster: Roster, now: int) -> None:
    """Ninety days: one that ends sooner could close the door, one that ends later opens it too long."""
    if roster.not_after - roster.not_before > ROSTER_LIFETIME:
        raise BrokenRule("roster lives too long")
    if roster.not_after < now + ROSTER_LIFETIME - SLACK:
        raise BrokenRule("roster ends too soon")


def _check_members(
    line: Line, change: Change, before: tuple[Member, ...], after: tuple[Member, ...]
) -> None:
    who = change.staff_id
    if (who is None) != (line is Line.NOBODY) or who == RECOVERY_ID:
        raise BrokenRule("a change is about one person")
    if [m for m in after if m.staff_id != who] != [m for m in before if m.staff_id != who]:
        raise BrokenRule("other members changed")
    old = next((m for m in before if m.staff_id == who), None)
    new = next((m for m in after if m.staff_id == who), None)
    if new != change.after or not _fits(line, old, new):
        raise BrokenRule("the person's line")


def _fits(line: Line, old: Member | None, new: Member | None) -> bool:
    """Whether a line went from `old` to `new` as this kind of change says."""
    if old is None or new is None:
        comes, goes = old is None and new is not None, old is not None and new is None
        return {Line.COMES: comes, Line.GOES: goes, Line.NOBODY: old is new}.get(line, False)
    same_keys = (old.sign_vk, old.kem_hash) == (new.sign_vk, new.kem_hash)
    fresh_keys = old.sign_vk != new.sign_vk and old.kem_hash != new.kem_hash
    if line is Line.ROLE:
        return same_keys and new.role not in (old.role, Role.RECOVERY)
    return line is Line.KEYS and fresh_keys and old.role == new.role


def _check_epoch(
    session: Session, rule: Epoch, newest: RosterRow, roster: Roster, by: Staff
) -> bool:
    """Whether the roster begins the next epoch; only supervisors do that, with a key never used.

    Else whoever signs rosters without reading could name a desk key of their own, and read.
    """
    before = parse_roster(newest.body)
    same = (roster.epoch, roster.desk_public) == (before.epoch, before.desk_public)
    if same and rule is not Epoch.BEGINS:
        return False
    if rule is Epoch.STAYS or by.role not in EPOCH_MAKERS:
        raise BrokenRule("epoch or desk key")
    known = {parse_roster(row.body).desk_public for row in founding.all_rosters(session)}
    if roster.epoch != before.epoch + 1 or roster.desk_public in known:
        raise BrokenRule("not the next epoch")
    return True
