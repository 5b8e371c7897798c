"""Desk epochs: when the next one is due, whose seeds are missing, and when an old one may be forgotten."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import Session

from chat.models import KeyRecordRow
from config.database import changed, leave_no_trace
from crypto.errors import CryptoError
from crypto.roster import (
    DAY,
    READERS,
    RECOVERY_ID,
    ROSTER_KEY_HOLDERS,
    Member,
    parse_certificate,
    parse_members,
    parse_roster,
    verify_roster,
)
from moderation import founding
from moderation.errors import BrokenRule, EpochInUse
from moderation.living_epochs import hold, living
from moderation.models import ContainerWrap
from moderation.records import Wrap
from moderation.staff_models import EpochWrap, RosterKeyWrap, RosterRow, Staff

EPOCH_LIFETIME = 28 * DAY
"""An epoch begins every four weeks (Protocol section 6) ..."""

RENEW_AFTER = DAY
"""... and a roster is signed anew when one of its signers is there after a day."""

PAGE = 40
"""Wraps of containers that are rewritten by one call."""


class KeysDue(NamedTuple):
    """Somebody to whom seeds of living epochs, or the roster's key, are still to be sealed."""

    staff_id: bytes
    epochs: list[int]
    roster_key: bool


def epoch_due(session: Session, now: int) -> str | None:
    """Why the next epoch is due, or None where it is not.

    `left` where a key that opens this one reads no more by the newest roster, `age` after four weeks.
    """
    rows = _rosters_of_newest_epoch(session)
    living_keys = _reading_keys(parse_members(rows[-1].members))
    if any(_reading_keys(parse_members(row.members)) - living_keys for row in rows):
        return "left"
    begun = parse_roster(rows[0].body).not_before + DAY  # it begins a day early
    return "age" if now >= begun + EPOCH_LIFETIME else None


def roster_key_due(session: Session) -> bool:
    """Whether somebody who holds the roster's key signs rosters no more: the root names another."""
    certificate = parse_certificate(founding.newest_certificate(session).body)
    rows = founding.all_rosters(session)
    signers = _signing_keys(parse_members(rows[-1].members))
    lost = [row for row in rows if _signing_keys(parse_members(row.members)) - signers]
    # Rosters of an earlier key come first, so that the last of these tells for all.
    return bool(lost) and _is_signed_by(certificate.roster_vk, lost[-1])


def renewal_due(session: Session, now: int) -> bool:
    """Whether the newest roster was signed more than a day ago."""
    newest = parse_roster(founding.newest_roster(session).body)
    return now >= newest.not_before + DAY + RENEW_AFTER


def keys_due(session: Session) -> list[KeysDue]:
    """Everybody on staff who lacks what their line in the roster gives them."""
    members = founding.living_members(session)
    newest = founding.newest_roster(session).epoch
    there = [epoch for epoch in living(session) if epoch <= newest]
    held = {(e, who) for e, who in session.execute(select(EpochWrap.epoch, EpochWrap.staff_id))}
    signing = set(session.scalars(select(RosterKeyWrap.staff_id)))
    active = set(session.scalars(select(Staff.staff_id).where(Staff.active)))
    due = [
        KeysDue(
            m.staff_id,
            [e for e in there if m.role in READERS and (e, m.staff_id) not in held],
            m.role in ROSTER_KEY_HOLDERS and m.staff_id not in signing,
        )
        for m in members
        if m.staff_id in active
    ]
    return [each for each in due if each.epochs or each.roster_key]


def hand_keys(
    session: Session, staff_id: bytes, seeds: dict[int, bytes], roster_key: bytes | None
) -> None:
    """Keep what was missing; what somebody holds already stays, or junk could take its place.

    Raises BrokenRule for what their line in the roster does not give them.
    """
    due = next((d for d in keys_due(session) if d.staff_id == staff_id), None)
    member = next((m for m in founding.living_members(session) if m.staff_id == staff_id), None)
    if member is None or (seeds and member.role not in READERS):
        raise BrokenRule("seeds for somebody who does not read")
    if roster_key is not None and member.role not in ROSTER_KEY_HOLDERS:
        raise BrokenRule("the roster's key for somebody who does not sign")
    for epoch, wrap in seeds.items():
        if (
            due is not None and epoch in due.epochs
        ):  # others are held already, or forgotten just now
            hold(session, epoch)
            session.add(EpochWrap(epoch=epoch, staff_id=staff_id, wrap=wrap))
    if roster_key is not None and due is not None and due.roster_key:
        session.add(RosterKeyWrap(staff_id=staff_id, wrap=roster_key))
    session.flush()


def take_keys(session: Session, staff_id: bytes, *, seeds: bool, roster_key: bool) -> None:
    """What was sealed to this person is gone."""
    if seeds:
        session.execute(delete(EpochWrap).where(EpochWrap.staff_id == staff_id))
    if roster_key:
        session.execute(delete(RosterKeyWrap).where(RosterKeyWrap.staff_id == staff_id))
    leave_no_trace(session)


def old_wraps(session: Session, after: bytes) -> tuple[list[ContainerWrap], int]:
    """A page of containers' keys that lie under older epochs than the newest, and how many do in all.

    They are those whose ids come after this one.
    """
    newest = founding.newest_roster(session).epoch
    old = ContainerWrap.epoch < newest
    total = session.scalar(select(func.count()).select_from(ContainerWrap).where(old)) or 0
    chosen = select(ContainerWrap).where(old, ContainerWrap.container_id > after)
    page = chosen.order_by(ContainerWrap.container_id, ContainerWrap.gen).limit(PAGE)
    return list(session.scalars(page)), total


def rewrap(session: Session, wraps: list[tuple[bytes, int, Wrap]]) -> int:
    """Each container's key lies under the newest epoch now; gives how many were not there already.

    One that a colleague rewrote first stays as it is. Raises BrokenRule for another epoch.
    """
    newest = founding.newest_roster(session).epoch
    hold(session, newest)
    moved = 0
    for container_id, was, wrap in wraps:
        if wrap.epoch != newest or was >= newest:
            raise BrokenRule("a key goes into the newest epoch")
        same = (
            ContainerWrap.container_id == container_id,
            ContainerWrap.gen == wrap.gen,
            ContainerWrap.epoch == was,
            ContainerWrap.kc == wrap.kc,
            ContainerWrap.made == wrap.made,
        )
        new = {"epoch": newest, "wrap": wrap.wrap}
        moved += changed(session, update(ContainerWrap).where(*same).values(new))
    return moved


def unused(session: Session) -> list[int]:
    """Older epochs under which nothing lies that can still be read."""
    newest = founding.newest_roster(session).epoch
    return [e for e in living(session) if e < newest and not session.scalar(select(_is_named(e)))]


def forget(session: Session, epoch: int) -> bool:
    """The epoch's seed is deleted everywhere, if nothing can be read with it any more.

    False where it was gone already; raises EpochInUse.
    """
    row = session.get(EpochWrap, (epoch, RECOVERY_ID), with_for_update=True, populate_existing=True)
    if row is None:
        return False
    if epoch >= founding.newest_roster(session).epoch or session.scalar(select(_is_named(epoch))):
        raise EpochInUse
    session.execute(delete(EpochWrap).where(EpochWrap.epoch == epoch))
    leave_no_trace(session)
    return True


def _is_named(epoch: int) -> ColumnElement[bool]:
    by_source = exists().where(KeyRecordRow.epoch == epoch)
    return by_source | exists().where(ContainerWrap.epoch == epoch)


def _is_signed_by(roster_vk: bytes, row: RosterRow) -> bool:
    try:
        verify_roster(roster_vk, row.body, row.signature)
    except CryptoError:
        return False
    return True


def _rosters_of_newest_epoch(session: Session) -> list[RosterRow]:
    newest = founding.newest_roster(session).epoch
    return [row for row in founding.all_rosters(session) if row.epoch == newest]


def _reading_keys(members: tuple[Member, ...]) -> set[tuple[bytes, bytes]]:
    return {(m.staff_id, m.kem_hash) for m in members if m.role in READERS}


def _signing_keys(members: tuple[Member, ...]) -> set[tuple[bytes, bytes]]:
    return {(m.staff_id, m.kem_hash) for m in members if m.role in ROSTER_KEY_HOLDERS}
