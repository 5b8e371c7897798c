"""What a person outside can do with their conversation, whether by a call or by an event of the line.

Each takes the receipt's proof and the parsed body, and gives the body and status of the answer.
What is stored is on disk when the answer is given; open screens are told afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import delivery
from chat.errors import Blocked, State
from chat.fields import b64
from chat.models import Conversation
from chat.protocol import Empty, Helpful, Labels, Reply, SeenDesk, Send, Sync
from config import clock
from crypto.envelope import parse_header
from crypto.errors import CryptoError
from crypto.keys import KeyRecord
from crypto.receipt import lookup
from moderation import blocks, chats, founding, intake, live
from moderation.letters import Delivered, Letter
from moderation.living_epochs import hold
from webapp import wire
from webapp.services import Services

Answer = tuple[dict[str, Any], int]


class Asker(NamedTuple):
    """Who asks: the receipt's proof, and the connection it came by (None for a call)."""

    auth: bytes
    connection: str | None = None


class Stored(NamedTuple):
    """What a write left: where the conversation stands, and what is new: an envelope, the chat's phase."""

    conv: bytes
    state: State
    is_new: bool
    changed: bool


def send(made: Services, asker: Asker, body: Send) -> Answer:
    """The source's next envelope is stored, and the item comes back to the queue's attention."""
    moment = clock.now()

    def work(session: Session) -> Stored | Delivered:
        found = conversations.find_by_receipt(session, asker.auth, to_write=True)
        _check_block(session, found, body.envelope, moment)
        is_new = _store(session, found, body, moment)
        changed = intake.source_wrote(session, found.conv, moment) if is_new else False
        return Stored(found.conv, delivery.state_of(found), is_new, changed)

    key = lookup(asker.auth)
    letter = None if body.key_record else _letter(key, body.envelope, moment)
    stored = made.writer.run(key, work, letter)
    if isinstance(stored, Delivered):
        stored = Stored(stored.conv, stored.state, is_new=True, changed=False)
    return _told(made, asker, stored, body.envelope), 201


def _letter(key: bytes, envelope: bytes, moment: datetime) -> Letter | None:
    """The envelope for the fast way; what cannot even be read goes the ordinary one."""
    try:
        header = parse_header(envelope)
    except CryptoError:
        return None
    return Letter(
        header, envelope, clock.day_of(moment), live.minute_number(moment), key, staff_id=None
    )


def end(made: Services, asker: Asker, body: Reply) -> Answer:
    """The source's last envelope is stored and the live chat is over; again is the same."""
    moment = clock.now()

    def work(session: Session) -> Stored:
        found = conversations.find_by_receipt(session, asker.auth, to_write=True)
        _check_block(session, found, body.envelope, moment)
        is_new = delivery.store_envelope(session, found, body.envelope, "S", clock.day_of(moment))
        changed = is_new and chats.source_ended(session, found.conv, moment)
        return Stored(found.conv, delivery.state_of(found), is_new, changed)

    stored = made.writer.run(lookup(asker.auth), work)
    return _told(made, asker, stored, body.envelope), 201


def sync(made: Services, asker: Asker, body: Sync) -> Answer:
    """The source's conversation, with the envelopes after the numbers that it names."""
    moment = clock.now()
    with made.database.reading() as session:
        found = conversations.find_by_receipt(session, asker.auth)
        chat = live.of(session, found.conv)
        stale = chat is not None and chat.seen < live.minute_number(moment)
        records = conversations.key_records(session, found)
        page = delivery.page_since(session, found.conv, body.s, body.d)
        answer = {
            "conv": b64(found.conv),
            "labels": {"channel": found.channel, "language": found.language},
            "server_opened": found.server_opened,
            "key_records": [wire.key_record(record, without="desk_wrap") for record in records],
            **wire.state(delivery.state_of(found)),
            "envelopes": [b64(e) for e in page.envelopes],
            "more": page.more,
            "blocked_until": blocks.blocked_until(session, found.conv, moment),
            "live": wire.live_of_source(
                live.for_source(session, found.conv, moment),
                made.site.current(session),
                moment,
            ),
        }
    if stale:  # written at most once a minute: it says that somebody is still there
        made.writer.run(found.conv, lambda s: live.source_was_there(s, found.conv, moment))
    return answer, 200


def stay(made: Services, asker: Asker, _body: Empty) -> Answer:
    """The person is here: the idle clock begins again, and what had turned into an item is live."""
    return _about_the_chat(made, asker, chats.stay)


def labels(made: Services, asker: Asker, body: Labels) -> Answer:
    """What the waiting room's answers say to the queue; only while nobody has the item."""

    def work(session: Session, conv: bytes, moment: datetime) -> bool:
        found = conversations.find_to_write(session, conv)
        queue = intake.QueueLabels(body.category, body.urgency, body.priority)
        return chats.relabel_by_source(session, found, queue, body.language, moment)

    return _about_the_chat(made, asker, work)


def helpful(made: Services, asker: Asker, body: Helpful) -> tuple[str, int]:
    """Counted once, while the chat has ended and is not wrapped up; silent either way."""
    moment = clock.now()

    def work(session: Session) -> None:
        found = conversations.find_by_receipt(session, asker.auth)
        chats.was_helpful(session, found.conv, body.answer, moment)

    made.writer.run(lookup(asker.auth), work)
    return "", 204


def seen(made: Services, asker: Asker, body: SeenDesk) -> Answer:
    """Staff are told how far the person has read, now or when they ask."""

    def work(session: Session) -> tuple[bytes, int]:
        found = conversations.find_by_receipt(session, asker.auth)
        live.was_read(session, found.conv, "source", body.d)
        return found.conv, min(body.d, found.d_seq)

    conv, last = made.writer.run(lookup(asker.auth), work)
    made.news.to_watchers(conv, "seen", {"d": last})
    return {}, 200


def find(made: Services, auth: bytes) -> bytes:
    """The id of the conversation behind a receipt; raises UnknownReceipt."""
    with made.database.reading() as session:
        return conversations.find_by_receipt(session, auth).conv


def check_record(session: Session, record: KeyRecord, envelope: bytes) -> None:
    """The key record is for the living epoch, or was stored before; raises what `delivery` raises."""
    here = founding.site_or_refuse(session)
    header = delivery.read_header(envelope, record.conv, "S")
    # What is here already may be sent again after its epoch ended; its answer was lost, no more.
    known = delivery.is_stored(session, header, envelope)
    epoch = record.epoch if known else founding.newest_roster(session).epoch
    delivery.check_key_record(here.site, record, epoch)
    if not known:
        hold(session, epoch)


def _about_the_chat(
    made: Services, asker: Asker, work: Callable[[Session, bytes, datetime], bool]
) -> Answer:
    moment = clock.now()

    def found_first(session: Session) -> tuple[bytes, bool]:
        conv = conversations.find_by_receipt(session, asker.auth).conv
        return conv, work(session, conv, moment)

    conv, changed = made.writer.run(lookup(asker.auth), found_first)
    if changed:
        made.news.chat_changed(conv)
        made.news.queue_changed()
    return {"live": _live(made, conv, moment)}, 200


def _check_block(session: Session, found: Conversation, envelope: bytes, moment: datetime) -> None:
    """The receipt may write, or this was stored before the block and only its answer was lost."""
    until = blocks.blocked_until(session, found.conv, moment)
    if until is None:
        return
    header = delivery.read_header(envelope, found.conv, "S")
    if not delivery.is_stored(session, header, envelope):
        raise Blocked(until)


def _store(session: Session, found: Conversation, body: Send, moment: datetime) -> bool:
    day = clock.day_of(moment)
    if body.key_record is None:
        return delivery.store_envelope(session, found, body.envelope, "S", day)
    record = body.key_record.protocol()
    check_record(session, record, body.envelope)
    return delivery.store_new_generation(session, found, record, body.envelope, day)


def _told(made: Services, asker: Asker, stored: Stored, envelope: bytes) -> dict[str, Any]:
    """Tell the screens, and give the answer's body; `live` is in it only where it changed."""
    if stored.is_new:
        made.news.envelope(stored.conv, envelope, skip=asker.connection)
    body = wire.state(stored.state)
    if not stored.changed:
        return body
    made.news.chat_changed(stored.conv)
    made.news.queue_changed()
    return {**body, "live": _live(made, stored.conv, clock.now())}


def _live(made: Services, conv: bytes, moment: datetime) -> dict[str, Any] | None:
    with made.database.reading() as session:
        told = live.for_source(session, conv, moment)
        return wire.live_of_source(told, made.site.current(session), moment)


OPERATIONS: dict[str, Callable[[Services, Asker, Any], tuple[Any, int]]] = {
    "send": send,
    "sync": sync,
    "seen": seen,
    "end": end,
    "stay": stay,
    "labels": labels,
}
"""What an event of `/line` does, by its name."""
