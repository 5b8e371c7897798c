"""The queue: looking at it, and taking, giving back, labelling and closing an item."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from sqlalchemy.orm import Session

from config import clock
from moderation import assignment, live, review_queue, wrap_up
from moderation.audit import Act
from moderation.errors import WrapUpDue
from moderation.transitions import move_item
from webapp import schemas, wire
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.paths import id_from
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me

blueprint = Blueprint("queue", __name__, url_prefix="/api/v1")

VIEWS = ("waiting", "mine", "all")
LAST_PAGE = 100_000
LONGEST = 6
"""Digits of a page's number: what is longer is not even read."""


@blueprint.get("/queue")
@allow("queue.read")
def queue() -> dict[str, Any]:
    """One page of a view, in the order in which people need an answer."""
    view = request.args.get("view", "waiting")
    if view not in VIEWS:
        raise Problem(422, "invalid")
    with database().reading() as session:
        page = review_queue.page_of(session, view, page_number(), me().staff_id, clock.now())
        lives = live.of_many(session, [row.live for row in page.rows if row.live], clock.now())
        return {
            "items": [wire.item(row, lives.get(row.item.conv)) for row in page.rows],
            "total": page.total,
            "counts": page.counts,
        }


@blueprint.post("/items/<conv>/<any(claim, release):action>")
@allow("queue.work")
def take_or_give_back(conv: str, action: str) -> dict[str, Any]:
    """The item is mine, or waits again; of two who claim at once one is refused."""
    body_of(schemas.Empty)
    with database().writing() as session:
        item = review_queue.find_item(session, id_from(conv))
        if action == "claim":
            assignment.claim(session, me(), item, acting())
        else:
            assignment.release(session, item, acting())
        answer = item_now(session, item.conv)
    tell_of(item.conv)
    return answer


@blueprint.post("/items/<conv>/labels")
@allow("queue.work")
def label(conv: str) -> dict[str, Any]:
    """The item has this category and priority."""
    body = body_of(schemas.Relabel)
    with database().writing() as session:
        item = review_queue.find_item(session, id_from(conv))
        review_queue.relabel(session, item, body.category, body.priority, acting())
        return item_now(session, item.conv)


@blueprint.post("/items/<conv>/close")
@allow("queue.work")
def close(conv: str) -> dict[str, Any]:
    """The item is closed with how it ended; its arrival minute is gone. A live chat is wrapped up.

    One that was a chat before has an hour for its words again.
    """
    body = body_of(schemas.Close)
    with database().writing() as session:
        item = review_queue.find_item(session, id_from(conv))
        if live.of(session, item.conv, to_write=True) is not None:
            raise WrapUpDue
        move_item(session, item, "close", acting(), disposition=body.disposition)
        hours = services().site.current(session).words_hours
        wrap_up.words_end(session, item.conv, clock.now(), hours)
        answer = item_now(session, item.conv)
    services().news.queue_changed()
    return answer


def item_now(session: Session, conv: bytes) -> dict[str, Any]:
    """The item as the queue shows it."""
    return wire.item(review_queue.row_of(session, conv), live.for_desk(session, conv, clock.now()))


def tell_of(conv: bytes) -> None:
    """Open screens of both sides learn how the chat stands, and that the queue changed."""
    services().news.chat_changed(conv)
    services().news.queue_changed()


def acting() -> Act:
    """Whoever asks, in this hour."""
    return Act(me().staff_id, clock.hour_of(clock.now()))


def page_number() -> int:
    """The page that the request names, from 0; raises a problem for anything but a number."""
    text = request.args.get("page", "0")
    digits = text.isascii() and text.isdigit()
    if not digits or len(text) > LONGEST or int(text) > LAST_PAGE:
        raise Problem(422, "invalid")
    return int(text)
