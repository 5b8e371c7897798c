"""How long things are kept, for everybody at the desk; and legal holds on cases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.fields import Incoming
from config import clock
from moderation import cases, founding, holds
from moderation.models import Case
from moderation.retention_models import CaseEnd, LegalHold
from webapp import wire
from webapp.bodies import body_of
from webapp.paths import id_from
from webapp.schemas import SignedRecord, b64
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.staff.calls_queue import acting
from webapp.staff.release_schemas import IsoDay

blueprint = Blueprint("retention", __name__, url_prefix="/api/v1")


class HoldIn(Incoming):
    """The day up to which the case is held, none where it is not any more; why, sealed."""

    until: IsoDay | None
    record: SignedRecord

    def when(self) -> date | None:
        """The day."""
        return self.until


@blueprint.get("/retention")
@allow("schedule.read")
def schedule() -> dict[str, Any]:
    """How long each kind of thing is kept after it is over."""
    with database().reading() as session:
        return {"schedule": services().site.current(session).retention._asdict()}


@blueprint.get("/holds")
@allow("case.read")
def held() -> dict[str, Any]:
    """Every case that is held, the one that ends first on top."""
    today = clock.day_of(clock.now())
    chosen = (
        select(LegalHold, Case.number)
        .join(Case, Case.case_id == LegalHold.case_id)
        .where(holds.stands(today))
        .order_by(LegalHold.until, LegalHold.record_id)
    )
    with database().reading() as session:
        return {
            "holds": [
                {**wire_of(row), "case_id": b64(row.case_id), "number": number}
                for row, number in session.execute(chosen)
            ]
        }


@blueprint.post("/cases/<case_id>/holds")
@allow("case.hold")
def hold(case_id: str) -> tuple[dict[str, Any], int]:
    """No schedule deletes anything of the case up to this day, or this hold is lifted."""
    body = body_of(HoldIn)
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        case = cases.find_case(session, id_from(case_id), to_write=True)
        signed = body.record.signed()
        kept = holds.keep(session, here.site, case, me(), signed, body.when(), acting())
        return wire.record_row(kept), 201


def wire_of(row: LegalHold) -> dict[str, Any]:
    """One hold: who, since which hour, until which day; why is in the record of this id."""
    return {
        "record_id": b64(row.record_id),
        "staff_id": b64(row.staff_id),
        "hour": row.hour,
        "until": row.until.isoformat(),
    }


def kept_until(session: Session, case: Case) -> dict[str, Any]:
    """The day from which the case may be deleted, if it is closed, and what holds it."""
    end = session.get(CaseEnd, case.case_id)
    return {
        "due_on": None if end is None else _due(session, end).isoformat(),
        "holds": [wire_of(row) for row in holds.holds_of(session, case.case_id)],
    }


def _due(session: Session, end: CaseEnd) -> date:
    now = end.since + timedelta(days=services().site.current(session).retention.case_days)
    return now if end.due_on is None else min(now, end.due_on)
