"""Saved replies: sealed sentences that every advocate can use."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from chat.fields import b64
from moderation import founding, replies
from moderation.models import SavedReply
from moderation.records import revisions_of, wraps_of
from webapp import wire
from webapp.bodies import body_of
from webapp.security import allow
from webapp.services import database
from webapp.sessions import me
from webapp.staff.calls_queue import acting
from webapp.staff.chat_schemas import NewReply

blueprint = Blueprint("replies", __name__, url_prefix="/api/v1")


@blueprint.get("/replies")
@allow("note.write")
def read() -> dict[str, Any]:
    """Every saved reply, sealed as it came."""
    with database().reading() as session:
        shelf = replies.shelf_of(session)
        if shelf is None:
            return {"container_id": None, "wraps": [], "records": []}
        inside = shelf.container_id
        rows = revisions_of(session, SavedReply, inside)
        return {
            "container_id": b64(inside),
            "wraps": [wire.wrap(row) for row in wraps_of(session, inside)],
            "records": [wire.record_row(row) for row in rows],
        }


@blueprint.post("/replies")
@allow("note.write")
def save() -> tuple[dict[str, Any], int]:
    """The reply is kept, with the shelf where it is the first."""
    body = body_of(NewReply)
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        if body.container is not None:
            replies.open_shelf(session, body.container.container_id, body.container.wrap.kept())
        kept = replies.keep_reply(session, here.site, me(), body.record.signed(), acting().hour)
        return wire.record_row(kept), 201
