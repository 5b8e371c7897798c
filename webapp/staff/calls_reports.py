"""What reports are made of: margins that count contacts and name nobody, and months that are closed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from config import clock
from moderation import closing, founding, reports, shelves
from moderation.month_models import ClosedMonth
from webapp import wire
from webapp.bodies import body_of
from webapp.security import allow
from webapp.services import database
from webapp.sessions import me
from webapp.staff.calls_queue import acting
from webapp.staff.chat_schemas import NewOnShelf
from webapp.staff.shelf_calls import read_shelf

blueprint = Blueprint("reports", __name__, url_prefix="/api/v1")


@blueprint.get("/reports/margins")
@allow("report.read")
def margins() -> dict[str, Any]:
    """The margins of the months from `first` to `last`, each apart from the others."""
    months = reports.months_between(request.args.get("first", ""), request.args.get("last", ""))
    with database().reading() as session:
        return {"months": months, "margins": reports.margins_of(session, months)}


@blueprint.get("/reports/months")
@allow("report.read")
def closed() -> dict[str, Any]:
    """Every edition of every closed month, sealed as it came."""
    return read_shelf(closing.SHELF, ClosedMonth)


@blueprint.get("/reports/months/<month>")
@allow("report.close")
def about(month: str) -> dict[str, Any]:
    """What a browser that counts a month cannot see: how many of its cases are deleted by now."""
    with database().reading() as session:
        return {"gone": closing.cases_gone(session, month)}


@blueprint.post("/reports/months/<month>")
@allow("report.close")
def close(month: str) -> tuple[dict[str, Any], int]:
    """The month is closed, or has one more edition; of two who close it the second is told."""
    body, moment = body_of(NewOnShelf), clock.now()
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        box = body.container
        if box is not None:
            shelves.open_shelf(session, closing.SHELF, box.container_id, box.wrap.kept())
        by, today = (here.site, me()), clock.day_of(moment)
        kept = closing.close_month(session, by, month, body.record.signed(), acting(), today)
        return wire.record_row(kept), 201
