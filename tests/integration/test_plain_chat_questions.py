"""What an advocate asks a chat without scripts is answered with one tap, once; what was seen is said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.conftest import Town
from tests.integration.plain_chats import HELLO, chatting, desk_says, frame_of, said, taken
from tests.plain import Plain

ASKED: dict[str, Any] = {
    "t": "question",
    "id": "q7",
    "text": "Are you <b>alone</b>?",
    "choices": ["yes", "no"],
}


def asked(town: Town) -> Plain:
    """Somebody in a chat to whom the advocate has just sent a question."""
    person = chatting(town)
    taken(town)
    desk_says(town, **ASKED)
    person.send("say", tap="look")
    return person


def test_a_question_of_the_advocate_is_answered_with_one_tap_and_then_gone(town: Town) -> None:
    person = asked(town)
    assert "Are you &lt;b&gt;alone&lt;/b&gt;?" in frame_of(person)
    assert 'value="reply.yes.q7"' in person.text
    form = {**person.forms["say"], "tap": "reply.yes.q7", "more": HELLO}
    assert [person.post(form).status_code for _ in range(2)] == [200, 200]
    assert said(town)[1:] == [{"t": "answer", "q": "q7", "a": "yes"}]
    person.page = person.get()
    assert "reply." not in person.text


@pytest.mark.parametrize("tap", ["reply.yes.q8", "reply.maybe.q7", "reply", "reply.yes.", "none.x"])
def test_what_was_not_asked_is_not_answered(town: Town, tap: str) -> None:
    person = asked(town)
    assert person.send("say", tap=tap).status_code == 303
    assert len(said(town)) == 1


def test_the_frame_says_what_was_sent_and_what_the_desk_has_seen(town: Town) -> None:
    person = chatting(town)
    taken(town)
    person.send("say", more=HELLO)
    assert "Sent. We have it." in frame_of(person)
    desk_says(town, t="text", body="I am reading.")
    shown = frame_of(person)
    assert ("Sent. We have it." in shown, "Our team has seen this." in shown) == (False, True)


def test_the_frame_can_be_slowed_and_stopped_and_the_choice_leaves_with_the_visit(
    town: Town,
) -> None:
    person = chatting(town)
    assert 'http-equiv="refresh" content="8"' in frame_of(person)
    person.send("say", tap="pace.slow")
    assert 'http-equiv="refresh" content="60"' in frame_of(person)
    person.send("say", tap="pace.off", more=HELLO)
    assert HELLO in person.forms["say"]["more"]
    assert 'value="pace.off"' not in person.text
    assert "refresh" not in frame_of(person)
    left = person.post(person.forms["exit"]).headers.getlist("Set-Cookie")
    assert [cookie.split(";")[0] for cookie in left] == ["visit=", "pace="]
