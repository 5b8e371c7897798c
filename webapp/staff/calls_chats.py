"""Live chats on the desk: taking the next, giving it on, ending it and wrapping it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from chat import protocol
from config import clock
from moderation import assignment, founding, members, wrap_up
from moderation.models import QueueItem
from moderation.wrap_up import WrapUp
from webapp import wire
from webapp.bodies import body_of
from webapp.paths import id_from
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.staff.calls_queue import acting, item_now, tell_of
from webapp.staff.chat_schemas import HandOver, WrapUpIn

blueprint = Blueprint("chats", __name__, url_prefix="/api/v1")


@blueprint.post("/chats/next")
@allow("queue.work")
def take_next() -> dict[str, Any]:
    """The waiting live chat that is first in order is mine; null where none waits."""
    body_of(protocol.Empty)
    with database().writing() as session:
        item = assignment.take_next(session, me(), acting())
        answer = item_now(session, item.conv) if item is not None else None
    if item is not None:
        tell_of(item.conv)
    return {"item": answer}


@blueprint.post("/items/<conv>/take-over")
@allow("chat.supervise")
def take_over(conv: str) -> dict[str, Any]:
    """The item is mine, whoever had it."""
    body_of(protocol.Empty)
    return _moved(conv, lambda session, which: assignment.take_over(session, which, acting()))


@blueprint.post("/items/<conv>/join")
@allow("chat.supervise")
def join(conv: str) -> dict[str, Any]:
    """I am in the chat, openly: the person outside is told."""
    body_of(protocol.Empty)
    return _moved(conv, lambda session, which: members.join(session, me(), which, acting()))


@blueprint.post("/items/<conv>/hand-over")
@allow("queue.work")
def hand_over(conv: str) -> dict[str, Any]:
    """A colleague who is there holds it now."""
    body = body_of(HandOver)
    return _moved(
        conv,
        lambda session, which: assignment.hand_over(session, me(), which, body.to, acting()),
    )


@blueprint.post("/items/<conv>/postpone")
@allow("queue.work")
def postpone(conv: str) -> dict[str, Any]:
    """The wrap-up waits, since somebody does."""
    body_of(protocol.Empty)
    return _moved(conv, lambda session, which: wrap_up.postpone(session, me(), which))


@blueprint.post("/items/<conv>/end")
@allow("queue.work")
def end(conv: str) -> tuple[dict[str, Any], int]:
    """The desk's last envelope is stored and the chat is over."""
    body, which, moment = body_of(protocol.Reply), id_from(conv), clock.now()
    with database().writing() as session:
        promise = services().site.current(session).promise
        written = wrap_up.end(session, me(), which, body.envelope, moment, promise)
        item = item_now(session, which)
    if written.is_new:
        services().news.envelope(which, body.envelope)
    tell_of(which)
    return {**wire.state(written.state), "item": item}, 201


@blueprint.post("/items/<conv>/wrap-up")
@allow("queue.work")
def wrap(conv: str) -> dict[str, Any]:
    """The item is closed with its sealed summary; its words have a last hour now."""
    body = body_of(WrapUpIn)
    box = body.container
    done = WrapUp(
        body.disposition,
        body.category,
        (box.container_id, box.wrap.kept()) if box is not None else None,
        body.record.signed(),
    )

    def work(session: Session, which: bytes) -> QueueItem:
        here = founding.site_or_refuse(session).site
        site = services().site.current(session)
        return wrap_up.wrap_up(session, here, me(), which, done, site)

    return _moved(conv, work)


def _moved(conv: str, move: Callable[[Session, bytes], QueueItem]) -> dict[str, Any]:
    """Carry the move out, tell the open screens, and give the item as it is afterwards."""
    which = id_from(conv)
    with database().writing() as session:
        move(session, which)
        session.flush()
        answer = item_now(session, which)
    tell_of(which)
    return answer
