"""Being on shift, and being on call when nobody is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from chat.fields import b64
from chat.live_models import LiveChat, Presence
from config import clock
from moderation import assignment, presence
from moderation.audit import Act, record
from moderation.errors import NotFound
from moderation.models import OnCall
from moderation.permissions import may
from moderation.staff_models import Staff
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.staff.chat_schemas import Capacity, OnCallIn, Shift

blueprint = Blueprint("shift", __name__, url_prefix="/api/v1")


@blueprint.get("/shift")
@allow("queue.work")
def read() -> dict[str, Any]:
    """My shift, how many wait, and which colleagues are there."""
    with database().reading() as session:
        return _shift(session)


@blueprint.post("/shift")
@allow("queue.work")
def change() -> dict[str, Any]:
    """I am on shift, busy, away or off; saying the same again is a sign of life."""
    body = body_of(Shift)
    mine, now = me().staff_id, clock.unix(clock.now())

    def work(session: Session) -> bool:
        before = session.get(Presence, mine)
        was = before.status if before is not None else "off"
        presence.set_status(session, mine, body.status, now)
        return was != body.status

    if services().writer.run(mine, work):
        services().news.queue_changed()
    with database().reading() as session:
        return _shift(session)


@blueprint.post("/shift/capacity")
@allow("chat.supervise")
def set_capacity() -> dict[str, Any]:
    """A colleague holds so many live chats at most from now; what they hold they keep."""
    body, moment = body_of(Capacity), clock.now()
    with database().writing() as session:
        colleague = session.get(Staff, body.staff_id)
        if colleague is None or not may(colleague.role, "queue.work"):
            raise NotFound
        now = clock.unix(moment)
        presence.set_capacity(session, body.staff_id, body.capacity, now)
        act = Act(me().staff_id, clock.hour_of(moment))
        record(session, act, "capacity", body.staff_id, new=str(body.capacity))
    with database().reading() as session:
        return _shift(session)


@blueprint.post("/on-call")
@allow("queue.work")
def go_on_call() -> dict[str, Any]:
    """I hear, without any content, that people wait while nobody is on shift."""
    body = body_of(OnCallIn)
    if (body.kind == "webhook") != body.address.startswith("https://"):
        raise Problem(422, "invalid")
    with database().writing() as session:
        session.merge(OnCall(staff_id=me().staff_id, kind=body.kind, address=body.address))
    return {"kind": body.kind, "address": body.address}


@blueprint.delete("/on-call")
@allow("queue.work")
def leave_on_call() -> tuple[str, int]:
    """I hear nothing any more, and the address is gone."""
    with database().writing() as session:
        session.execute(delete(OnCall).where(OnCall.staff_id == me().staff_id))
    return "", 204


def _shift(session: Session) -> dict[str, Any]:
    mine, now = me().staff_id, clock.unix(clock.now())
    row = session.get(Presence, mine)
    waiting = select(func.count()).select_from(LiveChat).where(LiveChat.phase == "waiting")
    others = session.scalars(
        select(Presence).where(presence.connected(now), Presence.staff_id != mine)
    ).all()
    on_call = session.get(OnCall, mine)
    loads = assignment.loads_of(session, [mine, *(other.staff_id for other in others)])
    return {
        "me": {
            "status": row.status if row is not None else "off",
            "capacity": row.capacity if row is not None else presence.CAPACITY,
            "load": loads.get(mine, 0),
            "wrap_ups": [b64(conv) for conv in assignment.wrap_ups_of(session, mine)],
        },
        "waiting": session.scalar(waiting) or 0,
        "colleagues": [
            {
                "staff_id": b64(other.staff_id),
                "status": other.status,
                "load": loads.get(other.staff_id, 0),
                "capacity": other.capacity,
            }
            for other in others
        ],
        "on_call": {"kind": on_call.kind, "address": on_call.address} if on_call else None,
        "words_hours": services().site.current(session).words_hours,
    }
