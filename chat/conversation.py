"""The life of a conversation: opened by a source, found again by its receipt, its way back removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from chat.deleted import WAY_BACK, note
from chat.delivery import envelope_row, key_record_row, read_header
from chat.errors import (
    BrokenRule,
    ConversationExists,
    ConversationFull,
    UnknownConversation,
    UnknownReceipt,
)
from chat.models import AcceptRecord, Conversation, Envelope, KeyRecordRow, WayBack
from chat.quota import has_room
from config.database import locked_to_stay
from crypto.hashes import digest
from crypto.keys import KeyRecord
from crypto.receipt import lookup


@dataclass(frozen=True)
class RoutingLabels:
    """The labels that belong to the conversation itself and never change."""

    channel: str
    door: str
    language: str


def open_conversation(
    session: Session,
    auth: bytes,
    record: KeyRecord,
    envelope: bytes,
    labels: RoutingLabels,
    day: date,
) -> tuple[Conversation, bool]:
    """Store key record, way back and first envelope together.

    Gives the conversation and whether it is new; the same bytes sent again are not, and are
    answered like the first time. Raises ConversationExists where id or receipt is taken by
    anything else, BrokenRule where the bytes are not a first generation; IntegrityError where
    another process opens the same at this moment: run again, it finds what that one wrote.
    """
    header = read_header(envelope, record.conv, "S")
    begins = (header.gen, header.seq, header.prev, record.gen) == (1, 1, bytes(32), 1)
    if not begins or record.self_wrap is None:
        raise BrokenRule("not the beginning of a conversation")
    if not has_room(header.seq, len(envelope)):
        raise ConversationFull
    existing = session.get(Conversation, record.conv)
    if existing is not None:
        return _same_again(session, existing, auth, record, envelope), False
    _free_receipt(session, auth, record.conv)
    conversation = Conversation(
        conv=record.conv,
        src_vk=record.src_vk,
        channel=labels.channel,
        door=labels.door,
        language=labels.language,
        day=day,
        server_opened=bool(header.flags & 1),
        gen=1,
        s_seq=1,
        s_hash=digest(envelope),
        d_seq=0,
        d_hash=bytes(32),
    )
    way_back = WayBack(lookup=lookup(auth), conv=record.conv)
    first = envelope_row(header, envelope, conversation.s_hash, day)
    session.add_all([key_record_row(record), way_back, conversation])
    session.flush()
    session.add(first)
    session.flush()
    return conversation, True


def find_by_receipt(session: Session, auth: bytes, *, to_write: bool = False) -> Conversation:
    """The conversation of this receipt, locked where it is to be written.

    Raises UnknownReceipt, the same for every reason.
    """
    way_back = session.get(WayBack, lookup(auth))
    find_it = locked_to_stay if to_write else Session.get
    conversation = find_it(session, Conversation, way_back.conv) if way_back else None
    if to_write:  # whoever waited for the lock may have waited for the removal of the way back
        way_back = session.get(WayBack, lookup(auth), populate_existing=True)
    if conversation is None or way_back is None:
        raise UnknownReceipt
    return conversation


def find_to_write(session: Session, conv: bytes) -> Conversation:
    """The conversation with this id, locked; raises UnknownConversation."""
    conversation = locked_to_stay(session, Conversation, conv)
    if conversation is None:
        raise UnknownConversation
    return conversation


def key_records(session: Session, conversation: Conversation) -> list[KeyRecord]:
    """Every generation's key record, oldest first."""
    rows = session.scalars(
        select(KeyRecordRow)
        .where(KeyRecordRow.conv == conversation.conv)
        .order_by(KeyRecordRow.gen)
    )
    return [
        KeyRecord(
            conv=row.conv,
            gen=row.gen,
            epoch=row.epoch,
            commit=row.kc,
            src_vk=conversation.src_vk,
            desk_wrap=row.desk_wrap,
            self_wrap=row.self_wrap,
            signature=row.signature,
        )
        for row in rows
    ]


def remove_way_back(session: Session, conversation: Conversation) -> None:
    """No receipt leads to the conversation any more and no copy of its key is the source's."""
    note(session, WAY_BACK, conversation.conv)
    session.execute(delete(WayBack).where(WayBack.conv == conversation.conv))
    session.execute(
        update(KeyRecordRow).where(KeyRecordRow.conv == conversation.conv).values(self_wrap=None)
    )


def is_anchor(session: Session, conversation: Conversation, kc: bytes, src_vk: bytes) -> bool:
    """Whether these are the first key and the source of the conversation."""
    first = session.get(KeyRecordRow, (conversation.conv, 1))
    return first is not None and (kc, src_vk) == (first.kc, conversation.src_vk)


def keep_accept_record(session: Session, record: AcceptRecord) -> None:
    """Keep the first accept record of a conversation; the same again changes nothing.

    Raises ConversationExists for another.
    """
    kept = session.get(AcceptRecord, record.conv)
    if kept is None:
        session.add(record)
        session.flush()
    elif _said_by(kept) != _said_by(record):
        raise ConversationExists


def _said_by(record: AcceptRecord) -> tuple[bytes, ...]:
    return record.staff_id, record.kc, record.src_vk, record.signature


def _free_receipt(session: Session, auth: bytes, conv: bytes) -> None:
    """The receipt and the id are free; raises ConversationExists where another conversation has them.

    Keys commit before content, so a crash in between leaves key rows of a conversation that does
    not exist. The client sends the same tip again, and must not be refused because of them.
    """
    way_back = session.get(WayBack, lookup(auth))
    if way_back is not None and session.get(Conversation, way_back.conv) is not None:
        raise ConversationExists
    if way_back is None and session.get(KeyRecordRow, (conv, 1)) is None:
        return
    torn = {conv} | ({way_back.conv} if way_back is not None else set())
    for table in (WayBack, KeyRecordRow):  # never a row of a twin that was committed just now
        living = select(1).where(Conversation.conv == table.conv).exists()
        session.execute(delete(table).where(table.conv.in_(torn), ~living))


def _same_again(
    session: Session, existing: Conversation, auth: bytes, record: KeyRecord, envelope: bytes
) -> Conversation:
    way_back = session.get(WayBack, lookup(auth))
    row = session.get(KeyRecordRow, (record.conv, 1))
    first = session.get(Envelope, (record.conv, "S", 1))
    same = (
        way_back is not None
        and way_back.conv == existing.conv
        and row is not None
        and (row.kc, row.desk_wrap, row.signature)
        == (record.commit, record.desk_wrap, record.signature)
        and first is not None
        and first.sealed == envelope
    )
    if not same:
        raise ConversationExists
    return existing
