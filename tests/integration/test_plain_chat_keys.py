"""A chat without scripts and its keys: whoever left reads nothing of what is written afterwards."""

from __future__ import annotations

from sqlalchemy import select

from chat import conversation as conversations
from chat.models import Conversation, Envelope
from crypto.envelope import open_envelope, parse_header
from crypto.keys import open_desk_wrap, verify_key_record
from tests.integration.conftest import Town
from tests.integration.plain_chats import HELLO, chatting, desk_says, taken


def test_after_an_interpreter_left_the_next_message_brings_a_new_key(town: Town) -> None:
    person = chatting(town)
    taken(town)
    desk_says(town, t="rekey")
    person.page = person.get()
    person.send("say", more=HELLO)
    person.send("say", more="And my phone.")
    with town.store.reading() as session:
        talk = session.scalars(select(Conversation)).one()
        first, second = conversations.key_records(session, talk)
        sealed = session.scalars(
            select(Envelope.sealed).where(Envelope.direction == "S").order_by(Envelope.seq)
        ).all()
    verify_key_record(town.office.site, second)
    assert [parse_header(each).gen for each in sealed] == [1, 2, 2]
    old, _ = open_desk_wrap(town.office.site, first, town.office.epoch_seed)
    new, _ = open_desk_wrap(town.office.site, second, town.office.epoch_seed)
    assert old != new
    said = open_envelope(new, town.office.site, second.commit, sealed[1])
    assert HELLO.encode() in said
