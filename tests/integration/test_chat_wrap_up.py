"""How a live chat ends: by either side, with a wrap-up, and with an hour at which its words are gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from chat.erasure import erase_words
from chat.live_models import Counter, DeletionDue, LiveChat, RecentWait
from config import clock
from moderation import checker
from moderation.models import PrivateNote
from tests.actors import Answer, Source
from tests.integration.conftest import Town, item_id
from tests.integration.matrix_scenes import CaseOf
from tests.integration.test_case_calls import Opened
from tests.integration.test_chat_assignment import act, chat, item_id_of, on_shift, take_next
from webapp.schemas import b64

ANOTHER = "20000006"
"""A case number that is not the one of `Opened`."""


@dataclass
class Talk:
    """A chat that Ana holds, and what is known of it."""

    town: Town
    source: Source

    def end(self) -> Answer:
        """Ana ends it."""
        self.said = self.source.envelope("D", {"t": "end", "low": [1, 1]})
        got = act(self.town.ana, self.source, "end", {"envelope": b64(self.said)})
        if got.status == 201:
            self.source.sent["D"].append(self.said)
        return got

    def outside(self, call: str, body: dict[str, Any] | None = None) -> Answer:
        """The person outside does something with their chat."""
        return self.source.call("POST", f"/api/v1/conversation/{call}", body or {})

    def form(self) -> dict[str, Any]:
        """A wrap-up with a sealed summary in a new container."""
        ana, office = self.town.ana, self.town.office
        box = CaseOf(office)
        wrap = ana.container(office, box.case_id, box.key)
        return {
            "disposition": "information_given",
            "category": "tip",
            "container": {"container_id": b64(box.case_id), "wrap": wrap},
            "record": ana.record(office, box.case_id, box.key, {"t": "wrap_up"}),
        }

    def wrap_up(self) -> Answer:
        """Ana wraps it up."""
        return act(self.town.ana, self.source, "wrap-up", self.form())

    def closed(self) -> Talk:
        """The chat after its wrap-up."""
        assert (self.end().status, self.wrap_up().status) == (201, 200)
        return self

    def phase(self) -> str | None:
        """The chat's phase, or None where it is not live."""
        with self.town.store.reading() as session:
            row = session.get(LiveChat, self.source.conv)
        return row.phase if row else None

    def due(self) -> str | None:
        """The hour at which its words are deleted."""
        with self.town.store.reading() as session:
            row = session.get(DeletionDue, self.source.conv)
        return row.hour if row else None


def counted(town: Town, name: str) -> dict[str, int]:
    """A counter's buckets."""
    with town.store.reading() as session:
        rows = session.scalars(select(Counter).where(Counter.name == name))
        return {row.bucket: row.n for row in rows}


@pytest.fixture
def talk(town: Town) -> Talk:
    """A chat that Ana holds."""
    source = chat(town)
    on_shift(town.ana)
    assert act(town.ana, source, "claim").status == 200
    return Talk(town, source)


def test_the_desk_ends_it_once_however_often_it_is_sent(talk: Talk) -> None:
    assert talk.end().status == 201
    again = act(talk.town.ana, talk.source, "end", {"envelope": b64(talk.said)})
    assert (again.status, again.body["d"]["seq"], talk.phase()) == (201, 1, "ended")
    assert talk.source.write().status == 201
    late = act(talk.town.ana, talk.source, "end", {"envelope": b64(talk.said)})
    assert (late.status, talk.phase()) == (201, "live")  # an old end does not end it anew


def test_the_person_ends_it_once_however_often_it_is_sent(talk: Talk) -> None:
    body = {"envelope": talk.source.last_word()}
    answers = [talk.outside("end", body) for _ in range(2)]
    assert [(a.status, a.body["s"]["seq"]) for a in answers] == [(201, 2)] * 2
    assert (talk.phase(), answers[0].body["live"]["phase"]) == ("ended", "ended")


def test_where_nobody_had_it_the_end_leaves_an_item_that_a_tap_makes_live_again(town: Town) -> None:
    talk = Talk(town, chat(town))
    assert talk.outside("end", {"envelope": talk.source.last_word()}).body["live"] is None
    assert talk.phase() is None
    for _ in range(2):
        assert talk.outside("stay").body["live"]["phase"] == "waiting"
    on_shift(town.ana)
    assert take_next(town.ana).body["item"]["conv"] == item_id(talk.source)


def test_an_old_tap_that_comes_through_after_the_end_opens_nothing(talk: Talk) -> None:
    assert talk.end().status == 201
    assert talk.outside("stay").body["live"]["phase"] == "ended"
    talk.wrap_up()
    assert talk.outside("stay").body["live"] is None
    assert talk.source.write().status == 201
    assert talk.phase() is None


def test_who_owes_a_wrap_up_cannot_give_the_chat_away_instead(talk: Talk) -> None:
    town = talk.town
    on_shift(town.sam)
    assert talk.end().status == 201
    assert act(town.sam, talk.source, "release").slug == "not-holder"
    assert act(town.ana, talk.source, "release").slug == "wrap-up-due"
    to_sam = {"to": item_id_of(town.sam)}
    assert act(town.ana, talk.source, "hand-over", to_sam).slug == "wrap-up-due"
    assert talk.phase() == "ended"
    assert town.ana.call("GET", "/api/v1/shift").body["me"]["wrap_ups"] == [item_id(talk.source)]


def test_one_that_goes_on_after_it_was_postponed_owes_its_wrap_up_anew(talk: Talk) -> None:
    town = talk.town
    talk.end()
    waits = chat(town)
    assert act(town.ana, talk.source, "postpone").status == 200
    assert act(town.ana, waits, "claim").status == 200
    assert talk.source.write().status == 201
    assert talk.end().status == 201
    chat(town)
    assert take_next(town.ana).slug == "wrap-up-due"


def test_a_wrap_up_before_the_end_or_by_another_is_refused_and_keeps_nothing(talk: Talk) -> None:
    assert talk.wrap_up().slug == "not-allowed"
    talk.end()
    box = CaseOf(talk.town.office)
    theirs = talk.town.sam.record(talk.town.office, box.case_id, box.key, {"t": "wrap_up"})
    body = {**talk.form(), "container": None, "record": theirs}
    assert act(talk.town.sam, talk.source, "wrap-up", body).slug == "not-holder"
    assert act(talk.town.ana, talk.source, "wrap-up", body).status == 404  # no container yet
    with talk.town.store.reading() as session:
        assert session.scalars(select(PrivateNote)).all() == []


def test_a_wrap_up_closes_with_a_sealed_summary_and_an_hour_for_the_words(talk: Talk) -> None:
    talk.end()
    form = talk.form()
    before = clock.now()
    done = act(talk.town.ana, talk.source, "wrap-up", form)
    assert (done.status, done.body["status"], done.body["live"]) == (200, "closed", None)
    assert f"{before + timedelta(hours=24):%Y-%m-%dT%H:%M}" <= f"{talk.due()}:59"
    assert f"{talk.due()}:00" <= f"{clock.now() + timedelta(hours=25):%Y-%m-%dT%H:%M}"
    again = act(talk.town.ana, talk.source, "wrap-up", form)
    assert again.slug == "not-holder"  # nobody holds what is closed
    with talk.town.store.reading() as session:
        kept = session.scalars(select(PrivateNote)).one()
        assert b64(kept.sealed) == form["record"]["record"]
        assert checker.check(session) == []
    assert counted(talk.town, "outcome") == {"information_given": 1}


def test_who_writes_again_after_the_wrap_up_keeps_their_words(talk: Talk) -> None:
    talk.closed()
    assert talk.due() is not None
    assert talk.source.write().status == 201
    assert (talk.due(), talk.phase()) == (None, None)


def test_what_belongs_to_a_case_has_no_hour_until_it_is_detached(talk: Talk) -> None:
    case = Opened(talk.town, talk.town.ana)
    assert case.open(conv=item_id(talk.source)).status == 201
    assert talk.closed().due() is None
    path = f"/api/v1/cases/{b64(case.case_id)}/conversations/{item_id(talk.source)}"
    assert talk.town.ana.call("DELETE", path).status == 204
    assert talk.due() is not None


def test_a_chat_that_came_back_and_is_closed_like_a_tip_has_an_hour_for_its_words(
    talk: Talk,
) -> None:
    ana = talk.town.ana
    talk.closed()
    assert talk.source.write().status == 201
    assert (talk.due(), act(ana, talk.source, "claim").status) == (None, 200)
    assert act(ana, talk.source, "close", {"disposition": "no_action"}).status == 200
    assert talk.due() is not None
    tip = talk.town.held_tip(ana)
    assert act(ana, tip, "close", {"disposition": "no_action"}).status == 200
    assert Talk(talk.town, tip).due() is None  # a tip has a schedule of its own


@pytest.mark.parametrize("by", ["ana", "nora"])
def test_a_closed_chat_is_attached_afterwards_by_who_closed_it_or_supervises_and_keeps_its_words(
    talk: Talk, by: str
) -> None:
    town, conv = talk.town, item_id(talk.source)
    person = getattr(town, by)
    case = Opened(town, person)
    assert case.open().status == 201
    talk.closed()
    path = f"/api/v1/cases/{b64(case.case_id)}/conversations"
    assert town.sam.call("POST", path, {"conv": conv}).slug == "not-holder"
    assert Opened(town, town.sam).open(conv=conv, number=ANOTHER).slug == "not-holder"
    seen = [p.call("GET", f"/api/v1/conversations/{conv}").body for p in (town.sam, person)]
    assert [answer["may_attach"] for answer in seen] == [False, True]
    assert talk.due() is not None
    assert person.call("POST", path, {"conv": conv}).status == 200
    assert talk.due() is None
    linked = case.seen()["conversations"]
    assert [(c["conv"], c["status"], c["disposition"]) for c in linked] == [
        (conv, "closed", "information_given")
    ]
    with town.store.reading() as session:
        assert checker.check(session) == []


def test_a_closed_chat_becomes_a_case_while_its_words_exist_and_not_after(talk: Talk) -> None:
    talk.closed()
    other = Talk(talk.town, chat(talk.town))
    assert act(talk.town.ana, other.source, "claim").status == 200
    other.closed()
    with talk.town.store.writing() as session:
        erase_words(session, other.source.conv)
    new = {"conv": item_id(talk.source)}
    assert Opened(talk.town, talk.town.ana).open(**new).status == 201
    assert talk.due() is None
    late = {"conv": item_id(other.source), "number": ANOTHER}
    assert Opened(talk.town, talk.town.ana).open(**late).slug == "not-allowed"


def test_helpful_is_counted_once_and_only_between_end_and_wrap_up(talk: Talk) -> None:
    assert talk.outside("helpful", {"answer": "yes"}).status == 204
    assert counted(talk.town, "helpful") == {}
    talk.end()
    for answer in ("yes", "no", "yes"):
        assert talk.outside("helpful", {"answer": answer}).status == 204
    talk.wrap_up()
    assert talk.outside("helpful", {"answer": "no"}).status == 204
    assert counted(talk.town, "helpful") == {"yes": 1}
    assert talk.outside("helpful", {"answer": "maybe"}).status == 422


def test_counters_are_margins_that_name_no_chat_and_no_person(talk: Talk) -> None:
    talk.closed()
    with talk.town.store.reading() as session:
        rows = session.scalars(select(Counter)).all()
        periods = {row.period for row in rows}
        margins = {"wait", "outcome", "category", "channel", "language", "hour_of_week"} | {
            "service_first"
        }
        assert {row.name for row in rows} == margins
        assert all(len(period) == len("2026-11") for period in periods)
        columns = session.execute(text("SELECT * FROM content.recent_wait")).keys()
    assert set(columns) == {"number", "minutes"}


def test_a_chat_that_was_handed_back_is_no_second_wait_in_the_estimate(talk: Talk) -> None:
    assert act(talk.town.ana, talk.source, "release").status == 200
    assert act(talk.town.ana, talk.source, "claim").status == 200
    with talk.town.store.reading() as session:
        assert len(session.scalars(select(RecentWait)).all()) == 1
    assert counted(talk.town, "wait") == {"<=5": 1}


def test_the_waiting_room_s_answers_move_only_what_still_waits(town: Town) -> None:
    talk = Talk(town, chat(town))
    labels = {"category": "crisis", "urgency": "immediate", "priority": "urgent", "language": "es"}
    assert talk.outside("labels", labels).body["live"]["phase"] == "waiting"
    on_shift(town.ana)
    taken = take_next(town.ana).body["item"]
    assert (taken["priority"], taken["category"]) == ("urgent", "crisis")
    assert talk.outside("labels", {**labels, "priority": "low"}).slug == "not-allowed"
