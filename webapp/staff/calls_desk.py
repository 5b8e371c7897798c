"""The desk itself: the rosters to verify, the seeds sealed to whoever asks, and its people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import clock
from moderation import founding, staff
from moderation.audit import Act, record
from moderation.staff_models import CertificateRow, EpochWrap, RosterKeyWrap, RosterRow, Staff
from webapp import schemas
from webapp.bodies import body_of
from webapp.security import allow
from webapp.services import database
from webapp.sessions import me
from webapp.source.calls import public_desk
from webapp.staff.people_schemas import NewStaff

blueprint = Blueprint("desk", __name__, url_prefix="/api/v1")


@blueprint.get("/desk")
@allow("desk.enter")
def desk() -> dict[str, Any]:
    """Everything that the browser needs to check the desk and to open what is sealed to this person."""
    with database().reading() as session:
        here = founding.site_or_refuse(session)
        roster_key = session.get(RosterKeyWrap, me().staff_id)
        return {
            "site": schemas.b64(here.site),
            "demo": here.demo,
            "root_vk": schemas.b64(here.root_vk),
            "recovery_kem_public": schemas.b64(here.recovery_kem_public),
            "certificates": _certificates(session),
            "rosters": _rosters(session),
            "epoch_wraps": _my_seeds(session),
            "roster_key_wrap": schemas.b64(roster_key.wrap) if roster_key else None,
            "staff": [_person(member) for member in staff.everybody(session)],
            "public": public_desk(session),
        }


@blueprint.post("/staff")
@allow("staff.manage")
def add_staff() -> tuple[dict[str, Any], int]:
    """The newcomer can sign in, has the seeds sealed to them, and stands in the new roster."""
    body = body_of(NewStaff)
    person = body.staff.member()
    moment = clock.now()
    staff.check_keys_fit(
        person.role, seeds=bool(body.epoch_wraps), roster_key=body.roster_key_wrap is not None
    )
    with database().writing() as session:
        before = founding.living_members(session)
        after = founding.follow_roster(session, body.roster.signed(), clock.unix(moment))
        staff.check_only_newcomer(person, before, after)
        added = staff.add_member(session, person, clock.day_of(moment))
        seeds = {w.epoch: w.wrap for w in body.epoch_wraps}
        staff.give_keys(session, person.staff_id, seeds, body.roster_key_wrap)
        record(session, Act(me().staff_id, clock.hour_of(moment)), "add_staff", person.staff_id)
    return _person(added), 201


def _certificates(session: Session) -> list[dict[str, str]]:
    rows = session.scalars(select(CertificateRow).order_by(CertificateRow.number))
    return [
        {"body": schemas.b64(row.body), "signature": schemas.b64(row.signature)} for row in rows
    ]


def _rosters(session: Session) -> list[dict[str, str]]:
    rows = session.scalars(select(RosterRow).order_by(RosterRow.serial))
    return [
        {
            "body": schemas.b64(row.body),
            "members": schemas.b64(row.members),
            "signature": schemas.b64(row.signature),
        }
        for row in rows
    ]


def _my_seeds(session: Session) -> list[dict[str, Any]]:
    mine = select(EpochWrap).where(EpochWrap.staff_id == me().staff_id).order_by(EpochWrap.epoch)
    return [{"epoch": row.epoch, "wrap": schemas.b64(row.wrap)} for row in session.scalars(mine)]


def _person(member: Staff) -> dict[str, Any]:
    return {
        "staff_id": schemas.b64(member.staff_id),
        "name": member.name,
        "display_name": member.display_name,
        "role": member.role,
        "sign_vk": schemas.b64(member.sign_vk),
        "kem_public": schemas.b64(member.kem_public),
        "active": member.active,
    }
