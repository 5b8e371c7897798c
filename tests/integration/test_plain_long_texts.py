"""What somebody writes into a chat without scripts travels in messages of one size, and reads as one text."""

from __future__ import annotations

import json
import random

import pytest
from sqlalchemy import select

from chat.models import Envelope
from tests.integration.conftest import Town
from tests.integration.plain_chats import HELLO, chatting, frame_of, said
from tests.integration.test_plain_forms import visitor
from webapp.services import services_of
from webapp.source.plain.parts import ONE_BUCKET, ROOM, split, text_inners

ONE_SIZE = 118 + 1024 + 16
LONG = 'The house is behind the mill. ¿Ñandú? 👩🏽‍🚒 "He" said: \\ no. ' * 60
FRAME = {"t": "text", "at": "2026-11-24T20Z"}


def sizes(town: Town) -> set[int]:
    """The sizes of all that is stored."""
    with town.store.reading() as session:
        return {len(each) for each in session.scalars(select(Envelope.sealed))}


@pytest.mark.parametrize(
    "text", [LONG, "x" * 5000, "\x01" * 3000, "😀" * 2000, "a " * 2500, " " * 4000]
)
def test_the_pieces_are_the_text_and_each_fits_one_bucket(text: str) -> None:
    inners = text_inners(text, FRAME, 65_535)
    assert "".join(each["body"] for each in inners) == text
    assert [each["part"] for each in inners] == [[n + 1, len(inners)] for n in range(len(inners))]
    for each in inners:
        assert len(json.dumps({**each, **ROOM}, ensure_ascii=False).encode()) <= ONE_BUCKET


def test_a_text_is_cut_between_words_and_left_whole_where_it_fits() -> None:
    pieces = split("word " * 500, FRAME)
    assert all(piece.endswith(" ") for piece in pieces)
    assert text_inners("short", FRAME, 1) == [{**FRAME, "body": "short"}]
    letters = random.Random(4)
    for _ in range(50):
        text = "".join(letters.choices('aé😀 \n"', k=letters.randrange(3000)))
        assert "".join(split(text, FRAME)) == text


def test_a_long_text_is_stored_once_in_messages_of_one_size_and_reads_as_one(town: Town) -> None:
    person = chatting(town)
    person.send("say", more=HELLO)
    form = {**person.forms["say"], "more": LONG}
    assert [person.post(form).status_code for _ in range(3)] == [303] * 3
    assert sizes(town) == {ONE_SIZE}
    parts = said(town)[2:]
    assert len(parts) > 3
    assert len({each["long"] for each in parts}) == 1
    assert "".join(each["body"] for each in parts) == LONG.strip()
    shown = frame_of(person)
    assert shown.count('<p class="text"') == 2
    assert shown.count("The house is behind the mill.") == 60


def test_open_screens_hear_of_every_part(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []
    news = services_of(town.source_app).news
    monkeypatch.setattr(news, "envelope", lambda _conv, envelope: heard.append(envelope))
    person = chatting(town)
    person.send("say", more=LONG)
    assert len(heard) == len(said(town)) - 1 > 3


def test_a_tip_is_one_message_as_it_is_with_scripts(town: Town) -> None:
    person = visitor(town)
    person.tip(HELLO)
    person.send("thread")
    person.send("write", more=LONG)
    assert len(said(town)) == 2
