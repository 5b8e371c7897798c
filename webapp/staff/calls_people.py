"""Changing the desk's people: somebody leaves, is suspended or comes back, lost a device, has another role."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint
from sqlalchemy.orm import Session

from config import clock
from crypto.hashes import digest
from crypto.roster import Member
from moderation import leaving, lost_device
from moderation.errors import NotFound
from moderation.leaving import Doing, Gone
from moderation.staff_models import Staff
from webapp.bodies import body_of
from webapp.paths import id_from
from webapp.schemas import Empty
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.staff.invite_schemas import LostDevice
from webapp.staff.roster_schemas import NewRole, RosterIn

blueprint = Blueprint("people", __name__, url_prefix="/api/v1")


@blueprint.post("/staff/<staff_id>/leave")
@allow("staff.manage")
def leave(staff_id: str) -> tuple[str, int]:
    """The person is on staff no more: out of the roster, out of every screen."""
    who, body = id_from(staff_id), body_of(RosterIn)
    with database().writing() as session:
        gone = leaving.leave(session, body.change("leave", who), _doing(session))
    return _told(gone)


@blueprint.post("/staff/<staff_id>/suspend")
@allow("staff.manage")
def suspend(staff_id: str) -> tuple[str, int]:
    """The person cannot sign in until they are let back in."""
    who, _ = id_from(staff_id), body_of(Empty)
    with database().writing() as session:
        gone = leaving.suspend(session, who, _doing(session))
    return _told(gone)


@blueprint.post("/staff/<staff_id>/let-back-in")
@allow("staff.manage")
def let_back_in(staff_id: str) -> tuple[str, int]:
    """Somebody who was suspended can sign in again."""
    who, _ = id_from(staff_id), body_of(Empty)
    with database().writing() as session:
        leaving.let_back_in(session, who, _doing(session))
    services().news.desk_changed()
    return "", 204


@blueprint.post("/staff/<staff_id>/lost-device")
@allow("staff.manage")
def lose(staff_id: str) -> tuple[str, int]:
    """Nothing of the person's opens anything, and a link waits for their new keys."""
    who, body = id_from(staff_id), body_of(LostDevice)
    with database().writing() as session:
        gone = lost_device.ask(session, body.link(), who, _doing(session))
    return _told(gone)


@blueprint.post("/staff/<staff_id>/role")
@allow("staff.manage")
def role(staff_id: str) -> tuple[str, int]:
    """The person has another role, and signs in anew."""
    who, body = id_from(staff_id), body_of(NewRole)
    change = body.change("role", who)
    with database().writing() as session:
        person = session.get(Staff, who)
        if person is None:
            raise NotFound
        after = Member(who, person.sign_vk, digest(person.kem_public), body.role)
        gone = leaving.change_role(
            session, replace(change, after=after), body.role, _doing(session)
        )
    return _told(gone)


def _doing(session: Session) -> Doing:
    return Doing(me(), clock.now(), services().site.current(session).words_hours)


def _told(gone: Gone) -> tuple[str, int]:
    """Screens of theirs forget what they show and hear nothing more; everybody else how things stand."""
    news = services().news
    services().tokens.forget_all()
    for token in gone.tokens:
        news.signed_out(token)
    for conv in gone.left:
        news.guest_left(conv)
    for conv in {*gone.waiting, *gone.changed, *gone.left}:
        news.chat_changed(conv)
    for conv in gone.waiting:
        news.chat_waiting(conv)
    news.queue_changed()
    news.desk_changed()
    return "", 204
