"""The fast way of a message into a live chat: many at once, in a handful of statements.

A letter takes this way only where it changes nothing but the thread: it is exactly the next of its
direction, in a chat that is waiting or live, from whoever may write. Everything else, every refusal
and every change of state included, takes the ordinary way (`chat.delivery`, `moderation.intake`,
`moderation.desk_writes`), whose answers this one must equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from chat.errors import Side, State
from chat.live_models import LiveChat
from chat.models import Conversation, Envelope, WayBack
from chat.quota import has_room
from config.bulk import SelectIn, Values, insert_rows, table_of, update_rows
from config.order import new_place
from crypto.envelope import Header
from crypto.hashes import digest
from moderation.models import QueueItem

TALKS, ENVELOPES, ITEMS, LIVES = map(table_of, (Conversation, Envelope, QueueItem, LiveChat))
OWNERS = SelectIn(
    lambda lookups: select(WayBack.lookup, WayBack.conv).where(WayBack.lookup.in_(lookups))
)
THREADS = SelectIn(
    lambda convs: select(
        TALKS.c.conv, TALKS.c.gen, TALKS.c.s_seq, TALKS.c.s_hash, TALKS.c.d_seq, TALKS.c.d_hash,
        ITEMS.c.status, ITEMS.c.holder, ITEMS.c.unanswered,
        LIVES.c.phase, LIVES.c.active, LIVES.c.warned, LIVES.c.answered,
    )
    .join(ITEMS, ITEMS.c.conv == TALKS.c.conv)
    .join(LIVES, LIVES.c.conv == TALKS.c.conv)
    .where(TALKS.c.conv.in_(convs))
    .order_by(TALKS.c.conv)
    .with_for_update()
)  # fmt: skip
NEW_ENVELOPE = ("place", "conv", "direction", "seq", "gen", "sealed", "hash", "day")
MOVED = ("conv", "s_seq", "s_hash", "d_seq", "d_hash")
ANSWERED = ("conv", "unanswered")
ACTIVE = ("conv", "active", "seen")


class Letter(NamedTuple):
    """One message on its way: from the source with this receipt, or from this member of staff."""

    header: Header
    sealed: bytes
    day: date
    minute: int
    lookup: bytes | None
    staff_id: bytes | None


class Delivered(NamedTuple):
    """Where the conversation stands after a letter."""

    conv: bytes
    state: State


class Found(NamedTuple):
    """What the store says of a thread, in the order of THREADS."""

    conv: bytes
    gen: int
    s_seq: int
    s_hash: bytes
    d_seq: int
    d_hash: bytes
    status: str
    holder: bytes | None
    unanswered: bool
    phase: str
    active: int
    warned: bool
    answered: bool


@dataclass
class Thread:
    """How a conversation stands while a batch is written; `quick` until a letter must go slowly."""

    found: Found
    state: State
    unanswered: bool
    active: int
    quick: bool


def deliver(session: Session, letters: list[Letter]) -> list[Delivered | None]:
    """Store the letters that may take the fast way; None stands for each that must go slowly."""
    owners = _owners(session, letters)
    threads = _threads(session, {letter.header.conv for letter in letters})
    if session.get_bind().dialect.name == "postgresql":
        owners = _owners(session, letters)  # a way back may have gone while we waited for the rows
    rows: list[Values] = []
    answers = [_take(letter, owners, threads, rows) for letter in letters]
    if rows:
        insert_rows(session.connection(), ENVELOPES, NEW_ENVELOPE, rows)
        _write_back(session.connection(), threads)
    return answers


def _owners(session: Session, letters: list[Letter]) -> dict[bytes, bytes]:
    """The conversation behind each receipt."""
    lookups = {letter.lookup for letter in letters if letter.lookup is not None}
    if not lookups:
        return {}
    return dict(OWNERS.rows(session.connection(), list(lookups)))


def _threads(session: Session, convs: set[bytes]) -> dict[bytes, Thread]:
    """The conversations, their items and live chats, locked in one order for every process."""
    found = (Found(*row) for row in THREADS.rows(session.connection(), list(convs)))
    return {row.conv: _thread(row) for row in found}


def _thread(row: Found) -> Thread:
    state = State(Side(row.s_seq, row.s_hash), Side(row.d_seq, row.d_hash), row.gen)
    # The first word after the opening moves a chat's place in the queue.
    steady = row.phase in {"waiting", "live"} and not row.warned and row.answered
    return Thread(row, state, row.unanswered, row.active, steady)


def _take(
    letter: Letter,
    owners: dict[bytes, bytes],
    threads: dict[bytes, Thread],
    rows: list[Values],
) -> Delivered | None:
    header = letter.header
    thread = threads.get(header.conv)
    if thread is None or not thread.quick:
        return None
    fits = has_room(header.seq, len(letter.sealed))
    if not fits or not _may(letter, thread, owners) or not _is_next(header, thread.state):
        thread.quick = False  # what follows in this conversation must not overtake it
        return None
    new = Side(header.seq, digest(letter.sealed))
    what = (header.direction, header.seq, header.gen, letter.sealed, new.hash, letter.day)
    rows.append((new_place(), header.conv, *what))
    old = thread.state
    by_source = header.direction == "S"
    thread.state = State(new, old.d, old.gen) if by_source else State(old.s, new, old.gen)
    thread.unanswered = by_source
    if by_source:
        thread.active = max(thread.active, letter.minute)
    return Delivered(header.conv, thread.state)


def _may(letter: Letter, thread: Thread, owners: dict[bytes, bytes]) -> bool:
    """The source to whom it belongs; of staff the holder, whose first answer was given before."""
    row, header = thread.found, letter.header
    if letter.lookup is not None:
        open_item = row.status in {"waiting", "claimed", "answered", "converted"}
        return header.direction == "S" and open_item and owners.get(letter.lookup) == header.conv
    answered = row.status in {"answered", "converted"}
    return header.direction == "D" and answered and row.holder == letter.staff_id


def _is_next(header: Header, state: State) -> bool:
    last = state.s if header.direction == "S" else state.d
    return (header.gen, header.seq, header.prev) == (state.gen, last.seq + 1, last.hash)


def _write_back(connection: Connection, threads: dict[bytes, Thread]) -> None:
    """What the letters changed, one statement for each table."""
    moved: list[Values] = []
    items: list[Values] = []
    lives: list[Values] = []
    for conv, thread in threads.items():
        row, s, d = thread.found, thread.state.s, thread.state.d
        if (s.seq, d.seq) != (row.s_seq, row.d_seq):
            moved.append((conv, s.seq, s.hash, d.seq, d.hash))
        if thread.unanswered != row.unanswered:
            items.append((conv, thread.unanswered))
        if thread.active != row.active:
            lives.append((conv, thread.active, thread.active))
    for table, columns, changes in (
        (TALKS, MOVED, moved),
        (ITEMS, ANSWERED, items),
        (LIVES, ACTIVE, lives),
    ):
        if changes:
            update_rows(connection, table, columns, changes)
