"""What happens to a live chat by itself: a closed laptop, a silent person, a wait that is too long."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from sqlalchemy import delete

from chat.live_models import DeletionDue, LiveChat, Presence
from config.settings import load_settings
from moderation import chats
from moderation.audit import events_of
from moderation.checker import check
from moderation.jobs.escalation import Escalation
from moderation.jobs.idle import Idle
from moderation.jobs.runner import Job, Runner
from moderation.jobs.vanished import Vanished
from moderation.models import Arrival
from tests.actors import Source
from tests.integration.chats import Chats, Heard
from tests.integration.conftest import Town
from tests.ticking import Bench

TIMINGS = load_settings({}).timings
WORDS_HOURS = 24


@dataclass
class Evening(Chats):
    """An evening on which all three jobs run every half minute."""

    bench: Bench = field(kw_only=True)
    heard: Heard = field(default_factory=Heard)

    def __post_init__(self) -> None:
        """One runner for all of it."""
        self.runner: Runner = self.bench.runner(
            Job("vanished", 20, Vanished(self.heard, TIMINGS.grace_seconds).run),
            Job("idle", 20, Idle(self.heard, TIMINGS, lambda _: WORDS_HOURS).run),
            Job("escalation", 20, Escalation(self.heard, TIMINGS.escalate_minutes).run),
        )
        self.runner.run_due()

    def passes(self, minutes: float, **signs: object) -> None:
        """Time passes; `people` give signs of life, `sources` are there, `writing` write, all the while."""
        for _ in range(int(minutes * 2)):
            self.bench.clock.forward(seconds=30)
            self.beat(*signs.get("people", ()))  # type: ignore[misc]
            for person in signs.get("sources", ()):  # type: ignore[attr-defined]
                self.is_there(person)
            for person in signs.get("writing", ()):  # type: ignore[attr-defined]
                self.writes(person)
            self.runner.run_due()
        assert self.bench.counted() == {}

    def silent_for(self, person: Source, minutes: int) -> None:
        """The person wrote nothing for so much longer."""
        with self.town.store.writing() as session:
            session.get_one(LiveChat, person.conv).active -= minutes

    def was_away(self, minutes: float) -> None:
        """The service did not run; then it does again."""
        self.bench.clock.forward(minutes=minutes)
        self.runner.run_due()


@pytest.fixture
def evening(town: Town) -> Evening:
    """An evening in a town."""
    bench = Bench(town.store)
    return Evening(town, bench.clock, bench=bench)


def test_a_closed_laptop_gives_its_chats_back_and_the_person_is_told(evening: Evening) -> None:
    person = evening.answered(evening.town.ana)
    other = evening.answered(evening.town.sam)
    evening.passes(1.5, people=[evening.town.sam], writing=[person, other])
    assert evening.phase(person) == "live"  # a short gap is none
    evening.passes(1, people=[evening.town.sam], writing=[person, other])
    chat = evening.chat(person)
    assert chat is not None
    assert (chat.phase, chat.lost) == ("waiting", True)
    assert (evening.item(person).status, evening.item(person).holder) == ("waiting", None)
    assert (evening.status(evening.town.ana), evening.status(evening.town.sam)) == ("off", "on")
    assert evening.phase(other) == "live"
    told = [("changed", person.conv), ("waiting", person.conv), ("queue", b"")]
    assert evening.heard.told == told


def test_the_audit_says_that_nobody_gave_it_back(evening: Evening) -> None:
    person = evening.answered(evening.town.ana)
    evening.passes(3, writing=[person])
    with evening.town.store.reading() as session:
        last = events_of(session, person.conv)[-1]
    assert (last.action, last.actor, last.old, last.new) == ("lost", None, "claimed", "waiting")


def test_a_supervisor_who_never_went_on_shift_keeps_a_chat_while_their_client_lives(
    evening: Evening,
) -> None:
    person = evening.answered(evening.town.nora)
    with evening.town.store.writing() as session:
        session.execute(delete(Presence))
    evening.passes(5, people=[evening.town.nora], writing=[person])
    assert (evening.phase(person), evening.status(evening.town.nora)) == ("live", "off")
    evening.passes(3, writing=[person])
    assert evening.phase(person) == "waiting"


def test_while_the_service_was_away_nobody_vanished(evening: Evening) -> None:
    person = evening.answered(evening.town.ana)
    waiting = evening.waiting()
    evening.was_away(minutes=45)
    assert (evening.phase(person), evening.status(evening.town.ana)) == ("live", "on")
    chat = evening.chat(person)
    assert chat is not None
    assert not chat.warned
    assert evening.phase(waiting) == "waiting"
    evening.passes(3, sources=[waiting], writing=[person])
    assert evening.phase(person) == "waiting"  # the clock of a laptop that stays closed runs again


def test_who_writes_nothing_is_warned_and_five_minutes_later_the_chat_rests(
    evening: Evening,
) -> None:
    ana, person = evening.town.ana, evening.answered(evening.town.ana)
    evening.passes(9.5, people=[ana])
    assert evening.heard.told == []
    evening.passes(2, people=[ana])
    chat = evening.chat(person)
    assert chat is not None
    assert (chat.phase, chat.warned) == ("live", True)
    evening.passes(4, people=[ana])
    assert evening.phase(person) == "live"
    evening.passes(2.5, people=[ana])
    assert evening.phase(person) == "resting"
    assert evening.item(person).holder == ana.staff_id


def test_one_tap_answers_the_warning(evening: Evening) -> None:
    ana, person = evening.town.ana, evening.answered(evening.town.ana)
    evening.passes(12, people=[ana])
    evening.writes(person)
    evening.passes(8, people=[ana])
    chat = evening.chat(person)
    assert chat is not None
    assert (chat.phase, chat.warned) == ("live", False)


def test_a_warning_that_comes_late_still_leaves_its_five_minutes(evening: Evening) -> None:
    person = evening.answered(evening.town.ana)
    evening.silent_for(person, minutes=60)
    evening.passes(1, people=[evening.town.ana])
    evening.passes(4, people=[evening.town.ana])
    assert evening.phase(person) == "live"


def test_who_comes_back_to_a_resting_chat_goes_on_and_a_vanished_holder_loses_it_then(
    evening: Evening,
) -> None:
    person = evening.answered(evening.town.ana)
    evening.passes(18, people=[evening.town.ana])
    evening.passes(30)  # and the advocate goes home
    assert evening.phase(person) == "resting"
    evening.writes(person)
    assert evening.phase(person) == "live"
    evening.passes(0.5)
    assert evening.phase(person) == "waiting"


def test_a_chat_that_rests_for_a_day_ends_for_its_holder_to_wrap_up(evening: Evening) -> None:
    person = evening.answered(evening.town.ana)
    evening.passes(18, people=[evening.town.ana])
    evening.silent_for(person, minutes=23 * 60)
    evening.passes(1)
    assert evening.phase(person) == "resting"
    evening.silent_for(person, minutes=60)
    evening.passes(1)
    assert evening.phase(person) == "ended"
    assert evening.item(person).holder == evening.town.ana.staff_id


def test_who_leaves_while_waiting_keeps_their_place_as_an_ordinary_item(evening: Evening) -> None:
    person, patient = evening.waiting(), evening.waiting()
    evening.passes(9, sources=[patient])
    assert evening.phase(person) == "waiting"
    evening.passes(3, sources=[patient])
    assert (evening.phase(person), evening.phase(patient)) == (None, "waiting")
    assert evening.item(person).status == "waiting"
    with evening.town.store.reading() as session:
        assert session.get(Arrival, person.conv) is not None
    assert evening.heard.told == [("changed", person.conv), ("queue", b"")]


def test_an_ended_chat_is_left_to_whoever_wraps_it_up(evening: Evening) -> None:
    person = evening.answered(evening.town.ana)
    with evening.town.store.writing() as session:
        session.get_one(LiveChat, person.conv).phase = "ended"
    evening.passes(40)
    assert evening.phase(person) == "ended"
    assert evening.item(person).holder == evening.town.ana.staff_id


def test_what_nobody_has_wrapped_up_for_a_day_is_closed_and_its_words_have_an_end(
    evening: Evening,
) -> None:
    person = evening.answered(evening.town.ana)
    with evening.town.store.writing() as session:
        assert chats.source_ended(session, person.conv, evening.now())
    evening.passes(2)
    assert evening.phase(person) == "ended"
    evening.silent_for(person, TIMINGS.wrap_up_hours * 60)
    evening.passes(2)
    item = evening.item(person)
    assert (item.status, item.holder, item.disposition) == ("closed", None, "no_action")
    with evening.town.store.reading() as session:
        assert session.get(LiveChat, person.conv) is None
        assert session.get(DeletionDue, person.conv) is not None
        assert check(session) == []


def test_a_wait_that_is_too_long_reaches_the_supervisors_once(evening: Evening) -> None:
    evening.on_shift(evening.town.ana)
    person = evening.waiting()
    evening.passes(2.5, people=[evening.town.ana], sources=[person])
    assert evening.heard.told == []
    evening.passes(5, people=[evening.town.ana], sources=[person])
    assert evening.heard.told == [("escalated", person.conv), ("changed", person.conv)]


def test_where_nobody_is_on_shift_nothing_escalates(evening: Evening) -> None:
    evening.on_shift(evening.town.ana, status="away")
    person = evening.waiting()
    evening.passes(8, people=[evening.town.ana], sources=[person])
    assert evening.heard.told == []


def test_who_waits_again_because_an_advocate_vanished_has_waited_from_their_arrival(
    evening: Evening,
) -> None:
    evening.on_shift(evening.town.sam)
    person = evening.answered(evening.town.ana)
    evening.passes(4, people=[evening.town.sam], writing=[person])
    assert ("escalated", person.conv) in evening.heard.told
