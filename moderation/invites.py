"""Somebody is asked onto staff: a link that works once, a code that is spoken, and keys made by them.

The newcomer's browser makes the keys and keeps what is secret. An administrator signs them into the
roster after both have read out the same words of these keys; until then the newcomer is nobody here.
Who lost every device gets new keys over the same kind of link (`moderation.lost_device`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config import clock
from config.database import locked
from crypto.hashes import digest
from crypto.roster import Member
from moderation import epochs, roster_changes
from moderation.audit import Act, record
from moderation.errors import (
    BrokenRule,
    InviteRefused,
    NameTaken,
    NotAllowed,
    NotFound,
)
from moderation.founding import SignedRoster
from moderation.links import LIFETIME, by_proof, code_hash
from moderation.permissions import ROLES
from moderation.roster_changes import Change
from moderation.staff import NewMember, NewMethod, add_member
from moderation.staff_models import Invite, SignInMethod, Staff

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
    again_hash: bytes | None = None


@dataclass(frozen=True)
class Signed:
    """What an administrator's browser made: the roster, and what is sealed to the new keys.

    `next_seeds` is the seed of the epoch that the roster begins, for each of its readers.
    """

    roster: SignedRoster
    seeds: dict[int, bytes]
    roster_key: bytes | None
    next_seeds: dict[bytes, bytes]


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
        code_hash=code_hash(session, new.invite_id, new.code),
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
        again_hash=keys.again_hash,
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
    row = by_proof(session, proof)
    if row is None or row.expires <= now:
        raise InviteRefused("unknown")
    if row.joined:
        return "in"
    return "open" if row.staff_id is None else "keys"


def confirm(
    session: Session, invite_id: bytes, signed: Signed, by: Staff, moment: datetime
) -> Staff:
    """The newcomer is on staff, with all that their role gives them.

    Raises what `ready` raises, and what `roster_changes.apply` raises.
    """
    row = ready(session, invite_id, by, moment)
    person = session.get_one(Staff, row.staff_id)
    line = Member(person.staff_id, person.sign_vk, digest(person.kem_public), row.role)
    named = Change("join", signed.roster, person.staff_id, line, signed.next_seeds)
    roster_changes.apply(session, named, by, clock.unix(moment))
    person.active = row.joined = True
    session.flush()
    epochs.hand_keys(session, person.staff_id, signed.seeds, signed.roster_key)
    act = Act(by.staff_id, clock.hour_of(moment))
    record(session, act, "add_staff", person.staff_id, None, str(row.role))
    return person


def ready(session: Session, invite_id: bytes, by: Staff, moment: datetime) -> Invite:
    """The invite whose keys wait for this administrator, who acts in turn.

    Raises Outdated, NotFound, and NotAllowed before there are keys or after they were signed.
    """
    roster_changes.in_turn(session, by)
    row = locked(session, Invite, invite_id)
    if row is None or row.expires <= clock.unix(moment):
        raise NotFound
    if row.staff_id is None or row.joined:
        raise NotAllowed
    return row


def renews(session: Session, invite_id: bytes) -> bool:
    """Whether this link is for somebody on staff who lost a device."""
    found = select(Invite.renews).where(Invite.invite_id == invite_id)
    return session.scalar(found) is not None


def withdraw(session: Session, invite_id: bytes, by: Staff, moment: datetime) -> None:
    """The link opens nothing more, and whoever made keys with it is forgotten; raises NotFound."""
    roster_changes.in_turn(session, by)
    row = locked(session, Invite, invite_id)
    if row is None or row.joined:
        raise NotFound
    act, person = Act(by.staff_id, clock.hour_of(moment)), row.renews
    _forget(session, row)
    if person is None:
        record(session, act, "withdraw_invite", invite_id)
    else:
        record(session, act, "withdraw_lost_device", person)


def drop_link(session: Session, staff_id: bytes | None) -> None:
    """No link gives this member of staff new keys any more, and keys that were not signed are gone.

    Call it before the person's row is locked: whoever has the link locks the link first.
    """
    mine = select(Invite).where(Invite.renews == staff_id).with_for_update()
    for row in session.scalars(mine).all():
        _forget(session, row)


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
        if row.renews is None:
            session.execute(delete(Staff).where(Staff.staff_id == row.staff_id))
    session.execute(delete(Invite).where(Invite.invite_id == row.invite_id))
    session.flush()
