"""The queue: looking at it, and taking, giving back, labelling and closing an item."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from pydantic import ValidationError
from sqlalchemy.orm import Session

from config import clock
from moderation import assignment, live, review_queue, wrap_up
from moderation.audit import Act
from moderation.queue_filters import Filter
from moderation.service_times import Due, Promise, Standing, due_of, how_many_late, is_due
from webapp import schemas, wire
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.paths import id_from
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.staff.queue_schemas import QueueFilter

blueprint = Blueprint("queue", __name__, url_prefix="/api/v1")

LAST_PAGE = 100_000
LONGEST = 6
"""Digits of a page's number: what is longer is not even read."""


@blueprint.get("/queue")
@allow("queue.read")
def queue() -> dict[str, Any]:
    """One page of a view and a filter in it, in the order in which people need an answer."""
    view, chosen, moment = _view(), _filter(), clock.now()
    number = page_number()
    with database().reading() as session:
        promise = services().site.current(session).promise
        soon = chosen.due == "soon"
        due = is_due(promise, moment, soon=soon) if chosen.due is not None else None
        wanted = review_queue.Wanted(view, me().staff_id, chosen, due)
        page = review_queue.page_of(session, wanted, number, moment)
        return {
            "items": _shown(session, page.rows, promise),
            "total": page.total,
            "counts": page.counts,
            "late": how_many_late(session, promise, moment),
            "wrote_again": review_queue.wrote_again(session),
        }


def _view() -> str:
    view = request.args.get("view", "waiting")
    if view not in review_queue.VIEWS:
        raise Problem(422, "invalid")
    return view


def _filter() -> Filter:
    """The filter that the request's address names; raises a problem for anything it cannot be."""
    given = {name: it for name, it in request.args.items() if name not in {"view", "page"}}
    try:
        return QueueFilter.model_validate_strings(given).filter()
    except ValidationError:
        raise Problem(422, "invalid") from None


def _due(promise: Promise, row: review_queue.Row) -> Due | None:
    if row.arrival is None:
        return None
    minutes = row.arrival.minute, row.arrival.wrote
    answered = row.conversation.d_seq > 0
    return due_of(promise, Standing(row.item.category, row.live is not None, answered, *minutes))


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
        site = services().site.current(session)
        wrap_up.close(session, item, body.disposition, acting(), site)
        answer = item_now(session, item.conv)
    services().news.queue_changed()
    return answer


def item_now(session: Session, conv: bytes) -> dict[str, Any]:
    """The item as the queue shows it."""
    return items_now(session, [review_queue.row_of(session, conv)])[0]


def items_now(session: Session, rows: list[review_queue.Row]) -> list[dict[str, Any]]:
    """The same of several: so many statements, however many there are."""
    return _shown(session, rows, services().site.current(session).promise)


def _shown(
    session: Session, rows: list[review_queue.Row], promise: Promise
) -> list[dict[str, Any]]:
    lives = live.of_many(session, [row.live for row in rows if row.live], clock.now())
    return [wire.item(row, lives.get(row.item.conv), _due(promise, row)) for row in rows]


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
