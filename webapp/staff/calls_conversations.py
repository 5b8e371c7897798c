"""One conversation on the desk: its sealed thread, the accept record, replies and private notes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import delivery, protocol
from chat.models import AcceptRecord
from config import clock
from crypto.errors import CryptoError
from crypto.keys import verify_accept
from moderation import founding, notes, review_queue
from moderation.errors import BrokenRule, NotHolder
from moderation.models import PrivateNote
from moderation.records import revisions_of, wraps_of
from moderation.transitions import move_item
from webapp import schemas, wire
from webapp.bodies import body_of
from webapp.paths import id_from
from webapp.security import allow
from webapp.services import database
from webapp.sessions import me
from webapp.staff.calls_queue import acting

blueprint = Blueprint("conversations", __name__, url_prefix="/api/v1/conversations")


@blueprint.get("/<conv>")
@allow("conversation.read")
def read(conv: str) -> dict[str, Any]:
    """Everything that is kept about a conversation, sealed as it came."""
    with database().reading() as session:
        row = review_queue.row_of(session, id_from(conv))
        talk = row.conversation
        records = conversations.key_records(session, talk)
        return {
            "item": wire.item(row),
            "key_records": [wire.key_record(record, without="self_wrap") for record in records],
            **wire.state(delivery.state_of(talk)),
            "envelopes": [
                schemas.b64(e) for e in delivery.envelopes_since(session, talk.conv, 0, 0)
            ],
            "accept": _accept(session, talk.conv),
            "notes": _notes(session, talk.conv),
        }


@blueprint.post("/<conv>/accept")
@allow("conversation.read")
def accept(conv: str) -> tuple[dict[str, Any], int]:
    """The first accept record of a conversation is kept; a second is refused."""
    body = body_of(schemas.Accept)
    mine = me()
    with database().writing() as session:
        talk = conversations.find_to_write(session, id_from(conv))
        here = founding.site_or_refuse(session)
        try:
            verify_accept(here.site, talk.conv, body.kc, body.src_vk, mine.sign_vk, body.signature)
        except CryptoError as error:
            raise BrokenRule("accept record") from error
        if not conversations.is_anchor(session, talk, body.kc, body.src_vk):
            raise BrokenRule("accept record of another key")
        record = AcceptRecord(
            conv=talk.conv,
            staff_id=mine.staff_id,
            kc=body.kc,
            src_vk=body.src_vk,
            signature=body.signature,
        )
        conversations.keep_accept_record(session, record)
    return {}, 201


@blueprint.post("/<conv>/envelopes")
@allow("conversation.reply")
def reply(conv: str) -> tuple[dict[str, Any], int]:
    """The desk's next envelope is stored; only who holds the item may write."""
    body = body_of(protocol.Reply)
    act = acting()
    with database().writing() as session:
        talk = conversations.find_to_write(session, id_from(conv))
        item = review_queue.find_item(session, talk.conv)
        header = delivery.read_header(body.envelope, talk.conv, "D")
        if item.holder != act.actor and not delivery.is_stored(session, header, body.envelope):
            raise NotHolder(item)
        if delivery.store_envelope(session, talk, body.envelope, "D", clock.day_of(clock.now())):
            move_item(session, item, "reply", act)
        state = delivery.state_of(talk)
    return wire.state(state), 201


@blueprint.post("/<conv>/notes")
@allow("note.write")
def write_note(conv: str) -> tuple[dict[str, Any], int]:
    """The note is kept, with the container where it is the conversation's first."""
    body = body_of(schemas.NewNote)
    with database().writing() as session:
        item = review_queue.find_item(session, id_from(conv))
        here = founding.site_or_refuse(session)
        if body.container is not None:
            notes.open_container(
                session, item.conv, body.container.container_id, body.container.wrap.kept()
            )
        kept = notes.keep_note(session, here.site, me(), item.conv, body.record.signed(), acting())
        return wire.record_row(kept), 201


def _accept(session: Session, conv: bytes) -> dict[str, Any] | None:
    row = session.get(AcceptRecord, conv)
    if row is None:
        return None
    return {
        "staff_id": schemas.b64(row.staff_id),
        "kc": schemas.b64(row.kc),
        "src_vk": schemas.b64(row.src_vk),
        "signature": schemas.b64(row.signature),
    }


def _notes(session: Session, conv: bytes) -> dict[str, Any]:
    container = notes.container_of(session, conv)
    if container is None:
        return {"container_id": None, "wraps": [], "records": []}
    inside = container.container_id
    return {
        "container_id": schemas.b64(inside),
        "wraps": [wire.wrap(row) for row in wraps_of(session, inside)],
        "records": [wire.record_row(row) for row in revisions_of(session, PrivateNote, inside)],
    }
