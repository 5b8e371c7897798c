"""Somebody is asked onto staff: a link that works once, a code that is spoken, and keys made by them.

The newcomer's browser makes the keys and keeps what is secret. An administrator signs them into the
roster after both have read out the same words of these keys; until then the newcomer is nobody here.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config import clock
from config.database import locked
from crypto.hashes import derive, digest
from crypto.roster import Member
from moderation import epochs, founding, roster_changes
from moderation.audit import Act, record
from moderation.errors import BrokenRule, InviteRefused, NameTaken, NotAllowed, NotFound
from moderation.permissions import ROLES
from moderation.roster_changes import Change
from moderation.staff import NewMember, NewMethod, add_member
from moderation.staff_models import Invite, SignInMethod, Staff

LIFETIME = 72 * 3600
"""Seconds for which a link opens something."""

TRIES = 5
"""Wrong codes after which a link opens nothing more."""

State = Literal["open", "keys", "in"]


@dataclass(frozen=True)
class About:
    """What colleagues know of somebody: languages are BCP 47 tags."""

    display_name: str
    languages: tuple[str, ...]
    skills: str
    hours: str


@dataclass(frozen=True)
class NewInvite:
    """An invite as an administrator's browser makes it; `lookup` is the hash of what its link proves."""

    invite_id: bytes
    lookup: bytes
    code: str
    name: str
    role: int
    about: About


@dataclass(frozen=True)
class NewKeys:
    """What the newcomer's browser made: public keys, and ways to sign in."""

    staff_id: bytes
    sign_vk: bytes
    kem_public: bytes
    methods: list[NewMethod]


def invite(session: Session, new: NewInvite, by: Staff, moment: datetime) -> Invite:
    """The link and the code open this invite for three days; raises NameTaken."""
    roster_changes.in_turn(session, by)
    sweep(session, clock.unix(moment))
    same_name = select(Staff.staff_id).where(Staff.name == new.name)
    asked = select(Invite.invite_id).where(Invite.name == new.name, ~Invite.joined)
    if session.scalar(same_name) or session.scalar(asked):
        raise NameTaken
    if new.role not in ROLES:
        raise BrokenRule("role")
    session.execute(delete(Invite).where(Invite.name == new.name))
    row = Invite(
        invite_id=new.invite_id,
        lookup=new.lookup,
        code_hash=_code_hash(session, new.invite_id, new.code),
        name=new.name,
        display_name=new.about.display_name,
        role=new.role,
        languages=" ".join(new.about.languages),
        skills=new.about.skills,
        hours=new.about.hours,
        tries=0,
        expires=clock.unix(moment) + LIFETIME,
        staff_id=None,
        joined=False,
    )
    session.add(row)
    session.flush()
    act = Act(by.staff_id, clock.hour_of(moment))
    record(session, act, "invite", new.invite_id, None, str(new.role))
    return row


def open_invites(session: Session, now: int) -> list[tuple[Invite, Staff | None]]:
    """Invites that wait for somebody, by name, with whoever made keys with one."""
    chosen = select(Invite).where(~Invite.joined, Invite.expires > now).order_by(Invite.name)
    rows = session.scalars(chosen).all()
    return [(row, session.get(Staff, row.staff_id) if row.staff_id else None) for row in rows]


def knock(session: Session, proof: bytes, code: str, now: int) -> Invite | str:
    """The invite that link and code open, or why they do not: `unknown`, `closed` or `code`.

    A wrong code is counted, also where whoever asks is refused: the block must be committed.
    """
    found = _by_proof(session, proof)
    row = locked(session, Invite, found.invite_id) if found is not None else None
    if row is None or row.expires <= now:
        return "unknown"
    if row.tries >= TRIES:
        return "closed"
    if not hmac.compare_digest(row.code_hash, _code_hash(session, row.invite_id, code)):
        row.tries += 1
        return "code"
    return row


def bring_keys(session: Session, row: Invite, keys: NewKeys, moment: datetime) -> Staff:
    """The newcomer's keys wait for an administrator; the same keys again are answered like the first.

    Raises InviteRefused where somebody else made keys with this link.
    """
    if row.staff_id is not None:
        there = session.get(Staff, row.staff_id)
        mine = (keys.staff_id, keys.sign_vk, keys.kem_public)
        if there is None or (there.staff_id, there.sign_vk, there.kem_public) != mine:
            raise InviteRefused("used")
        return there
    person = NewMember(
        staff_id=keys.staff_id,
        name=row.name,
        display_name=row.display_name,
        role=row.role,
        sign_vk=keys.sign_vk,
        kem_public=keys.kem_public,
        methods=keys.methods,
    )
    added = add_member(session, person, clock.day_of(moment))
    added.active = False  # until an administrator has signed
    added.languages, added.skills, added.hours = row.languages, row.skills, row.hours
    row.staff_id = keys.staff_id
    act = Act(None, clock.hour_of(moment))
    record(session, act, "invite_keys", row.invite_id)
    return added


def state_of(session: Session, proof: bytes, now: int) -> State:
    """How far it is, for whoever has the link; raises InviteRefused."""
    row = _by_proof(session, proof)
    if row is None or row.expires <= now:
        raise InviteRefused("unknown")
    if row.joined:
        return "in"
    return "open" if row.staff_id is None else "keys"


def confirm(
    session: Session,
    invite_id: bytes,
    change: Change,
    seeds: dict[int, bytes],
    roster_key: bytes | None,
    by: Staff,
    moment: datetime,
) -> Staff:
    """The newcomer is on staff, with all that their role gives them.

    Raises NotFound, NotAllowed before there are keys, and what `roster_changes.apply` raises.
    """
    roster_changes.in_turn(session, by)
    row = locked(session, Invite, invite_id)
    if row is None or row.expires <= clock.unix(moment):
        raise NotFound
    if row.staff_id is None or row.joined:
        raise NotAllowed
    person = session.get_one(Staff, row.staff_id)
    line = Member(person.staff_id, person.sign_vk, digest(person.kem_public), row.role)
    named = Change("join", change.roster, person.staff_id, line)
    roster_changes.apply(session, named, by, clock.unix(moment))
    person.active = row.joined = True
    session.flush()
    epochs.hand_keys(session, person.staff_id, seeds, roster_key)
    act = Act(by.staff_id, clock.hour_of(moment))
    record(session, act, "add_staff", person.staff_id, None, str(row.role))
    return person


def withdraw(session: Session, invite_id: bytes, by: Staff, moment: datetime) -> None:
    """The link opens nothing more, and whoever made keys with it is forgotten; raises NotFound."""
    roster_changes.in_turn(session, by)
    row = locked(session, Invite, invite_id)
    if row is None or row.joined:
        raise NotFound
    _forget(session, row)
    record(session, Act(by.staff_id, clock.hour_of(moment)), "withdraw_invite", invite_id)


def sweep(session: Session, now: int) -> None:
    """Invites that ended are gone, and with them keys that nobody signed."""
    for row in session.scalars(select(Invite).where(Invite.expires <= now)).all():
        _forget(session, row)


def tell_about(session: Session, staff_id: bytes, about: About, by: Staff, hour: str) -> Staff:
    """Colleagues see this of the person from now on; raises NotFound."""
    roster_changes.still(session, by)
    person = locked(session, Staff, staff_id)
    if person is None:
        raise NotFound
    person.display_name, person.skills = about.display_name, about.skills
    person.languages, person.hours = " ".join(about.languages), about.hours
    record(session, Act(by.staff_id, hour), "about_staff", staff_id)
    return person


def _forget(session: Session, row: Invite) -> None:
    if row.staff_id is not None and not row.joined:
        mine = SignInMethod.staff_id == row.staff_id
        session.execute(delete(SignInMethod).where(mine))
        session.execute(delete(Staff).where(Staff.staff_id == row.staff_id))
    session.execute(delete(Invite).where(Invite.invite_id == row.invite_id))
    session.flush()


def _by_proof(session: Session, proof: bytes) -> Invite | None:
    return session.scalars(select(Invite).where(Invite.lookup == digest(proof))).first()


def _code_hash(session: Session, invite_id: bytes, code: str) -> bytes:
    key = founding.site_or_refuse(session).decoy_key
    return derive(key, b"invite code", digest(invite_id + code.encode()))
