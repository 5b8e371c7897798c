"""A store that loses, swaps or changes messages is found out without scripts too, in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from chat.models import Envelope
from crypto.envelope import Header, parse_header, seal_envelope
from crypto.hashes import derive
from crypto.labels import KEY_COMMIT
from tests.integration.conftest import Town
from tests.integration.plain_chats import HELLO, chatting, desk_says, frame_of, taken
from tests.plain import Plain

GAP = {
    "en": "Some messages are missing in between.",
    "es": "Faltan mensajes en medio.",
    "ar": "هناك رسائل ناقصة",
}
ORDER = "The messages do not fit together"
CALL = "please call us"


def talking(town: Town) -> Plain:
    """Somebody in a chat in which both sides wrote three times."""
    person = chatting(town)
    taken(town)
    for number in range(3):
        person.send("say", more=f"{HELLO} {number}")
        desk_says(town, t="text", body=f"Answer {number}")
    return person


@contextmanager
def answer(town: Town, seq: int) -> Iterator[Envelope]:
    """One stored answer, to be changed behind everybody's back."""
    with town.store.writing() as session:
        which = select(Envelope).where(Envelope.direction == "D", Envelope.seq == seq)
        yield session.scalars(which).one()


def in_thread(person: Plain) -> str:
    """The thread's page, once the chat is over."""
    person.send("say", tap="end")
    person.send("thread")
    return person.text


def test_a_whole_conversation_warns_of_nothing(town: Town) -> None:
    person = talking(town)
    assert CALL not in frame_of(person)
    assert CALL not in in_thread(person)


@pytest.mark.parametrize("language", GAP)
def test_a_message_that_was_left_out_is_missed_in_every_language(town: Town, language: str) -> None:
    person = talking(town)
    with town.store.writing() as session:
        which = select(Envelope).where(Envelope.direction == "D", Envelope.seq == 2)
        session.delete(session.scalars(which).one())
    person.send("say", language=language)
    person.page = person.get()
    assert GAP[language] in frame_of(person)
    assert GAP[language] in in_thread(person)


def test_a_message_that_was_swapped_for_another_breaks_the_order_and_is_not_read(
    town: Town,
) -> None:
    person = talking(town)
    key = bytes(32)
    with answer(town, 2) as stored:
        header = parse_header(stored.sealed)
        stored.sealed = seal_envelope(
            key, town.office.site, commit_of(key, header), header, b'{"t":"text","body":"Come."}'
        )
    shown = frame_of(person)
    assert ORDER in shown
    assert "cannot be opened" in shown
    assert ("Come." in shown, "Answer 1" in shown, "Answer 2" in shown) == (False, False, True)


def commit_of(key: bytes, header: Header) -> bytes:
    """The commitment of somebody else's key."""
    return derive(key, KEY_COMMIT, header.conv + header.gen.to_bytes(2, "big"))
