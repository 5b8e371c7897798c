"""One conversation on the desk: its sealed thread, the accept record, replies and private notes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from chat import conversation as conversations
from chat import protocol
from chat.models import AcceptRecord
from crypto.errors import CryptoError
from crypto.keys import verify_accept
from moderation import founding, notes, review_queue
from moderation.errors import BrokenRule
from webapp import schemas, wire
from webapp.bodies import body_of
from webapp.paths import id_from, number_in_address
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me, staff_token
from webapp.staff import operations
from webapp.staff.calls_queue import acting
from webapp.staff.operations import Asker
from webapp.staff.threads import thread

blueprint = Blueprint("conversations", __name__, url_prefix="/api/v1/conversations")


@blueprint.get("/<conv>")
@allow("conversation.joined")
def read(conv: str) -> dict[str, Any]:
    """Everything that is kept about a conversation, sealed as it came, after the numbers named."""
    since = number_in_address("s"), number_in_address("d")
    with database().reading() as session:
        return thread(session, me(), id_from(conv), since)


@blueprint.post("/<conv>/accept")
@allow("conversation.read")
def accept(conv: str) -> tuple[dict[str, Any], int]:
    """The first accept record of a conversation is kept; the same again is as the first, another refused."""
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
@allow("conversation.joined")
def reply(conv: str) -> tuple[dict[str, Any], int]:
    """The desk's next envelope is stored; only who holds the item, or joined, may write."""
    body = body_of(protocol.Reply)
    asked = protocol.DeskSend.model_construct(conv=id_from(conv), envelope=body.envelope)
    return operations.send(services(), Asker(me(), staff_token()), asked)


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
