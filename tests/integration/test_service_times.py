"""What is due, soon due and late: shown, found and counted, and gone with the minute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from chat.live_models import Counter
from config import clock
from moderation.models import Arrival
from tests import site_draft as site
from tests.actors import Source
from tests.integration.chats import Chats
from tests.integration.conftest import Town, item_id
from tests.integration.test_queue_bulk import queue, row_of, tips
from webapp.schemas import b64

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.fixture
def prompt(town: Town) -> Town:
    """A desk that is always open, answers within 30 minutes, again within 20, and closes in 100 hours."""
    times = {"first": 30, "next": 20, "conclusion": 6000}
    hours = {"zone": "UTC", "days": {day: ["00:00", "24:00"] for day in WEEK}}
    wanted = site.draft(
        town.store, hours=hours, holidays=[], service_times=dict.fromkeys(site.TIMES, times)
    )
    assert town.nora.call("POST", "/api/v1/site-settings", wanted).status == 201
    return town


def came(town: Town, person: Source, ago: int, column: str = "minute") -> None:
    """They came, or wrote, so many minutes ago."""
    then = clock.minute_of(clock.now() - timedelta(minutes=ago))
    with town.store.writing() as session:
        chosen = update(Arrival).where(Arrival.conv == person.conv)
        session.execute(chosen.values({column: then}))


def answer(town: Town, person: Source) -> None:
    """Ana answers."""
    said = person.envelope("D")
    path = f"/api/v1/conversations/{item_id(person)}/envelopes"
    assert town.ana.call("POST", path, {"envelope": b64(said)}).status == 201
    person.sent["D"].append(said)


def found(town: Town, due: str) -> int:
    """How many rows a filter by what is due finds."""
    return len(queue(town.ana, "all", due=due)["items"])


def counted(town: Town) -> dict[tuple[str, str], int]:
    """The counters of service times."""
    with town.store.reading() as session:
        rows = session.scalars(select(Counter).where(Counter.name.like("service%")))
        return {(row.name, row.bucket): row.n for row in rows}


@pytest.mark.parametrize(
    ("ago", "soon", "late"), [(0, 0, 0), (22, 0, 0), (23, 1, 0), (29, 1, 0), (31, 1, 1)]
)
def test_a_first_answer_is_soon_due_after_three_quarters_and_late_after_all_of_it(
    prompt: Town, ago: int, soon: int, late: int
) -> None:
    (person,) = tips(prompt, 1)
    came(prompt, person, ago)
    assert (found(prompt, "soon"), found(prompt, "late")) == (soon, late)
    assert queue(prompt.ana)["late"] == late
    due = row_of(prompt.ana, person)["due"]
    assert due["kind"] == "first"
    assert due["minute"] == clock.minute_of(clock.now() + timedelta(minutes=30 - ago))


def test_the_next_answer_is_due_from_the_first_message_that_waits_for_it(prompt: Town) -> None:
    person = prompt.held_tip(prompt.ana)
    answer(prompt, person)
    assert row_of(prompt.ana, person)["due"]["kind"] == "conclusion"
    assert person.write().status == 201
    came(prompt, person, 21, "wrote")
    assert person.write().status == 201
    assert row_of(prompt.ana, person)["due"]["kind"] == "next"
    assert found(prompt, "late") == 1
    answer(prompt, person)
    assert found(prompt, "late") == 0


def test_each_answer_and_each_end_is_counted_as_met_or_missed_without_whose_it_was(
    prompt: Town,
) -> None:
    first, second = (prompt.held_tip(prompt.ana) for _ in range(2))
    came(prompt, second, 31)
    for person in (first, second):
        answer(prompt, person)
    assert first.write().status == 201
    answer(prompt, first)
    close: dict[str, Any] = {"disposition": "information_given"}
    path = f"/api/v1/items/{item_id(first)}/close"
    assert prompt.ana.call("POST", path, close).status == 200
    assert counted(prompt) == {
        ("service_first", "tip:met"): 1,
        ("service_first", "tip:missed"): 1,
        ("service_next", "tip:met"): 1,
        ("service_conclusion", "tip:met"): 1,
    }


def test_a_live_chat_has_a_target_of_its_own_and_what_is_closed_has_none(prompt: Town) -> None:
    chat = Chats(prompt, clock.now).waiting()
    came(prompt, chat, 31)
    assert (row_of(prompt.ana, chat)["due"]["kind"], found(prompt, "late")) == ("first", 1)
    person = prompt.held_tip(prompt.ana)
    path = f"/api/v1/items/{item_id(person)}/close"
    assert prompt.ana.call("POST", path, {"disposition": "no_action"}).status == 200
    assert row_of(prompt.ana, person)["due"] is None


@pytest.mark.parametrize("minutes", [0, -1, 129_601, 1.5, "30", True])
def test_a_target_is_a_number_of_minutes_or_none(town: Town, minutes: object) -> None:
    times = {**site.TIMES, "tip": {"first": minutes, "next": None, "conclusion": None}}
    wanted = site.draft(town.store, service_times=times)
    assert town.nora.call("POST", "/api/v1/site-settings", wanted).status == 422
