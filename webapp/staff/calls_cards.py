"""Cards of cases: what a browser needs to search all of them by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, request

from config import clock
from moderation import case_cards, cases, founding
from moderation.card_models import CaseCard
from webapp import schemas, wire
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.paths import id_from
from webapp.schemas import b64
from webapp.security import allow
from webapp.services import database
from webapp.sessions import me

blueprint = Blueprint("cards", __name__, url_prefix="/api/v1")

LENGTH_OF_DAY = 10


@blueprint.get("/case-cards")
@allow("case.read")
def read() -> dict[str, Any]:
    """The next page of cards, newest first; `after` is the day and the id of the last one before."""
    with database().reading() as session:
        page = case_cards.page_after(session, _after())
        found = [
            {
                "case_id": b64(case.case_id),
                "number": case.number,
                "status": case.status,
                "day": case.day.isoformat(),
                "wraps": [wire.wrap(row) for row in page.wraps.get(case.case_id, [])],
                "card": _card(card),
            }
            for case, card in page.rows
        ]
        return {"cards": found, "total": page.total}


@blueprint.post("/cases/<case_id>/card")
@allow("case.write")
def keep(case_id: str) -> tuple[str, int]:
    """This is the case's card from now on."""
    body = body_of(schemas.SignedRecord)
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        case = cases.find_case(session, id_from(case_id), to_write=True)
        case_cards.keep(session, here.site, me(), case, body.signed())
    return "", 204


def _card(row: CaseCard | None) -> dict[str, Any] | None:
    if row is None:
        return None
    signed = {"record": b64(row.sealed), "signature": b64(row.signature)}
    return {**signed, "hash": b64(row.hash), "hour": clock.hour_of(clock.now())}


def _after() -> tuple[date, bytes] | None:
    text = request.args.get("after", "")
    if text == "":
        return None
    try:
        return date.fromisoformat(text[:LENGTH_OF_DAY]), id_from(text[LENGTH_OF_DAY + 1 :])
    except ValueError as error:
        raise Problem(422, "invalid") from error
