"""Trainings: what was asked for, what is scheduled next, what was held, and moving one of them."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, request
from pydantic import Field

from chat.fields import Incoming
from config import clock
from moderation import review_queue, trainings
from moderation.codes import TrainingStatus
from moderation.trainings import MOST_PEOPLE, Found, Standing
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.paths import id_from
from webapp.schemas import b64
from webapp.security import allow
from webapp.services import database
from webapp.staff.calls_queue import acting, page_number
from webapp.staff.release_schemas import IsoDay

blueprint = Blueprint("trainings", __name__, url_prefix="/api/v1")

LISTS = ("requested", "scheduled", "held", "cancelled")


class StandingIn(Incoming):
    """How a training stands; a day and people where its status has them."""

    status: TrainingStatus
    day: IsoDay | None = None
    people: Annotated[int, Field(ge=0, le=MOST_PEOPLE)] | None = None

    def standing(self) -> Standing:
        """The same as `moderation` knows it."""
        return Standing(self.status, self.day, self.people)


class MoveIn(Incoming):
    """How a training is to stand, and how it stood when somebody began to change it."""

    was: StandingIn
    now: StandingIn


@blueprint.get("/trainings")
@allow("queue.read")
def of_status() -> dict[str, Any]:
    """One page of the trainings of a status."""
    status = request.args.get("status", "scheduled")
    if status not in LISTS:
        raise Problem(422, "invalid")
    with database().reading() as session:
        found, total = trainings.page_of(session, status, page_number())
        return {"trainings": [_row(one) for one in found], "total": total}


@blueprint.get("/trainings/<conv>")
@allow("queue.read")
def read(conv: str) -> dict[str, Any]:
    """How the training of this item stands."""
    with database().reading() as session:
        return _said(trainings.standing_of(session, id_from(conv)))


@blueprint.post("/trainings/<conv>")
@allow("training.write")
def move(conv: str) -> dict[str, Any]:
    """The training stands otherwise; of two who move it at once the second is told."""
    body = body_of(MoveIn)
    with database().writing() as session:
        item = review_queue.find_item(session, id_from(conv))
        was, now = body.was.standing(), body.now.standing()
        trainings.move(session, item, was, now, clock.day_of(clock.now()), acting())
        return _said(now)


def _said(standing: Standing) -> dict[str, Any]:
    day = None if standing.day is None else standing.day.isoformat()
    return {"status": standing.status, "day": day, "people": standing.people}


def _row(found: Found) -> dict[str, Any]:
    return {
        "conv": b64(found.item.conv),
        "asked_on": found.item.day.isoformat(),
        "item_status": found.item.status,
        "language": found.language,
        **_said(found.standing),
    }
