"""Asking somebody onto staff, and being asked: the link's secret never comes here, only a proof of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from config import clock
from moderation import founding, invites, links, lost_device
from moderation.errors import InviteRefused, ModerationError
from moderation.staff_models import Invite, Staff
from webapp import schemas
from webapp.bodies import body_of
from webapp.paths import id_from
from webapp.security import PUBLIC, allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.staff.invite_schemas import AboutIn, InviteIn, Keys, Knock, Proof
from webapp.staff.roster_schemas import Confirmed

blueprint = Blueprint("invites", __name__, url_prefix="/api/v1")


@blueprint.post("/invites")
@allow("staff.manage")
def invite() -> tuple[dict[str, Any], int]:
    """Somebody is asked onto staff."""
    body = body_of(InviteIn)
    with database().writing() as session:
        return _shown(invites.invite(session, body.invite(), me(), clock.now()), None), 201


@blueprint.get("/invites")
@allow("staff.manage")
def open_invites() -> dict[str, Any]:
    """Everybody who was asked and is not on staff yet, with the keys that they made."""
    with database().reading() as session:
        rows = invites.open_invites(session, clock.unix(clock.now()))
        return {"invites": [_shown(row, person) for row, person in rows]}


@blueprint.delete("/invites/<invite_id>")
@allow("staff.manage")
def withdraw(invite_id: str) -> tuple[str, int]:
    """The link opens nothing more."""
    with database().writing() as session:
        invites.withdraw(session, id_from(invite_id), me(), clock.now())
    return "", 204


@blueprint.post("/invites/<invite_id>/confirm")
@allow("staff.manage")
def confirm(invite_id: str) -> tuple[str, int]:
    """Whoever made these keys is on staff with them."""
    which, signed, moment = id_from(invite_id), body_of(Confirmed).signed(), clock.now()
    with database().writing() as session:
        renews = invites.renews(session, which)
        confirm_it = lost_device.confirm if renews else invites.confirm
        confirm_it(session, which, signed, me(), moment)
    services().tokens.forget_all()
    services().news.desk_changed()
    return "", 204


@blueprint.post("/staff/<staff_id>/about")
@allow("staff.manage")
def about(staff_id: str) -> tuple[str, int]:
    """Colleagues see this of somebody."""
    who, body, hour = id_from(staff_id), body_of(AboutIn), clock.hour_of(clock.now())
    with database().writing() as session:
        invites.tell_about(session, who, body.about(), me(), hour)
    services().news.desk_changed()
    return "", 204


@blueprint.post("/invite/open")
@allow(PUBLIC)
def knock() -> dict[str, Any]:
    """What whoever has link and code was asked to be."""
    body = body_of(Knock)
    with database().writing() as session:
        found = links.knock(session, body.shown(), clock.unix(clock.now()))
        site = founding.site_or_refuse(session).site
    if isinstance(found, ModerationError):
        raise found
    if found.staff_id is not None:
        raise InviteRefused("used")
    return {
        "site": schemas.b64(site),
        "name": found.name,
        "display_name": found.display_name,
        "role": found.role,
    }


@blueprint.post("/invite/keys")
@allow(PUBLIC)
def bring_keys() -> tuple[str, int]:
    """The newcomer's keys wait for an administrator, who compares them."""
    body, moment = body_of(Keys), clock.now()
    with database().writing() as session:
        found = links.knock(session, body.shown(), clock.unix(moment))
        if isinstance(found, Invite):
            keep = invites.bring_keys if found.renews is None else lost_device.bring_keys
            keep(session, found, body.keys(), moment)
    if isinstance(found, ModerationError):
        raise found
    return "", 204


@blueprint.post("/invite/state")
@allow(PUBLIC)
def state() -> dict[str, Any]:
    """How far it is, for whoever has the link."""
    body = body_of(Proof)
    with database().reading() as session:
        return {"state": invites.state_of(session, body.proof, clock.unix(clock.now()))}


def _shown(row: Invite, person: Staff | None) -> dict[str, Any]:
    keys = None
    made: Invite | Staff | None = person if row.renews is None else row
    if person is not None and made is not None:
        keys = {
            "staff_id": schemas.b64(person.staff_id),
            "sign_vk": schemas.b64(made.sign_vk or b""),
            "kem_public": schemas.b64(made.kem_public or b""),
        }
    return {
        "invite_id": schemas.b64(row.invite_id),
        "name": row.name,
        "display_name": row.display_name,
        "role": row.role,
        "closed": row.tries >= links.TRIES,
        "renews": None if row.renews is None else schemas.b64(row.renews),
        "keys": keys,
    }
