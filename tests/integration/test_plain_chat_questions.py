"""What an advocate asks a chat without scripts is answered with one tap, once; what was seen is said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.conftest import Town
from tests.integration.plain_chats import (
    HELLO,
    chatting,
    desk_says,
    frame_of,
    item,
    said,
    taken,
)
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


def test_the_waiting_room_asks_for_language_and_region_too_and_stops_where_somebody_came(
    town: Town,
) -> None:
    person = chatting(town)
    asked_in_order = [f'id="ask-{name}"' for name in ("language", "danger_now", "minor", "region")]
    places = [person.text.index(each) for each in asked_in_order]
    assert places == sorted(places)
    assert 'value="language.es"' in person.text
    taken(town)
    person.send("say", tap="look")
    assert not [each for each in asked_in_order if each in person.text]


@pytest.mark.parametrize(("tapped", "label"), [("es", "es"), ("other", "und")])
def test_the_language_somebody_taps_is_the_one_in_which_they_are_answered(
    town: Town, tapped: str, label: str
) -> None:
    person = chatting(town)
    person.send("say", tap=f"language.{tapped}")
    assert said(town)[-1] == {"t": "answer", "q": "language", "a": tapped}
    assert item(town)["language"] == label
    assert 'value="language.es"' not in person.text
    person.send("say", tap="minor.yes")
    assert item(town)["language"] == label


def test_the_region_is_sealed_and_moves_nothing(town: Town) -> None:
    person = chatting(town)
    labels = ("language", "category", "urgency", "priority")
    before = [item(town)[name] for name in labels]
    person.send("say", tap="region.midwest")
    assert said(town)[-1] == {"t": "answer", "q": "region", "a": "midwest"}
    assert "Midwest, like Illinois" in frame_of(person)
    assert [item(town)[name] for name in labels] == before
    assert 'value="region.midwest"' not in person.text


@pytest.mark.parametrize("tap", ["language.xx", "region.yes", "language.", "region.en"])
def test_answers_that_nobody_offered_do_nothing(town: Town, tap: str) -> None:
    person = chatting(town)
    person.send("say", tap=tap)
    assert len(said(town)) == 1
