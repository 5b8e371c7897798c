"""Calls of a source's browser: everything in them is sealed before it comes here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import delivery, protocol
from chat.models import Conversation
from config import clock
from crypto.keys import KeyRecord
from moderation import founding, intake
from webapp import schemas, wire
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.security import PUBLIC, RECEIPT, allow
from webapp.services import database
from webapp.sessions import receipt_auth

blueprint = Blueprint("source_calls", __name__, url_prefix="/api/v1")

HIGHEST_SEQ = 0xFFFFFFFF
LONGEST = 10
"""Digits of a number in an address: what is longer is not even read."""


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
    queue = intake.QueueLabels(body.labels.category, body.labels.urgency, body.labels.priority)
    with database().writing() as session:
        _check(session, record, body.envelope)
        opened, is_new = conversations.open_conversation(
            session, auth, record, body.envelope, labels, clock.day_of(moment)
        )
        if is_new:
            intake.admit(session, opened, queue, moment)
        state = delivery.state_of(opened)
    return {"conv": schemas.b64(record.conv), **wire.state(state)}, 201


@blueprint.get("/conversation")
@allow(RECEIPT)
def sync() -> dict[str, Any]:
    """The source's conversation, with every envelope after the numbers that it names."""
    s, d = _number("s"), _number("d")
    with database().reading() as session:
        found = conversations.find_by_receipt(session, receipt_auth())
        records = conversations.key_records(session, found)
        return {
            "conv": schemas.b64(found.conv),
            "labels": {"channel": found.channel, "language": found.language},
            "server_opened": found.server_opened,
            "key_records": [wire.key_record(record, without="desk_wrap") for record in records],
            **wire.state(delivery.state_of(found)),
            "envelopes": [
                schemas.b64(e) for e in delivery.envelopes_since(session, found.conv, s, d)
            ],
        }


@blueprint.post("/conversation/envelopes")
@allow(RECEIPT)
def write() -> tuple[dict[str, Any], int]:
    """The source's next envelope is stored, and the item comes back to the queue's attention."""
    auth = receipt_auth()
    body = body_of(protocol.Send)
    moment = clock.now()
    with database().writing() as session:
        found = conversations.find_by_receipt(session, auth, to_write=True)
        if _store(session, found, body, moment):
            intake.source_wrote(session, found.conv, moment)
        state = delivery.state_of(found)
    return wire.state(state), 201


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


def _check(session: Session, record: KeyRecord, envelope: bytes) -> None:
    here = founding.site_or_refuse(session)
    header = delivery.read_header(envelope, record.conv, "S")
    # What is here already may be sent again after its epoch ended; its answer was lost, no more.
    known = delivery.is_stored(session, header, envelope)
    epoch = record.epoch if known else founding.newest_roster(session).epoch
    delivery.check_key_record(here.site, record, epoch)


def _store(session: Session, found: Conversation, body: protocol.Send, moment: datetime) -> bool:
    day = clock.day_of(moment)
    if body.key_record is None:
        return delivery.store_envelope(session, found, body.envelope, "S", day)
    record = body.key_record.protocol()
    _check(session, record, body.envelope)
    return delivery.store_new_generation(session, found, record, body.envelope, day)


def _number(name: str) -> int:
    text = request.args.get(name, "0")
    digits = text.isascii() and text.isdigit()
    if not digits or len(text) > LONGEST or int(text) > HIGHEST_SEQ:
        raise Problem(422, "invalid")
    return int(text)
