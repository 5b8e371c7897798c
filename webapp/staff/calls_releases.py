"""Referrals of a case: released, handed over, withdrawn and followed up."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from config import clock
from moderation import cases, founding, releases
from moderation import follow_ups as follow_ups_of_cases
from moderation.referral_models import Release
from webapp import schemas
from webapp.bodies import body_of
from webapp.paths import id_from
from webapp.security import allow
from webapp.services import database
from webapp.sessions import me
from webapp.staff import release_schemas
from webapp.staff.calls_queue import acting
from webapp.staff.release_wire import wire_of

blueprint = Blueprint("releases", __name__, url_prefix="/api/v1")

A_CASE = "/cases/<case_id>"
MOST_DUE = 200


@blueprint.get("/follow-ups")
@allow("case.read")
def follow_ups() -> dict[str, Any]:
    """Referrals and cases that somebody wanted to look at again by today, the longest overdue first."""
    today = clock.day_of(clock.now())
    with database().reading() as session:
        found = releases.due(session, today, MOST_DUE)
        cases_due = follow_ups_of_cases.due(session, today, MOST_DUE)
        return {
            "due": [{**wire_of(row), "number": case.number} for row, case in found],
            "cases": [
                {
                    "record_id": schemas.b64(row.record_id),
                    "case_id": schemas.b64(case.case_id),
                    "number": case.number,
                    "due_on": row.due_on.isoformat(),
                }
                for row, case in cases_due
            ],
        }


@blueprint.post(f"{A_CASE}/releases")
@allow("case.write")
def make(case_id: str) -> tuple[dict[str, Any], int]:
    """The release exists, and its signed words are a record of the case."""
    body = body_of(release_schemas.ReleaseIn)
    today = clock.day_of(clock.now())
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        case = cases.find_case(session, id_from(case_id), to_write=True)
        made = releases.make(session, here.site, case, me(), body.new(), acting(), today)
        return wire_of(made), 201


@blueprint.post(f"{A_CASE}/releases/<release_id>/hand-over")
@allow("case.write")
def hand_over(case_id: str, release_id: str) -> dict[str, Any]:
    """It is on record that the packet leaves, if it may."""
    body = body_of(release_schemas.PacketIn)
    today = clock.day_of(clock.now())
    with database().writing() as session:
        case = cases.find_case(session, id_from(case_id), to_write=True)
        release = releases.find(session, case, id_from(release_id))
        return wire_of(releases.hand_over(session, release, body.packet(), acting(), today))


@blueprint.post(f"{A_CASE}/releases/<release_id>/follow-up")
@allow("case.write")
def follow_up(case_id: str, release_id: str) -> dict[str, Any]:
    """What became of it stands there, and when somebody looks again."""
    body = body_of(release_schemas.FollowUp)
    with database().writing() as session:
        case = cases.find_case(session, id_from(case_id), to_write=True)
        release = releases.find(session, case, id_from(release_id))
        releases.follow_up(session, release, body.was.followed(), body.now.followed(), acting())
        return wire_of(release)


@blueprint.post(f"{A_CASE}/withdraw-consent")
@allow("case.write")
def withdraw(case_id: str) -> dict[str, Any]:
    """What was not given yet never is; told what that was, and what is out already."""
    body = body_of(schemas.SignedRecord)
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        case = cases.find_case(session, id_from(case_id), to_write=True)
        stopped, out = releases.withdraw(session, here.site, case, me(), body.signed(), acting())
        return {"stopped": _all(stopped), "out": _all(out)}


def _all(rows: list[Release]) -> list[dict[str, Any]]:
    return [wire_of(row) for row in rows]
