"""Signing in: who a name is, whether a proof is right, and how often anybody may be wrong.

The server never sees a passphrase. What comes in is 32 bytes that both secrets together give; they
are looked up by their hash. So a wrong proof takes the same steps for a name that exists and for
one that does not, and there is nothing whose time could differ.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crypto.hashes import derive, digest
from moderation import pace
from moderation.staff_models import KnownDevice, SignInMethod, SignInPace, Site, Staff

Found = TypeVar("Found")

ONLY_ROW = 0

MOST_DEVICES = 8
"""Browsers that are known for one person; with one more, the one unused longest is forgotten."""

NO_DEVICE = bytes(32)


@dataclass(frozen=True)
class Attempt:
    """What a browser shows; `device` is what it was given when this person signed in there before."""

    staff_id: bytes
    method: int
    auth: bytes
    device: bytes = NO_DEVICE


@dataclass(frozen=True)
class SignedIn:
    """Whose proof it was, by which method, and whether from a browser that is known for them."""

    member: Staff
    method: SignInMethod
    known: bool


@dataclass(frozen=True)
class Refused:
    """Wrong, or (with seconds to `wait`) not even looked at; why it is wrong is not said."""

    wait: int = 0


def id_for_name(session: Session, site: Site, name: str) -> bytes:
    """The person's id, or for an unknown name a false one that is always the same.

    Every name is compared with all names, so that finding one takes no other steps than not finding it.
    """
    found = derive(site.decoy_key, b"staff id", digest(name.encode()))[:16]
    asked = digest(name.encode())
    for known, staff_id in session.execute(select(Staff.name, Staff.staff_id)):
        found = (found, staff_id)[hmac.compare_digest(digest(known.encode()), asked)]
    return found


def sign_in(session: Session, site: Site, tried: Attempt, now: int) -> SignedIn | Refused:
    """Who this proof speaks for. It must be committed either way: a wrong attempt counts.

    From a known browser only that browser's own attempts count, so that whoever hammers a name
    keeps nobody out who was in before.
    """
    device = session.get(KnownDevice, digest(tried.device), with_for_update=True)
    if device is not None and device.staff_id == tried.staff_id:
        counted = _Counted([pace.DEVICE], [device.until], now)
        found = counted.let(lambda: _whose(session, tried))
        device.until = counted.untils[0]
        wait = counted.wait
    else:
        device = None
        found, wait = paced(session, site, tried.staff_id, lambda: _whose(session, tried), now)
    return Refused(wait) if found is None else SignedIn(*found, known=device is not None)


def paced(
    session: Session, site: Site, staff_id: bytes, look: Callable[[], Found | None], now: int
) -> tuple[Found | None, int]:
    """What `look` finds for somebody in an unknown browser who says to be this person.

    Nothing, with seconds to wait, where it is not looked at yet. It must be committed either way.
    """
    row, slot = _pace(session), slot_of(site, staff_id)
    untils = [row.everybody, pace.place(row.names, slot)]
    counted = _Counted([pace.EVERYBODY, pace.NAME], untils, now)
    found = counted.let(look)
    row.everybody = counted.untils[0]
    row.names = pace.placed(row.names, slot, counted.untils[1])
    return found, counted.wait


def paced_with_link(
    session: Session, site: Site, staff_id: bytes, look: Callable[[], Found | None], now: int
) -> tuple[Found | None, int]:
    """The same for whoever holds a link to this person's new keys: an allowance of its own.

    Whoever hammers the name at the desk's door keeps nobody out who has the link, and new links
    give no new attempts.
    """
    row, slot = _pace(session), link_slot_of(site, staff_id)
    counted = _Counted([pace.NAME], [pace.place(row.names, slot)], now)
    found = counted.let(look)
    row.names = pace.placed(row.names, slot, counted.untils[0])
    return found, counted.wait


class _Counted:
    """One attempt under some limits; `untils` are how their allowances stand after it."""

    def __init__(self, limits: list[pace.Limit], untils: list[int], now: int) -> None:
        self._limits, self._now = limits, now
        pairs = list(zip(limits, untils, strict=True))
        self.untils = [pace.settled(limit, until, now) for limit, until in pairs]
        self.wait = max(pace.wait(limit, until, now) for limit, until in pairs)

    def let(self, look: Callable[[], Found | None]) -> Found | None:
        """What is found; nothing where it is wrong, or where it is not looked at yet."""
        found = None if self.wait else look()
        if found is None and not self.wait:
            pairs = zip(self._limits, self.untils, strict=True)
            self.untils = [pace.spend(limit, until, self._now) for limit, until in pairs]
        return found


def slot_of(site: Site, staff_id: bytes) -> int:
    """The slot that counts for this id, true or false; only the server can tell which two share one."""
    drawn = derive(site.decoy_key, b"sign-in pace", staff_id)
    return int.from_bytes(drawn[:4], "big") % pace.SLOTS


def link_slot_of(site: Site, staff_id: bytes) -> int:
    """The slot that counts for whoever holds a link to this person's new keys."""
    return slot_of(site, b"link" + staff_id)


def know_device(session: Session, staff_id: bytes, device: bytes, day: date) -> None:
    """From today on, this browser has an allowance of its own for this person."""
    mine = KnownDevice.staff_id == staff_id
    newest = select(KnownDevice.token_hash).where(mine).order_by(KnownDevice.day.desc())
    kept = session.scalars(newest.limit(MOST_DEVICES - 1)).all()
    session.execute(delete(KnownDevice).where(mine, KnownDevice.token_hash.not_in(kept)))
    session.add(KnownDevice(token_hash=digest(device), staff_id=staff_id, until=0, day=day))


def device_used(session: Session, device: bytes, day: date) -> None:
    """The known browser was used today: others are forgotten before it."""
    row = session.get(KnownDevice, digest(device))
    if row is not None:
        row.day = day


def _pace(session: Session) -> SignInPace:
    found = session.get(SignInPace, ONLY_ROW, with_for_update=True)
    if found is not None:
        return found
    with suppress(IntegrityError), session.begin_nested():  # or somebody else made it just now
        session.add(SignInPace(number=ONLY_ROW, everybody=0, names=pace.EMPTY))
    return session.get_one(SignInPace, ONLY_ROW, with_for_update=True)


def _whose(session: Session, tried: Attempt) -> tuple[Staff, SignInMethod] | None:
    proved = select(SignInMethod).where(SignInMethod.auth_hash == digest(tried.auth))
    row = session.scalars(proved).first()
    if row is None or row.staff_id != tried.staff_id or row.method != tried.method:
        return None
    member = session.get_one(Staff, row.staff_id)
    return (member, row) if member.active else None
