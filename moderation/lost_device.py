"""Somebody on staff lost every device: new keys under their old name, by another administrator.

At once nothing of theirs opens anything. They then show the link, the spoken code and their own
passphrase, and make new keys; the administrator signs those after both have read out the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from config import clock
from config.database import leave_no_trace, locked
from crypto.hashes import digest
from crypto.roster import Member
from moderation import epochs, invites, leaving, links, methods, roster_changes
from moderation.audit import Act, record
from moderation.errors import BrokenRule, InviteRefused, NoPassphraseProof, NotAllowed, NotFound
from moderation.invites import NewKeys, Signed
from moderation.leaving import Doing, Gone
from moderation.roster_changes import Change
from moderation.staff import method_row
from moderation.staff_models import Invite, Staff


@dataclass(frozen=True)
class NewLink:
    """A link as an administrator's browser makes it; `lookup` is the hash of what it proves."""

    invite_id: bytes
    lookup: bytes
    code: str


def ask(session: Session, new: NewLink, staff_id: bytes, doing: Doing) -> Gone:
    """Nothing of the person's opens anything, and a link waits for their new keys; again replaces it.

    Raises NotAllowed for oneself or who is suspended, NotFound for who is not on staff,
    NoPassphraseProof, and LastOne where nobody else could hand the desk's keys on.
    """
    roster_changes.in_turn(session, doing.by)
    if staff_id == doing.by.staff_id:
        raise NotAllowed
    invites.sweep(session, clock.unix(doing.moment))
    invites.drop_link(session, staff_id)
    person = locked(session, Staff, staff_id)
    if person is None or not leaving.stands_in_roster(session, person):
        raise NotFound
    if not (person.active or person.lost):
        raise NotAllowed
    if person.again_hash is None:
        raise NoPassphraseProof
    leaving.check_not_last(session, person, None)
    gone = _end_everything(session, person, doing)
    session.execute(delete(Invite).where(Invite.name == person.name))  # their own, long ago
    session.add(_link(session, new, person, doing.moment))
    session.flush()
    record(session, doing.act, "lost_device", staff_id)
    return gone


def bring_keys(session: Session, row: Invite, keys: NewKeys, moment: datetime) -> None:
    """The new keys wait for an administrator; the same keys again are answered like the first.

    Raises InviteRefused where other keys were brought with this link, BrokenRule for somebody
    else's keys or for those that were lost.
    """
    if row.staff_id is not None:
        if (row.sign_vk, row.kem_public) != (keys.sign_vk, keys.kem_public):
            raise InviteRefused("used")
        return
    person = session.get_one(Staff, row.renews)
    old = person.sign_vk, person.kem_public
    if keys.staff_id != person.staff_id or keys.sign_vk in old or keys.kem_public in old:
        raise BrokenRule("new keys of this person")
    row.staff_id, row.sign_vk, row.kem_public = keys.staff_id, keys.sign_vk, keys.kem_public
    for method in keys.methods:
        session.add(method_row(keys.staff_id, method, clock.day_of(moment)))
    session.flush()
    record(session, Act(None, clock.hour_of(moment)), "lost_device_keys", keys.staff_id)


def confirm(
    session: Session, invite_id: bytes, signed: Signed, by: Staff, moment: datetime
) -> Staff:
    """The person signs in with their new keys, which have all that their role gives them.

    Raises what `invites.ready` raises, and what `roster_changes.apply` raises.
    """
    row = invites.ready(session, invite_id, by, moment)
    person = locked(session, Staff, row.renews or b"")
    if person is None or not person.lost or row.sign_vk is None or row.kem_public is None:
        raise NotAllowed
    # An epoch may have begun meanwhile, and a sign-in may have been on its way when all was ended.
    epochs.take_keys(session, person.staff_id, seeds=True, roster_key=True)
    methods.forget_browsers(session, person.staff_id)
    line = Member(person.staff_id, row.sign_vk, digest(row.kem_public), person.role)
    named = Change("keys", signed.roster, person.staff_id, line, signed.next_seeds)
    roster_changes.apply(session, named, by, clock.unix(moment))
    person.sign_vk, person.kem_public = row.sign_vk, row.kem_public
    person.active = row.joined = True
    person.lost = False
    session.flush()
    epochs.hand_keys(session, person.staff_id, signed.seeds, signed.roster_key)
    act = Act(by.staff_id, clock.hour_of(moment))
    record(session, act, "new_keys", person.staff_id)
    return person


def _end_everything(session: Session, person: Staff, doing: Doing) -> Gone:
    gone = leaving.give_back(session, person, doing)
    methods.forget_all(session, person.staff_id)  # their sessions ended just before
    epochs.take_keys(session, person.staff_id, seeds=True, roster_key=True)
    leave_no_trace(session)
    person.active, person.lost = False, True
    session.flush()
    return gone


def _link(session: Session, new: NewLink, person: Staff, moment: datetime) -> Invite:
    return Invite(
        invite_id=new.invite_id,
        lookup=new.lookup,
        code_hash=links.code_hash(session, new.invite_id, new.code),
        name=person.name,
        display_name=person.display_name,
        role=person.role,
        languages=person.languages,
        skills=person.skills,
        hours=person.hours,
        tries=0,
        expires=clock.unix(moment) + links.LIFETIME,
        staff_id=None,
        joined=False,
        renews=person.staff_id,
    )
