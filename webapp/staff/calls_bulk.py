"""Acts on many items of the queue at once, and blocks of a receipt."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, request

from chat.fields import b64
from config import clock
from crypto.hashes import digest
from moderation import blocks, bulk
from moderation.review_queue import find_item
from webapp import schemas
from webapp.bodies import body_of
from webapp.errors import Problem, told
from webapp.paths import id_from
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.staff.calls_queue import acting, item_now
from webapp.staff.queue_schemas import BlockIn, Bulk

blueprint = Blueprint("bulk", __name__, url_prefix="/api/v1")

OUTSIDE_HEARS = {"claim", "release", "hand_over", "quarantine"}
"""After these a live chat stands otherwise, for the person outside too."""


@blueprint.post("/items/bulk")
@allow("queue.work")
def many() -> dict[str, Any]:
    """Each item was acted on or refused by itself; under the same id the answer is the same."""
    body, mine = body_of(Bulk), me()
    if not bulk.may_order(mine, body.what):
        raise Problem(403, "not-permitted")
    asked = digest(mine.staff_id + request.get_data())
    with database().writing() as session:
        known = bulk.begin(session, body.bulk_id, asked, acting().hour)
        if known is not None:
            return {"results": json.loads(known)}
        by = bulk.By(mine, acting(), services().site.current(session))
        came = bulk.carry_out(session, by, body.order(), body.seen())
        results = [{"conv": b64(one.conv), "refused": _slug(one)} for one in came]
        bulk.keep_answer(session, body.bulk_id, json.dumps(results))
    if body.what in OUTSIDE_HEARS:
        for one in came:
            if one.refusal is None:
                services().news.chat_changed(one.conv)
    services().news.queue_changed()
    return {"results": results}


@blueprint.post("/items/<conv>/block")
@allow("receipt.block")
def block(conv: str) -> dict[str, Any]:
    """The receipt writes nothing for so many hours; its words can be read as before."""
    body = body_of(BlockIn)
    with database().writing() as session:
        item = find_item(session, id_from(conv))
        blocks.block(session, me(), item, body.hours, clock.now())
        answer = item_now(session, item.conv)
    services().news.queue_changed()
    return answer


@blueprint.post("/items/<conv>/unblock")
@allow("receipt.unblock")
def unblock(conv: str) -> dict[str, Any]:
    """The receipt writes again."""
    body_of(schemas.Empty)
    with database().writing() as session:
        item = find_item(session, id_from(conv))
        blocks.lift(session, item, acting())
        answer = item_now(session, item.conv)
    services().news.queue_changed()
    return answer


def _slug(came: bulk.Came) -> str | None:
    return told(came.refusal).slug if came.refusal is not None else None
