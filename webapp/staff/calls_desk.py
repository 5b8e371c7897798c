"""The desk itself: the rosters to verify, the seeds sealed to whoever asks, and its people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import clock
from moderation import epochs, founding, staff
from moderation.living_epochs import living
from moderation.permissions import may
from moderation.staff_models import CertificateRow, EpochWrap, RosterKeyWrap, RosterRow, Staff
from webapp import schemas
from webapp.paths import number_in_address
from webapp.security import allow
from webapp.services import database
from webapp.sessions import me
from webapp.source.calls import public_desk

blueprint = Blueprint("desk", __name__, url_prefix="/api/v1")


@blueprint.get("/desk")
@allow("desk.enter")
def desk() -> dict[str, Any]:
    """Everything that the browser needs to check the desk and to open what is sealed to this person.

    Rosters up to the serial `after`, which it keeps, are left out: a desk signs one every day.
    """
    after = number_in_address("after")
    with database().reading() as session:
        here = founding.site_or_refuse(session)
        roster_key = session.get(RosterKeyWrap, me().staff_id)
        return {
            "site": schemas.b64(here.site),
            "demo": here.demo,
            "root_vk": schemas.b64(here.root_vk),
            "recovery_kem_public": schemas.b64(here.recovery_kem_public),
            "certificates": _certificates(session),
            "rosters": _rosters(session, after),
            "epoch_wraps": _my_seeds(session),
            "roster_key_wrap": schemas.b64(roster_key.wrap) if roster_key else None,
            "staff": [_person(member) for member in staff.everybody(session)],
            "public": public_desk(session),
            **_due(session),
        }


def _due(session: Session) -> dict[str, Any]:
    """What is to be done about the keys, as the server sees it; browsers look for themselves too."""
    now = clock.unix(clock.now())
    makes = may(me().role, "epoch.make")
    lacking = epochs.keys_due(session) if makes else []
    return {
        "epoch_due": epochs.epoch_due(session, now),
        "roster_key_due": epochs.roster_key_due(session),
        "epochs": living(session),
        "epochs_unused": epochs.unused(session) if makes else [],
        "old_wraps": epochs.old_wraps(session, b"")[1] if makes else 0,
        "keys_due": [
            {"staff_id": schemas.b64(d.staff_id), "epochs": d.epochs, "roster_key": d.roster_key}
            for d in lacking
        ],
    }


def _certificates(session: Session) -> list[dict[str, str]]:
    rows = session.scalars(select(CertificateRow).order_by(CertificateRow.number))
    return [
        {"body": schemas.b64(row.body), "signature": schemas.b64(row.signature)} for row in rows
    ]


def _rosters(session: Session, after: int) -> list[dict[str, str]]:
    """What follows; where that serial is not ours, everything: the browser then sees what is wrong."""
    known = session.get(RosterRow, after) is not None
    chosen = select(RosterRow).where(RosterRow.serial > (after if known else 0))
    rows = session.scalars(chosen.order_by(RosterRow.serial))
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
        "lost": member.lost,
        "provable": member.again_hash is not None,
        "languages": member.languages.split(),
        "skills": member.skills,
        "hours": member.hours,
    }
