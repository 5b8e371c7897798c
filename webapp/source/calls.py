"""Calls of a source's browser: everything in them is sealed before it comes here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import delivery, protocol
from chat.errors import State, UnknownReceipt
from chat.fields import Incoming
from config import clock
from moderation import founding, intake, live
from webapp import schemas, wire
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.paths import number_in_address
from webapp.security import PUBLIC, RECEIPT, allow
from webapp.services import Services, database, services
from webapp.sessions import receipt_auth
from webapp.source import gate, operations
from webapp.source.operations import Asker

blueprint = Blueprint("source_calls", __name__, url_prefix="/api/v1")

Body = TypeVar("Body", bound=Incoming)
Operation = Callable[[Services, Asker, Body], tuple[Any, int]]


@blueprint.get("/desk")
@allow(PUBLIC)
def desk() -> dict[str, Any]:
    """The signed roster by which a browser knows the desk's key; it names nobody on staff."""
    with database().reading() as session:
        return public_desk(session)


def public_desk(session: Session) -> dict[str, Any]:
    """Exactly what sources get of the desk."""
    here = founding.site_or_refuse(session)
    certificate = founding.newest_certificate(session)
    roster = founding.newest_roster(session)
    return {
        "site": schemas.b64(here.site),
        "demo": here.demo,
        "root_vk": schemas.b64(here.root_vk),
        "certificate": schemas.b64(certificate.body),
        "certificate_signature": schemas.b64(certificate.signature),
        "roster": schemas.b64(roster.body),
        "roster_signature": schemas.b64(roster.signature),
    }


@blueprint.post("/conversations")
@allow(RECEIPT)
def open_conversation() -> tuple[dict[str, Any], int]:
    """A new conversation is stored and waits in the queue; the same bytes again are the same tip."""
    auth = receipt_auth()
    body = body_of(schemas.NewConversation)
    moment = clock.now()
    record = body.key_record.protocol()
    labels = conversations.RoutingLabels(
        body.labels.channel, body.labels.door, body.labels.language
    )
    chat = body.labels.channel == "chat"
    how = gate.chat_comes(services()) if chat else gate.tip_comes(services(), auth, body, moment)
    site = services().site
    queue = intake.QueueLabels(body.labels.category, body.labels.urgency, body.labels.priority)

    def work(session: Session) -> tuple[State, bool]:
        operations.check_record(session, record, body.envelope)
        opened, is_new = conversations.open_conversation(
            session, auth, record, body.envelope, labels, clock.day_of(moment)
        )
        if is_new:
            zone = site.current(session).hours.zone
            intake.admit(session, opened, queue, moment, zone, how)
        return delivery.state_of(opened), is_new

    state, is_new = services().writer.run(record.conv, work)
    if chat:
        services().allowances.opened(auth)
    if is_new:
        _tell_arrival(record.conv, body.labels.channel)
    now = _live(record.conv, moment) if chat else None
    return {"conv": schemas.b64(record.conv), **wire.state(state), "live": now}, 201


def _live(conv: bytes, moment: datetime) -> dict[str, Any] | None:
    with database().reading() as session:
        told = live.for_source(session, conv, moment)
        return wire.live_of_source(told, services().site.current(session), moment)


def _tell_arrival(conv: bytes, channel: str) -> None:
    news = services().news
    if channel == "chat":
        news.chat_waiting(conv)
    else:
        news.queue_changed()


@blueprint.get("/conversation")
@allow(RECEIPT)
def sync() -> Any:  # noqa: ANN401 - as the operation answers
    """The source's conversation, with every envelope after the numbers that it names."""
    return _within_allowance("sync", operations.sync, _numbers)


def _numbers() -> protocol.Sync:
    return protocol.Sync(s=number_in_address("s"), d=number_in_address("d"))


def _within_allowance(
    name: str, operation: Operation[Body], read: Callable[[], Body]
) -> tuple[Any, int]:
    """The operation's answer to what was `read`, of which nothing is looked at before the receipt.

    Raises UnknownReceipt, and Problem where this receipt asks more than any person can.
    """
    auth = known_receipt(name)
    return operation(services(), Asker(auth), read())


def known_receipt(name: str) -> bytes:
    """The proof of a receipt that opens a conversation and may do what is called `name` now.

    Raises UnknownReceipt, and Problem where this receipt asks more than any person can.
    """
    made, auth = services(), receipt_auth()
    if not made.allowances.may(auth, name):
        raise Problem(429, "slow-down")
    try:
        with database().reading() as session:
            conversations.find_by_receipt(session, auth)
    except UnknownReceipt:
        made.allowances.is_wrong()
        raise
    made.allowances.is_right(auth)
    return auth


def _operation(address: str, schema: type[Body], operation: Operation[Body]) -> None:
    """The call at `address` does what the line's event of the same body does."""

    @allow(RECEIPT)
    def view() -> tuple[Any, int]:
        return _within_allowance(operation.__name__, operation, lambda: body_of(schema))

    view.__doc__ = operation.__doc__
    blueprint.add_url_rule(address, f"conversation_{operation.__name__}", view, methods=["POST"])


_operation("/conversation/envelopes", protocol.Send, operations.send)
_operation("/conversation/labels", protocol.Labels, operations.labels)
_operation("/conversation/end", protocol.Reply, operations.end)
_operation("/conversation/stay", protocol.Empty, operations.stay)
_operation("/conversation/helpful", protocol.Helpful, operations.helpful)


@blueprint.delete("/conversation/way-back")
@allow(RECEIPT)
def remove_way_back() -> tuple[str, int]:
    """The receipt opens nothing any more; the desk keeps what was sent."""
    auth = receipt_auth()
    with database().writing() as session:
        found = conversations.find_by_receipt(session, auth, to_write=True)
        conversations.remove_way_back(session, found)
    database().erase_traces()
    return "", 204


@blueprint.post("/end")
@allow(PUBLIC)
def end() -> Response:
    """The quick exit's last word: the browser clears all it has of this origin."""
    answer = Response(status=204)
    answer.headers["Clear-Site-Data"] = '"cache","cookies","storage"'
    return answer
