"""One receipt cannot fill the disk: a conversation holds so much and no more, and keeps what it has."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update

from chat import quota
from chat.models import Conversation, Envelope
from tests.actors import Source
from tests.integration.conftest import Town
from tests.integration.test_chat_assignment import act, chat, on_shift
from webapp.schemas import b64
from webapp.services import services_of

SMALL, LARGE = {"t": "text", "body": "x"}, {"t": "text", "body": "x" * 9_000}


def as_if_written(town: Town, person: Source, seq: int) -> None:
    """The person's one envelope counts as their `seq`-th."""
    with town.store.writing() as session:
        mine = (Envelope.conv == person.conv, Envelope.direction == "S")
        session.execute(update(Envelope).where(*mine).values(seq=seq))
        talk = Conversation.conv == person.conv
        session.execute(update(Conversation).where(talk).values(s_seq=seq))


@pytest.mark.parametrize("live", [False, True], ids=["ordinary way", "fast way"])
@pytest.mark.parametrize(
    ("seq", "inner", "answers"),
    [
        (quota.MOST - 1, SMALL, 201),
        (quota.MOST, SMALL, 422),
        (quota.MOST_LARGE - 1, LARGE, 201),
        (quota.MOST_LARGE, LARGE, 422),
        (quota.MOST_LARGE, SMALL, 201),
    ],
)
def test_a_conversation_holds_so_much_and_no_more(
    town: Town, seq: int, inner: dict[str, str], answers: int, *, live: bool
) -> None:
    person = chat(town) if live else town.source()
    if live:
        on_shift(town.ana)
        assert act(town.ana, person, "claim").status == 200
    else:
        assert person.send_tip().status == 201
    as_if_written(town, person, seq)
    said = person.envelope(inner=inner, seq=seq + 1)
    got = person.write(said)
    assert got.status == answers, json.dumps(got.body)
    if answers == 422:
        assert got.slug == "conversation-full"
        first = b64(person.sent["S"][0])
        with_it = person.call("GET", "/api/v1/conversation").body["envelopes"]
        assert with_it == [first]  # what was acknowledged is there, and nothing of the rest
    else:
        assert person.write(said).status == 201  # and again is the same


def test_one_receipt_may_ask_as_much_by_calls_as_over_the_line(town: Town) -> None:
    person, other = town.source(), town.source()
    assert (person.send_tip().status, other.send_tip().status) == (201, 201)
    services_of(town.source_app).allowances._now = lambda: 0.0  # nothing comes back with time
    asked = [person.call("GET", "/api/v1/conversation").status for _ in range(103)]
    assert asked == [200] * 101 + [429] * 2  # the first one showed that the receipt is right
    assert person.write().slug == "slow-down"
    assert other.write().status == 201
    stranger = town.source()
    unknown = {stranger.call("GET", "/api/v1/conversation").status for _ in range(103)}
    assert unknown == {401}  # nothing is kept of what opens nothing
