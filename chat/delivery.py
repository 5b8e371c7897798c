"""Storing one envelope: exactly the next of its direction, or the very bytes that are there already."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from chat.errors import BrokenRule, ConversationFull, OutOfStep, Side, StaleEpoch, State
from chat.models import Conversation, Envelope, KeyRecordRow
from chat.quota import has_room
from config.database import changed
from crypto.envelope import Header, parse_header
from crypto.errors import CryptoError
from crypto.hashes import digest
from crypto.keys import KeyRecord, verify_key_record

PAGE = 512 * 1024
"""Bytes of envelopes in one answer: some 450 messages."""

TOGETHER = 64
"""Envelopes that are fetched at once."""

NOTHING_YET = Side(0, bytes(32))


def state_of(conversation: Conversation) -> State:
    """Where the conversation stands, from its own row."""
    return State(
        s=Side(conversation.s_seq, conversation.s_hash),
        d=Side(conversation.d_seq, conversation.d_hash),
        gen=conversation.gen,
    )


def read_header(envelope: bytes, conv: bytes, direction: str) -> Header:
    """The envelope's header, for this conversation and direction; raises BrokenRule."""
    try:
        header = parse_header(envelope)
    except CryptoError as error:
        raise BrokenRule("envelope") from error
    if header.conv != conv:
        raise BrokenRule("envelope of another conversation")
    if header.direction != direction:
        raise BrokenRule("direction")
    return header


def check_key_record(site: bytes, record: KeyRecord, current_epoch: int) -> None:
    """The record is signed by its source for the living epoch; raises BrokenRule or StaleEpoch."""
    try:
        verify_key_record(site, record)
    except CryptoError as error:
        raise BrokenRule("key record") from error
    if record.epoch != current_epoch:
        raise StaleEpoch(current_epoch)


def store_envelope(
    session: Session, conversation: Conversation, envelope: bytes, direction: str, day: date
) -> bool:
    """Store the envelope as the next of its direction (Protocol section 4).

    True where it is new, False where the same bytes were stored before. Raises OutOfStep,
    with nothing stored, where it is neither.
    """
    header = read_header(envelope, conversation.conv, direction)
    if is_stored(session, header, envelope):
        return False
    if header.gen != conversation.gen:
        raise OutOfStep(state_of(conversation))
    _append(session, conversation, header, envelope, day)
    return True


def store_new_generation(
    session: Session, conversation: Conversation, record: KeyRecord, envelope: bytes, day: date
) -> bool:
    """Store key record and first envelope of the next generation together (Protocol section 3).

    The envelope must acknowledge the last one of the desk. The caller has checked the record
    with `check_key_record`. Returns and raises like `store_envelope`.
    """
    header = read_header(envelope, conversation.conv, "S")
    if is_stored(session, header, envelope):
        return False
    if record.conv != conversation.conv or record.src_vk != conversation.src_vk:
        raise BrokenRule("key record of another source")
    state = state_of(conversation)
    acknowledges = (header.ack_seq, header.ack) == (state.d.seq, state.d.hash)
    if record.gen != state.gen + 1 or header.gen != record.gen or not acknowledges:
        raise OutOfStep(state)
    session.merge(key_record_row(record))  # a torn commit may have left one of this generation
    _append(session, conversation, header, envelope, day)
    return True


def key_record_row(record: KeyRecord) -> KeyRecordRow:
    """The row that holds a key record."""
    return KeyRecordRow(
        conv=record.conv,
        gen=record.gen,
        epoch=record.epoch,
        kc=record.commit,
        desk_wrap=record.desk_wrap,
        self_wrap=record.self_wrap,
        signature=record.signature,
    )


def envelope_row(header: Header, envelope: bytes, hash_: bytes, day: date) -> Envelope:
    """The row that holds an envelope."""
    return Envelope(
        conv=header.conv,
        direction=header.direction,
        seq=header.seq,
        gen=header.gen,
        sealed=envelope,
        hash=hash_,
        day=day,
    )


def envelopes_since(session: Session, conv: bytes, s: int, d: int) -> list[bytes]:
    """Every envelope numbered above `s` from the source and above `d` from the desk, in order."""
    return list(session.scalars(_since(conv, s, d)))


class Page(NamedTuple):
    """Envelopes of a thread, without gaps in either direction, and whether more follow them."""

    envelopes: list[bytes]
    more: bool


def page_since(session: Session, conv: bytes, s: int, d: int) -> Page:
    """The first of `envelopes_since`, as many as one answer holds: PAGE bytes, and at least one.

    Whoever writes a long thread must not make the server hold all of it for each who asks.
    """
    page, size = Page([], more=False), 0
    found = session.scalars(_since(conv, s, d).execution_options(yield_per=TOGETHER))
    for sealed in found:
        size += len(sealed)
        if page.envelopes and size > PAGE:
            found.close()
            return page._replace(more=True)
        page.envelopes.append(sealed)
    return page


def _since(conv: bytes, s: int, d: int) -> Select[bytes]:
    after = ((Envelope.direction == "S") & (Envelope.seq > s)) | (
        (Envelope.direction == "D") & (Envelope.seq > d)
    )
    found = select(Envelope.sealed).where(Envelope.conv == conv, after)
    return found.order_by(Envelope.direction, Envelope.seq)


def is_stored(session: Session, header: Header, envelope: bytes) -> bool:
    """Whether these very bytes were stored before."""
    stored = session.get(Envelope, (header.conv, header.direction, header.seq))
    return stored is not None and stored.sealed == envelope


def _append(
    session: Session, conversation: Conversation, header: Header, envelope: bytes, day: date
) -> None:
    last = state_of(conversation).s if header.direction == "S" else state_of(conversation).d
    if header.seq != last.seq + 1 or header.prev != last.hash:
        raise OutOfStep(state_of(conversation))
    if not has_room(header.seq, len(envelope)):
        raise ConversationFull
    new_hash = digest(envelope)
    _advance(session, conversation, header, new_hash)
    session.add(envelope_row(header, envelope, new_hash, day))
    session.flush()


def _advance(session: Session, conversation: Conversation, header: Header, new_hash: bytes) -> None:
    """Move the conversation's row on, only if nobody else did since it was read."""
    seq, hash_ = ("s_seq", "s_hash") if header.direction == "S" else ("d_seq", "d_hash")
    same_place = [
        Conversation.conv == conversation.conv,
        getattr(Conversation, seq) == header.seq - 1,
        Conversation.gen == conversation.gen,
    ]
    if header.gen > conversation.gen:
        same_place.append(Conversation.d_seq == conversation.d_seq)
    moved = changed(
        session,
        update(Conversation)
        .where(*same_place)
        .values({seq: header.seq, hash_: new_hash, "gen": header.gen}),
    )
    session.refresh(conversation)
    if moved != 1:
        raise OutOfStep(state_of(conversation))
