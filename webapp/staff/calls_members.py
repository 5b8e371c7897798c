"""Letting somebody into a live chat, and out again; what somebody was let into."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from moderation import members
from moderation.members import NewShare
from webapp.bodies import body_of
from webapp.paths import id_from
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.staff.calls_queue import acting, item_now, tell_of
from webapp.staff.chat_schemas import NewMember
from webapp.staff.threads import shown_to

blueprint = Blueprint("members", __name__, url_prefix="/api/v1")


@blueprint.post("/items/<conv>/members")
@allow("queue.work")
def let_in(conv: str) -> dict[str, Any]:
    """A partner or an interpreter is in the chat; only who holds it lets anybody in."""
    body, which = body_of(NewMember), id_from(conv)
    with database().writing() as session:
        if body.kind == "partner":
            members.invite_partner(session, me(), which, body.staff_id, acting())
        else:
            shares = [NewShare(share.gen, share.kc, share.wrap) for share in body.shares]
            members.invite_interpreter(session, me(), which, body.staff_id, shares, acting())
        answer = item_now(session, which)
    tell_of(which)
    services().news.joined_changed(body.staff_id)
    return answer


@blueprint.delete("/items/<conv>/members/<staff_id>")
@allow("conversation.joined")
def let_out(conv: str, staff_id: str) -> dict[str, Any]:
    """Somebody is in the chat no more, and what they could open it with is gone."""
    which = id_from(conv)
    with database().writing() as session:
        members.leave(session, me(), which, id_from(staff_id), acting())
        answer = shown_to(me(), item_now(session, which))
    services().news.guest_left(which)
    database().erase_traces()
    tell_of(which)
    services().news.joined_changed(id_from(staff_id))
    return answer


@blueprint.get("/joined")
@allow("conversation.joined")
def joined() -> dict[str, Any]:
    """The conversations that I was let into."""
    with database().reading() as session:
        mine = members.joined_by(session, me().staff_id)
        return {"items": [shown_to(me(), item_now(session, conv)) for conv in mine]}
