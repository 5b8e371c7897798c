"""Very many come: who works, who waits, who is set aside, and that nobody loses a word or a chat."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from chat.doors import Door, Doors
from chat.live_models import LiveChat
from chat.models import Conversation
from config import clock
from config.floods import Floods
from crypto.puzzle import Work, solve
from moderation.intake import How
from moderation.models import QueueItem
from tests.actors import Source
from tests.integration.conftest import Town, item_id
from tests.integration.test_chat_assignment import on_shift
from tests.integration.test_queue_bulk import bulk, order, queue, refusals
from tests.plain import Plain, words_on
from webapp import floods
from webapp.errors import Problem
from webapp.schemas import NewConversation, b64, unb64
from webapp.services import Services, services_of
from webapp.source import gate

PATH = "/api/v1/conversations"
EASY = Work(parts=3, bits=2, rounds=5)


class Ticks:
    """A clock of seconds."""

    now = 100.0

    def __call__(self) -> float:
        """Now."""
        return self.now


@dataclass
class Crowd:
    """A town whose door for tips has room for one, and a clock of its doors."""

    town: Town
    ticks: Ticks = field(default_factory=Ticks)
    moment: datetime = field(default_factory=clock.now)

    def __post_init__(self) -> None:
        """The first tip takes the room."""
        here = self.made.floods
        here.doors = Doors(Door(1, 0.0001), self.ticks)
        here._now, here._since = self.ticks, self.ticks.now
        assert self.town.source().send_tip().status == 201

    @property
    def made(self) -> Services:
        """What the source's side uses."""
        return services_of(self.town.source_app)

    def close(self, *doors: str) -> None:
        """Nobody comes in there any more."""
        for name in doors:
            while self.made.floods.doors.take(name):
                pass

    def later(self, seconds: float) -> None:
        """Time goes by."""
        self.ticks.now += seconds
        self.moment += timedelta(seconds=seconds)

    def comes(self, person: Source, body: dict[str, Any], **more: Any) -> How:
        """How this body comes in at this moment; raises Problem."""
        whole = NewConversation.model_validate_json(json.dumps({**body, **more}))
        return gate.tip_comes(self.made, person.receipt.auth, whole, self.moment)

    def told(self, person: Source, body: dict[str, Any], **more: Any) -> Problem:
        """What keeps it out."""
        with pytest.raises(Problem) as told:
            self.comes(person, body, **more)
        return told.value


@pytest.fixture
def crowd(town: Town, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    monkeypatch.setattr(floods, "WORK", EASY)
    return Crowd(town)


def worked(asked: dict[str, Any]) -> dict[str, Any]:
    """The work that a refusal asks for, done."""
    work = Work(asked["parts"], asked["bits"], asked["rounds"])
    return {"challenge": asked["challenge"], "found": solve(work, unb64(asked["challenge"]))}


def lane_of(town: Town, person: Source) -> Any:
    """What the desk reads of how it came in."""
    rows = queue(town.ana, "all")["items"]
    return next(row["lane"] for row in rows if row["conv"] == item_id(person))


def test_a_tip_too_many_does_its_work_and_comes_in_with_a_mark(crowd: Crowd) -> None:
    person = crowd.town.source()
    body = person.tip()
    asked = person.call("POST", PATH, body)
    assert (asked.status, asked.slug) == (429, "puzzle")
    done = {**body, "work": worked(asked.body)}
    first, again = (person.call("POST", PATH, done) for _ in range(2))
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    assert lane_of(crowd.town, person) == "work"


def test_work_is_for_one_tip_and_one_time(crowd: Crowd) -> None:
    mine, yours = crowd.town.source(), crowd.town.source()
    body = mine.tip()
    work = worked(mine.call("POST", PATH, body).body)
    assert yours.call("POST", PATH, {**yours.tip(), "work": work}).slug == "puzzle"
    assert mine.call("POST", PATH, {**body, "work": work}).status == 201
    another = Source(crowd.town.source_app, office=mine.office, receipt=mine.receipt)
    assert another.call("POST", PATH, {**another.tip(), "work": work}).slug == "puzzle"


def test_work_that_is_over_made_easier_or_not_done_is_asked_for_anew(crowd: Crowd) -> None:
    person = crowd.town.source()
    body = person.tip()
    asked = crowd.told(person, body).members
    done = worked(asked)
    assert crowd.comes(person, body, work=done) == How("work")
    easier = {**asked, "bits": 0}
    for lie in (
        {**done, "found": [0] * EASY.parts},
        {**done, "found": done["found"][:1]},
        {**done, "challenge": b64(b"\xff" + unb64(str(asked["challenge"]))[1:])},
        worked(easier),
    ):
        assert crowd.told(person, body, work=lie).slug == "puzzle"
    crowd.later(gate.GOOD_FOR + 1)
    assert crowd.told(person, body, work=done).slug == "puzzle"


def test_whoever_cannot_wait_gets_a_turn_that_nobody_takes_from_them(crowd: Crowd) -> None:
    first, person = crowd.town.source(), crowd.town.source()
    assert crowd.comes(first, first.tip(), slower=True) == How("slow")
    body = person.tip()
    told = crowd.told(person, body, slower=True)
    place, wait = str(told.members["place"]), int(str(told.members["wait"]))
    assert told.slug == "slower"
    for _ in range(400):  # very many come after them
        other = crowd.town.source()
        crowd.told(other, body, slower=True)
    early = crowd.told(person, body, slower=True, place=place)
    assert (early.members["place"], early.members["wait"]) == (place, wait)
    crowd.later(wait)
    assert crowd.comes(person, body, slower=True, place=place) == How("slow")
    thief = crowd.town.source()
    assert crowd.told(thief, thief.tip(), slower=True, place=place).slug == "slower"


def test_whoever_worked_while_too_many_did_gets_a_turn(crowd: Crowd) -> None:
    person = crowd.town.source()
    body = person.tip()
    work = worked(crowd.told(person, body).members)
    crowd.close("solved")
    assert crowd.comes(person, body, work=work) == How("slow")
    assert crowd.told(person, body, work=work).members["place"]


def test_a_tip_that_is_here_gets_its_answer_again_whatever_comes(crowd: Crowd) -> None:
    person = crowd.town.source()
    body = person.tip()
    asked = person.call("POST", PATH, body).body
    assert person.call("POST", PATH, {**body, "work": worked(asked)}).status == 201
    crowd.close("solved", "check")
    assert person.call("POST", PATH, body).status == 201


def test_a_crisis_chat_is_asked_for_nothing_while_every_other_door_is_shut(crowd: Crowd) -> None:
    crowd.close("tip", "solved", "plain", "file", "words", "check")
    crowd.made.floods._room = (crowd.ticks.now, "disk")
    assert crowd.town.source().send_tip(channel="chat").status == 201
    assert crowd.town.source().send_tip().slug == "slower"
    crowd.close("chat")  # the control: its own door is the only one that shuts it out
    assert crowd.town.source().send_tip(channel="chat").slug == "slow-down"


def test_very_many_that_wait_and_a_full_disk_are_told_to_staff_and_outside(crowd: Crowd) -> None:
    town, floods_now = crowd.town, crowd.made.floods
    floods_now.doors = Doors(Door(1_000, 1), crowd.ticks)
    for room, outside in (("queue", "puzzle"), ("disk", "slower")):
        floods_now._room = (crowd.ticks.now, room)  # type: ignore[assignment]
        assert town.source().send_tip().slug == outside
        assert town.ana.call("GET", "/api/v1/status").body["load"]["tips"] == room
    crowd.later(floods.LOOKED + 1)
    assert town.source().send_tip().status == 201
    assert town.ana.call("GET", "/api/v1/status").body["load"] == {"tips": "calm", "chats": "calm"}


def test_so_many_may_wait_and_what_is_set_aside_waits_no_more(town: Town) -> None:
    made = services_of(town.source_app)
    made.floods._settings = replace(made.settings, floods=Floods(most_waiting=2))
    assert made.floods.room(town.store) == "room"
    for _ in range(2):
        assert town.source().send_tip().status == 201
    made.floods._room = None
    assert made.floods.room(town.store) == "queue"
    assert (
        bulk(town.ana, order("quarantine", queue(town.ana)["items"], reason="flood")).status == 200
    )
    made.floods._room = None
    assert made.floods.room(town.store) == "room"


def test_a_field_that_no_person_sees_sets_aside_and_is_answered_like_any_other(town: Town) -> None:
    bot, person, danger = town.source(), town.source(), town.source()
    got = bot.call("POST", PATH, {**bot.tip(), "filled": True})
    usual = person.call("POST", PATH, person.tip())
    urgent = danger.call("POST", PATH, {**danger.tip(priority="urgent"), "filled": True})
    assert (got.status, sorted(got.body)) == (usual.status, sorted(usual.body))
    assert urgent.status == 201
    waiting = [row["conv"] for row in queue(town.ana)["items"]]
    assert waiting == [item_id(danger), item_id(person)]
    rows = queue(town.ana, "quarantined", reason="trap")["items"]
    assert [(row["conv"], row["aside"]["reason"]) for row in rows] == [(item_id(bot), "trap")]
    assert refusals(bulk(town.ana, order("restore", rows))) == [None]
    assert item_id(bot) in [row["conv"] for row in queue(town.ana)["items"]]


def test_very_many_alike_in_a_flood_are_set_aside_and_those_in_need_are_not(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "ALIKE", 3)

    def came(**labels: str) -> How:
        person = crowd.town.source()
        body = person.tip(**labels)
        work = worked(crowd.told(person, body).members)
        return crowd.comes(person, body, work=work)

    assert [came().aside for _ in range(5)] == [None] * 3 + ["pattern"] * 2
    assert {came(priority="high").aside for _ in range(6)} == {None}
    assert {came(priority="urgent").aside for _ in range(6)} == {None}
    crowd.later(floods.WINDOW + 1)
    assert came().aside is None


def test_alike_tips_are_no_pattern_while_there_is_no_flood(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "ALIKE", 1)
    for _ in range(4):
        assert town.source().send_tip().status == 201
    assert queue(town.ana, "quarantined")["items"] == []


def test_wrong_words_in_great_number_keep_nobody_out_who_is_known_here(town: Town) -> None:
    chat = town.source()
    assert chat.send_tip(channel="chat").status == 201
    path = "/api/v1/conversation?s=0&d=0"
    bucket = services_of(town.source_app).allowances._wrong
    had = bucket._left
    assert town.source().call("GET", path).status == 401
    assert bucket._left == had - 1
    bucket._left = -1_000.0
    assert town.source().call("GET", path).status == 429
    assert chat.call("GET", path).status == 200


# --- without scripts -------------------------------------------------------------------------


def writer(town: Town) -> Plain:
    """Somebody without scripts, at the questions."""
    person = Plain(town.source_app)
    person.begin()
    person.door("saw_something")
    return person


def test_without_scripts_a_tip_too_many_stays_on_its_page_until_its_turn(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd.close("plain")
    crowd.made.floods.doors.place("plain")
    person = writer(crowd.town)
    answer = person.send("tip", what="They keep our papers.")
    assert answer.status_code == 429
    assert "They keep our papers." in person.text
    assert "tel:911" in person.text
    assert "about 1 minute" in person.text
    assert person.send("tip").status_code == 429  # too early, and the place stays
    now = clock.now() + timedelta(seconds=gate.ASK_AGAIN)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert person.send("tip").status_code == 303
    assert len(words_on(person.text)) == 7


def test_without_scripts_a_turn_is_used_once(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd.close("plain")
    crowd.made.floods.doors.place("plain")
    person = writer(crowd.town)
    person.send("tip", what="one")
    place = person.forms["tip"]["place"]
    now = clock.now() + timedelta(seconds=gate.ASK_AGAIN)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert person.send("tip").status_code == 303
    person.send("thread")
    person.send("doors")
    person.door("saw_something")
    assert person.send("tip", what="two", place=place).status_code == 429


def test_without_scripts_a_chat_opens_while_every_other_door_is_shut(crowd: Crowd) -> None:
    crowd.close("tip", "solved", "plain", "file", "words", "check")
    person = Plain(crowd.town.source_app)
    person.begin()
    person.send("door", door="need_help")
    assert person.send("chat").status_code == 303
    with crowd.town.store.reading() as session:
        assert session.scalars(select(LiveChat)).one().phase == "waiting"


def test_without_scripts_the_hidden_field_sets_aside_with_the_same_answer(town: Town) -> None:
    bot, person = writer(town), writer(town)
    assert bot.send("tip", what="buy", subject="buy").status_code == 303
    assert person.send("tip", what="help").status_code == 303
    assert len(words_on(bot.text)) == len(words_on(person.text)) == 7
    rows = queue(town.ana, "quarantined")["items"]
    assert [row["aside"]["reason"] for row in rows] == ["trap"]
    assert len(queue(town.ana)["items"]) == 1


# --- who is answered first -------------------------------------------------------------------


def test_a_chat_that_never_answered_stands_behind_whoever_does_and_is_not_lost(town: Town) -> None:
    on_shift(town.ana)
    bots = [town.source() for _ in range(4)]
    for bot in bots:
        assert bot.send_tip(channel="chat", priority="urgent").status == 201
    person = town.source()
    assert person.send_tip(channel="chat", priority="high").status == 201
    with town.store.writing() as session:
        before = [bot.conv for bot in bots]
        early = update(LiveChat).where(LiveChat.conv.in_(before))
        session.execute(early.values(arrived="2026-11-24T20:00"))
    assert person.write().status == 201
    told = person.call("GET", "/api/v1/conversation?s=0&d=0").body["live"]["position"]
    first = town.ana.call("POST", "/api/v1/chats/next", {}).body["item"]["conv"]
    assert (told, first) == (1, item_id(person))
    waiting = {row["conv"] for row in queue(town.ana)["items"]}
    assert waiting == {item_id(bot) for bot in bots}


def test_of_those_who_answer_the_urgent_and_then_the_first_are_first(town: Town) -> None:
    late, urgent, first = (town.source() for _ in range(3))
    for person, priority in ((first, "high"), (late, "high"), (urgent, "urgent")):
        assert person.send_tip(channel="chat", priority=priority).status == 201
        assert person.write().status == 201
    with town.store.writing() as session:
        of_first = update(LiveChat).where(LiveChat.conv == first.conv)
        session.execute(of_first.values(arrived="2026-11-24T20:00"))
    place = {
        person.conv: person.call("GET", "/api/v1/conversation?s=0&d=0").body["live"]["position"]
        for person in (late, urgent, first)
    }
    assert (place[urgent.conv], place[first.conv], place[late.conv]) == (1, 2, 3)


# --- clearing a flood ------------------------------------------------------------------------


def test_what_came_in_a_flood_is_found_set_aside_and_given_back_by_its_mark(crowd: Crowd) -> None:
    town = crowd.town
    people = [town.source() for _ in range(3)]
    for person in people:
        body = person.tip()
        asked = person.call("POST", PATH, body).body
        assert person.call("POST", PATH, {**body, "work": worked(asked)}).status == 201
    found = queue(town.ana, lane="work")
    assert found["total"] == 3
    assert {row["conv"] for row in found["items"]} == {item_id(person) for person in people}
    assert queue(town.ana, lane="slow")["items"] == []
    assert (
        refusals(bulk(town.ana, order("quarantine", found["items"], reason="flood"))) == [None] * 3
    )
    aside = queue(town.ana, "quarantined", reason="flood")
    assert aside["total"] == 3
    assert refusals(bulk(town.ana, order("restore", aside["items"]))) == [None] * 3
    with town.store.reading() as session:
        items = session.scalars(select(QueueItem.status)).all()
        assert len(session.scalars(select(Conversation.conv)).all()) == 4
    assert items == ["waiting"] * 4


def test_processes_agree_on_a_key_and_the_one_before_still_counts(crowd: Crowd) -> None:
    person = crowd.town.source()
    body = person.tip()
    work = worked(crowd.told(person, body).members)
    crowd.made.floods.adopt(secrets.token_bytes(32))
    assert crowd.comes(person, body, work=work) == How("work")
    crowd.made.floods.adopt(secrets.token_bytes(32))
    assert crowd.told(person, body, work=work).slug == "puzzle"
