"""The people of the desk: their public keys, their sealed keys, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config import clock
from crypto.hashes import digest
from crypto.roster import READERS, RECOVERY_ID, ROSTER_KEY_HOLDERS, Member, Role
from moderation.errors import BrokenRule, NameTaken, NotFound
from moderation.permissions import ROLES
from moderation.staff_models import (
    EpochWrap,
    RosterKeyWrap,
    SignInMethod,
    Staff,
    StaffSession,
)

TOKEN_SECONDS = 3600
"""A token lives this long after its last use ..."""

SESSION_SECONDS = 12 * 3600
"""... and never longer than a shift (Protocol section 6: seeds stay in memory 12 hours at most)."""

RENEW_BELOW = TOKEN_SECONDS - 300
"""A token's end is written anew at most every five minutes, not at each call."""


@dataclass(frozen=True)
class NewMethod:
    """A way to sign in: the proof is kept as a hash only, and may come as that (`hashed`).

    `name` is its owner's, sealed for them.
    """

    method_id: bytes
    method: int
    auth: bytes
    blob: bytes
    name: bytes | None = None
    hashed: bool = False


@dataclass(frozen=True)
class NewMember:
    """A member of staff as their client made them."""

    staff_id: bytes
    name: str
    display_name: str
    role: int
    sign_vk: bytes
    kem_public: bytes
    methods: list[NewMethod]
    again_hash: bytes | None = None


def check_in_roster(person: NewMember, members: tuple[Member, ...]) -> None:
    """The person's keys and role are those that the signed roster names; raises BrokenRule."""
    wanted = Member(person.staff_id, person.sign_vk, digest(person.kem_public), person.role)
    if wanted not in members or person.role not in ROLES:
        raise BrokenRule("person is not in the roster")


def check_keys_fit(role: int, *, seeds: bool, roster_key: bool) -> None:
    """Seeds go to who reads, the roster's key to who signs rosters (Protocol section 6).

    Raises BrokenRule.
    """
    if seeds and role not in READERS | {Role.RECOVERY}:
        raise BrokenRule("an epoch's seed for a role that does not read")
    if roster_key and role not in ROSTER_KEY_HOLDERS:
        raise BrokenRule("the roster's key for a role that does not sign")


def check_recovery(kem_public: bytes, members: tuple[Member, ...]) -> None:
    """The recovery key is the one that the roster names; raises BrokenRule."""
    if Member(RECOVERY_ID, bytes(32), digest(kem_public), Role.RECOVERY) not in members:
        raise BrokenRule("recovery key is not in the roster")


def add_member(session: Session, person: NewMember, day: date) -> Staff:
    """The person can sign in with each of their methods; raises NameTaken."""
    taken = select(Staff).where((Staff.name == person.name) | (Staff.staff_id == person.staff_id))
    if session.scalars(taken).first() is not None:
        raise NameTaken
    member = Staff(
        staff_id=person.staff_id,
        name=person.name,
        display_name=person.display_name,
        role=person.role,
        sign_vk=person.sign_vk,
        kem_public=person.kem_public,
        active=True,
        day=day,
        again_hash=person.again_hash,
    )
    session.add(member)
    session.flush()
    for method in person.methods:
        session.add(method_row(person.staff_id, method, day))
    return member


def method_row(staff_id: bytes, new: NewMethod, day: date) -> SignInMethod:
    """A way to sign in as it is stored."""
    return SignInMethod(
        method_id=new.method_id,
        staff_id=staff_id,
        method=new.method,
        auth_hash=new.auth if new.hashed else digest(new.auth),
        blob=new.blob,
        name=new.name,
        day=day,
    )


def give_keys(
    session: Session, staff_id: bytes, seeds: dict[int, bytes], roster_key: bytes | None
) -> None:
    """Keep the epoch seeds, and the roster key where there is one, sealed to this person."""
    for epoch, wrap in seeds.items():
        session.merge(EpochWrap(epoch=epoch, staff_id=staff_id, wrap=wrap))
    if roster_key is not None:
        session.merge(RosterKeyWrap(staff_id=staff_id, wrap=roster_key))


@dataclass(frozen=True)
class NewSession:
    """A browser that is signed in from now on."""

    token: bytes
    session_id: bytes
    method: SignInMethod


def begin_session(
    session: Session, member: Staff, new: NewSession, moment: datetime
) -> StaffSession:
    """The token speaks for the person until it is idle for an hour or the shift is over."""
    now = clock.unix(moment)
    session.execute(delete(StaffSession).where(StaffSession.expires <= now))
    begun = StaffSession(
        token_hash=digest(new.token),
        session_id=new.session_id,
        staff_id=member.staff_id,
        role=member.role,
        method=new.method.method,
        method_id=new.method.method_id,
        hour=clock.hour_of(moment),
        wrong=0,
        expires=now + TOKEN_SECONDS,
        ends=now + SESSION_SECONDS,
    )
    session.add(begun)
    return begun


def who_is(session: Session, token: bytes, now: int) -> tuple[Staff, StaffSession] | None:
    """Who this token speaks for at `now`; nobody where it ended, or the person or role changed."""
    found = session.get(StaffSession, digest(token))
    if found is None or found.expires <= now:
        return None
    member = session.get(Staff, found.staff_id)
    if member is None or not member.active or member.role != found.role:
        return None
    return member, found


def who_are(session: Session, tokens: set[bytes], now: int) -> dict[bytes, Staff]:
    """Those of the tokens that speak for somebody at `now`, by the rule of `who_is`, and for whom."""
    by_hash = {digest(token): token for token in tokens}
    speaking = (
        select(StaffSession.token_hash, Staff)
        .join(Staff, Staff.staff_id == StaffSession.staff_id)
        .where(
            StaffSession.token_hash.in_(by_hash),
            StaffSession.expires > now,
            Staff.active,
            Staff.role == StaffSession.role,
        )
    )
    return {by_hash[found]: member for found, member in session.execute(speaking)}


def renew(session: Session, token: bytes, now: int) -> None:
    """The token lives on for an hour, but not beyond the end of the shift."""
    found = session.get(StaffSession, digest(token))
    if found is not None:
        found.expires = min(now + TOKEN_SECONDS, found.ends)


def end_session(session: Session, token: bytes) -> None:
    """The token speaks for nobody any more."""
    session.execute(delete(StaffSession).where(StaffSession.token_hash == digest(token)))


def sessions_of(session: Session, staff_id: bytes, now: int) -> list[StaffSession]:
    """Where this person is signed in at `now`, the newest first."""
    mine = StaffSession.staff_id == staff_id, StaffSession.expires > now
    return list(
        session.scalars(select(StaffSession).where(*mine).order_by(StaffSession.ends.desc()))
    )


def end_all_sessions(
    session: Session, staff_id: bytes, keep: bytes = b"", method_id: bytes | None = None
) -> list[bytes]:
    """None of this person's tokens speaks for them any more, but `keep` (the hash of one).

    With a `method_id` only those that began with it. Gives the hashes of those that ended: whoever
    calls this tells each of them with `News.signed_out` after the commit.
    """
    gone = [StaffSession.staff_id == staff_id, StaffSession.token_hash != keep]
    if method_id is not None:
        gone.append(StaffSession.method_id == method_id)
    ended = session.scalars(select(StaffSession.token_hash).where(*gone)).all()
    session.execute(delete(StaffSession).where(StaffSession.token_hash.in_(ended)))
    return list(ended)


def end_one_session(session: Session, staff_id: bytes, session_id: bytes) -> bytes:
    """That token speaks for this person no more; gives its hash. Raises NotFound."""
    mine = StaffSession.staff_id == staff_id, StaffSession.session_id == session_id
    found = session.scalars(select(StaffSession).where(*mine)).first()
    if found is None:
        raise NotFound
    session.delete(found)
    return found.token_hash


def everybody(session: Session) -> list[Staff]:
    """All people of the desk, by name."""
    return list(session.scalars(select(Staff).order_by(Staff.name)))
