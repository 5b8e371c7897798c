"""Teams, who works on a case, and days on which somebody looks at one again."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from flask import Blueprint
from pydantic import AfterValidator, Field

from chat.fields import Bytes16, Incoming
from moderation import cases, follow_ups, founding, teams
from moderation.plain_text import plain
from moderation.team_models import LONGEST_NAME
from moderation.teams import Assigned, Named
from webapp import wire
from webapp.bodies import body_of
from webapp.paths import id_from
from webapp.schemas import SignedRecord, b64
from webapp.security import allow
from webapp.services import database
from webapp.sessions import me
from webapp.staff.calls_queue import acting
from webapp.staff.release_schemas import IsoDay

blueprint = Blueprint("teams", __name__, url_prefix="/api/v1")

MOST_MEMBERS = 500


class NamedIn(Incoming):
    """A team's name and people."""

    name: Annotated[str, AfterValidator(plain), Field(min_length=1, max_length=LONGEST_NAME)]
    members: Annotated[list[Bytes16], Field(max_length=MOST_MEMBERS)]

    def named(self) -> Named:
        """The same as `moderation` knows it."""
        return Named(self.name, frozenset(self.members))


class TeamIn(Incoming):
    """A team as it is to be, and as it was when somebody began to change it."""

    team_id: Bytes16
    was: NamedIn | None
    now: NamedIn


class AssignedIn(Incoming):
    """Who works on a case."""

    team_id: Bytes16 | None
    staff_id: Bytes16 | None

    def assigned(self) -> Assigned:
        """The same as `moderation` knows it."""
        return Assigned(self.team_id, self.staff_id)


class AssignmentIn(Incoming):
    """Who is to work on a case, and who did when somebody began to change it."""

    was: AssignedIn
    now: AssignedIn


class FollowUpIn(Incoming):
    """The day on which a case is looked at again, none where that is done; what for, sealed."""

    due_on: IsoDay | None
    record: SignedRecord

    def when(self) -> date | None:
        """The day."""
        return self.due_on


@blueprint.get("/teams")
@allow("team.read")
def read() -> dict[str, Any]:
    """Every team and who is on it."""
    with database().reading() as session:
        return {
            "teams": [
                {
                    "team_id": b64(row.team_id),
                    "name": named.name,
                    "members": sorted(b64(one) for one in named.members),
                }
                for row, named in teams.all_teams(session)
            ]
        }


@blueprint.post("/teams")
@allow("staff.manage")
def keep() -> tuple[str, int]:
    """The team has this name and these people."""
    body = body_of(TeamIn)
    was = None if body.was is None else body.was.named()
    with database().writing() as session:
        teams.keep(session, body.team_id, was, body.now.named(), acting())
    return "", 204


@blueprint.delete("/teams/<team_id>")
@allow("staff.manage")
def remove(team_id: str) -> tuple[str, int]:
    """There is no such team; its cases have none."""
    with database().writing() as session:
        teams.remove(session, id_from(team_id), acting())
    return "", 204


@blueprint.post("/cases/<case_id>/assignment")
@allow("case.write")
def assign(case_id: str) -> tuple[str, int]:
    """The case is this team's and this person's."""
    body = body_of(AssignmentIn)
    with database().writing() as session:
        case = cases.find_case(session, id_from(case_id), to_write=True)
        teams.assign(session, case, body.was.assigned(), body.now.assigned(), acting())
    return "", 204


@blueprint.post("/cases/<case_id>/follow-ups")
@allow("case.write")
def follow_up(case_id: str) -> tuple[dict[str, Any], int]:
    """The case is looked at again on this day, or was."""
    body = body_of(FollowUpIn)
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        case = cases.find_case(session, id_from(case_id), to_write=True)
        signed = body.record.signed()
        kept = follow_ups.keep(session, here.site, case, me(), signed, body.when(), acting())
        return wire.record_row(kept), 201
