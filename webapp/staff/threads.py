"""One conversation as staff get it: its item, its sealed thread, notes, and how its chat stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import delivery
from chat.fields import b64
from chat.live_models import Share
from chat.models import AcceptRecord
from config import clock
from moderation import cases, live, notes, review_queue
from moderation.desk_writes import SEEING
from moderation.models import PrivateNote
from moderation.permissions import may
from moderation.policy import within
from moderation.records import revisions_of, wraps_of
from moderation.staff_models import Staff
from webapp import wire


def thread(session: Session, me: Staff, conv: bytes, since: tuple[int, int]) -> dict[str, Any]:
    """A conversation with what came after these numbers of either direction, sealed as it came.

    Whoever does not read for the desk gets only what they were let into, without notes. Raises
    NotFound, the same for what does not exist and for what is not theirs.
    """
    row = review_queue.row_of(session, conv, within(me, *SEEING))
    talk, now = row.conversation, live.for_desk(session, conv, clock.now())
    records = conversations.key_records(session, talk)
    page = delivery.page_since(session, conv, *since)
    hidden = "self_wrap" if may(me.role, "conversation.read") else "both"
    return {
        "item": shown_to(me, wire.item(row, now)),
        "key_records": [wire.key_record(record, without=hidden) for record in records],
        **wire.state(delivery.state_of(talk)),
        "envelopes": [b64(e) for e in page.envelopes],
        "more": page.more,
        "accept": _accept(session, conv),
        "notes": _notes(session, conv) if may(me.role, "note.write") else None,
        "live": wire.live_of_desk(now),
        "shares": _shares(session, me, conv),
        "may_attach": cases.may_attach(session, me, row.item) and may(me.role, "case.write"),
    }


def shown_to(me: Staff, item: dict[str, Any]) -> dict[str, Any]:
    """The item without its cases, for somebody who reads no cases."""
    return item if may(me.role, "case.read") else {**item, "cases": []}


def _accept(session: Session, conv: bytes) -> dict[str, Any] | None:
    row = session.get(AcceptRecord, conv)
    if row is None:
        return None
    return {
        "staff_id": b64(row.staff_id),
        "kc": b64(row.kc),
        "src_vk": b64(row.src_vk),
        "signature": b64(row.signature),
    }


def _notes(session: Session, conv: bytes) -> dict[str, Any]:
    container = notes.container_of(session, conv)
    if container is None:
        return {"container_id": None, "wraps": [], "records": []}
    inside = container.container_id
    return {
        "container_id": b64(inside),
        "wraps": [wire.wrap(row) for row in wraps_of(session, inside)],
        "records": [wire.record_row(row) for row in revisions_of(session, PrivateNote, inside)],
    }


def _shares(session: Session, me: Staff, conv: bytes) -> list[dict[str, Any]]:
    """The conversation's key as it was sealed to the asker alone."""
    mine = select(Share).where(Share.conv == conv, Share.staff_id == me.staff_id)
    return [
        {"gen": row.gen, "kc": b64(row.kc), "wrap": b64(row.wrap)}
        for row in session.scalars(mine.order_by(Share.gen))
    ]
