"""The frame of a chat without scripts: how it stands, the messages, and who may show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import select, text

from chat.live_models import LiveChat
from chat.visit import SLOT, Visit
from config import clock
from moderation import live
from tests.integration.conftest import Town
from tests.integration.plain_chats import HELLO, chatting, desk_says, frame_of, item, said, taken
from tests.integration.test_plain_forms import visitor
from webapp.services import attach, services_of


def test_messages_of_both_sides_stand_in_the_frame_and_what_is_sent_twice_is_one(
    town: Town,
) -> None:
    person = chatting(town)
    form = {**person.forms["say"], "more": HELLO}
    assert [person.post(form).status_code for _ in range(3)] == [303] * 3
    taken(town)
    desk_says(town, t="text", body="I am <Ana>.", part=[1, 2])
    desk_says(town, t="text", body=" Are you alone?", part=[2, 2])
    desk_says(town, t="question", id="q1", text="Can you talk?", choices=["yes", "no"])
    shown = frame_of(person)
    assert said(town)[1]["body"] == HELLO
    assert shown.count(HELLO) == 1
    assert "I am &lt;Ana&gt;. Are you alone?" in shown
    assert shown.index("Can you talk?") < shown.index("Are you alone?") < shown.index(HELLO)
    assert HELLO not in person.get().get_data(as_text=True)


def test_the_frame_says_how_it_stands(town: Town) -> None:
    person = chatting(town)
    assert "Your place in line: 1" in frame_of(person)
    assert "Nobody is on shift" in frame_of(person)
    town.ana.call("POST", "/api/v1/shift", {"status": "on"})
    assert "Advocates on shift now: 1" in frame_of(person)
    taken(town)
    assert "An advocate is here" in frame_of(person)
    conv = item(town)["conv"]
    assert town.nora.call("POST", f"/api/v1/items/{conv}/join", {}).status == 200
    assert "A supervisor is here too" in frame_of(person)
    for change, words in (
        ("warned = true", "Are you still there?"),
        ("phase = 'resting', warned = false", "The chat is resting"),
        ("phase = 'waiting', lost = true", "line broke"),
    ):
        with town.store.writing() as session:
            session.execute(text(f"UPDATE content.live_chat SET {change}"))  # noqa: S608 - ours
        assert words in frame_of(person)


def test_opening_hours_are_told_where_nobody_is_on_shift(town: Town) -> None:
    person = visitor(town)
    person.send("language", language="ar")
    person.send("door", door="need_help")
    person.send("chat")
    shown = frame_of(person)
    assert 'dir="rtl"' in shown
    days = services_of(town.source_app).settings.hours.days
    assert shown.count("<li>") == len(days)


def test_the_frame_shows_that_somebody_is_there_and_does_not_prolong_the_visit(town: Town) -> None:
    person = chatting(town)
    now = clock.unix(clock.now())
    with town.store.writing() as session:
        session.scalars(select(LiveChat)).one().seen = 0
        session.scalars(select(Visit)).one().last_slot = now // SLOT
    assert "closes in a few minutes" in frame_of(person)
    with town.store.reading() as session:
        assert session.scalars(select(Visit)).one().last_slot == now // SLOT
        assert session.scalars(select(LiveChat)).one().seen >= live.minute_number(clock.now()) - 1
    with town.store.writing() as session:
        session.scalars(select(Visit)).one().last_slot = 0
    shown = frame_of(person)
    assert "This visit has ended" in shown
    assert "http-equiv" not in shown


def test_only_the_frame_may_stand_in_a_frame_and_it_has_nothing_to_press(town: Town) -> None:
    person = chatting(town)
    got = person.client.get("/now", headers={"Host": "localhost"})
    assert got.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in got.headers["Content-Security-Policy"]
    assert got.headers["Cache-Control"] == "no-store"
    assert not [tag for tag in ("<form", "<a ", "<button", "<script") if tag in frame_of(person)]
    assert person.page.headers["X-Frame-Options"] == "DENY"
    csp = person.page.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in csp
    assert "frame-ancestors 'none'" in csp
    desk = town.stranger().call("GET", "/now")
    assert desk.headers["X-Frame-Options"] == "DENY"


def test_a_thread_is_opened_where_it_holds_nobody_up(town: Town) -> None:
    person, away = chatting(town), list[str]()

    def elsewhere(work: Callable[..., Any], /, *given: Any) -> Any:
        away.append(work.__name__)
        return work(*given)

    attach(town.source_app, replace(services_of(town.source_app), off_loop=elsewhere))
    frame_of(person)
    assert away == ["_inners"]


def test_looks_that_no_person_makes_are_not_answered_with_the_thread(town: Town) -> None:
    person = chatting(town)
    services_of(town.source_app).allowances._now = lambda: 0.0  # nothing comes back with time
    looks = [person.client.get("/now").status_code for _ in range(102)]
    assert looks == [200] * 100 + [503] * 2
