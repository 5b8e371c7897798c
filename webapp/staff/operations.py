"""What staff do in a live conversation, whether by a call or by an event of the line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from chat import fanout
from chat.fields import Incoming
from chat.live_models import Looking
from chat.protocol import DESK_EVENTS, DeskSend, DeskSync, Empty, InConversation, SeenSource
from config import clock
from crypto.envelope import parse_header
from crypto.errors import CryptoError
from moderation import desk_writes, live, presence
from moderation import staff as people
from moderation.desk_writes import Written
from moderation.letters import Delivered, Letter
from moderation.permissions import may
from moderation.staff_models import Staff
from webapp import wire
from webapp.errors import Problem
from webapp.services import Services
from webapp.staff.threads import thread

Answer = tuple[dict[str, Any], int]

LOOKS_FOR = 45
"""Seconds for which somebody counts as looking after their client said so; it says so every 20."""


class Asker(NamedTuple):
    """Who asks: the person, their token, and the connection it came by (None for a call)."""

    me: Staff
    token: bytes
    connection: str | None = None


def by_event(made: Services, event: str, token: bytes, body: Incoming, connection: str) -> Answer:
    """Do what the event says for whom the token speaks for; raises what the calls raise."""
    me = made.tokens.who_is(token)
    if me is None:
        raise Problem(401, "not-signed-in")
    if not may(me.role, DESK_EVENTS[event].rule):
        raise Problem(403, "not-permitted")
    return OPERATIONS[event](made, Asker(me, token, connection), body)


def send(made: Services, asker: Asker, body: DeskSend) -> Answer:
    """The desk's next envelope is stored; only who holds the item, or joined, may write."""
    moment = clock.now()

    def work(session: Session) -> Written | Delivered:
        promise = made.site.current(session).promise
        return desk_writes.write(session, asker.me, body.conv, body.envelope, moment, promise)

    done = made.writer.run(body.conv, work, _letter(asker, body, moment))
    if isinstance(done, Delivered) or done.is_new:
        made.news.envelope(body.conv, body.envelope, skip=asker.connection)
    if isinstance(done, Written) and done.moved:
        made.news.queue_changed()
    return wire.state(done.state), 201


def _letter(asker: Asker, body: DeskSend, moment: datetime) -> Letter | None:
    """The envelope for the fast way; what is not of this conversation goes the ordinary one."""
    try:
        header = parse_header(body.envelope)
    except CryptoError:
        return None
    if header.conv != body.conv:
        return None
    day, minute = clock.day_of(moment), live.minute_number(moment)
    return Letter(header, body.envelope, day, minute, lookup=None, staff_id=asker.me.staff_id)


def sync(made: Services, asker: Asker, body: DeskSync) -> Answer:
    """Everything of the conversation after these numbers."""
    with made.database.reading() as session:
        return thread(session, asker.me, body.conv, (body.s, body.d)), 200


def watch(made: Services, asker: Asker, body: InConversation) -> Answer:
    """The conversation is on this person's screen: colleagues see it, and its events come here."""
    now = clock.unix(clock.now())

    def work(session: Session) -> None:
        desk_writes.see(session, asker.me, body.conv)
        seen = Looking(conv=body.conv, staff_id=asker.me.staff_id, until=now + LOOKS_FOR)
        session.merge(seen)

    made.writer.run(body.conv, work)
    _tell_looking(made, body.conv)
    return {"room": _room(asker.me, body.conv)}, 200


def unwatch(made: Services, asker: Asker, body: InConversation) -> Answer:
    """The conversation is on this person's screen no more."""

    def work(session: Session) -> None:
        looked = session.get(Looking, (body.conv, asker.me.staff_id))
        if looked is not None:
            session.delete(looked)

    made.writer.run(body.conv, work)
    _tell_looking(made, body.conv)
    return {"room": _room(asker.me, body.conv)}, 200


def writing(made: Services, asker: Asker, body: InConversation) -> Answer:
    """The person outside is told that somebody in the chat writes; nothing is kept."""
    with made.database.reading() as session:
        desk_writes.see_as_writer(session, asker.me, body.conv)
    fanout.to_source(made.news.fan, body.conv, "writing", {})
    return {}, 200


def seen(made: Services, asker: Asker, body: SeenSource) -> Answer:
    """The person outside is told how far whoever is in the chat has read, now or when they ask."""

    def work(session: Session) -> None:
        desk_writes.see_as_writer(session, asker.me, body.conv)
        live.was_read(session, body.conv, "desk", body.s)

    made.writer.run(body.conv, work)
    fanout.to_source(made.news.fan, body.conv, "seen", {"s": body.s})
    return {}, 200


def beat(made: Services, asker: Asker, _body: Empty) -> Answer:
    """A sign of life: the person counts as there, and their token lives on."""
    now = clock.unix(clock.now())

    def work(session: Session) -> None:
        presence.beat(session, asker.me.staff_id, now)
        people.renew(session, asker.token, now)

    made.writer.run(asker.me.staff_id, work)
    return {}, 200


def _room(me: Staff, conv: bytes) -> str:
    """Where this person hears of the conversation: whoever sees only that one can be put out."""
    readers = may(me.role, "conversation.read")
    return fanout.room_of(conv) if readers else fanout.room_of_guests(conv)


def _tell_looking(made: Services, conv: bytes) -> None:
    with made.database.reading() as session:
        told = live.for_desk(session, conv, clock.now())
    made.news.to_watchers(conv, "live", {"live": wire.live_of_desk(told)})


OPERATIONS: dict[str, Callable[[Services, Asker, Any], Answer]] = {
    "watch": watch,
    "unwatch": unwatch,
    "send": send,
    "sync": sync,
    "writing": writing,
    "seen": seen,
    "beat": beat,
}
"""What an event of `/desk` does, by its name; `reauth` is the line's own."""
