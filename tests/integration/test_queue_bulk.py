"""One act on many items: mixed outcomes, a lost answer, two at once, and quarantine without loss."""

from __future__ import annotations

import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from config import clock
from moderation import checker
from moderation.jobs import sweep
from moderation.jobs.runner import Job
from moderation.queue_models import BulkDone
from tests.actors import Answer, Person, Source
from tests.integration.chats import Chats
from tests.integration.conftest import Town, item_id
from tests.integration.test_chat_assignment import on_shift
from tests.integration.test_desk_calls import audit
from tests.ticking import Bench, Clock
from webapp.schemas import b64


def tips(town: Town, many: int, **labels: str) -> list[Source]:
    """So many people whose tips wait."""
    people = [town.source() for _ in range(many)]
    for person in people:
        assert person.send_tip(**labels).status == 201
    return people


def queue(by: Person, view: str = "waiting", **asked: str) -> dict[str, Any]:
    """One page of the queue."""
    more = "".join(f"&{name}={value}" for name, value in asked.items())
    got = by.call("GET", f"/api/v1/queue?view={view}{more}")
    assert got.status == 200, got
    return got.body


def order(what: str, rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """An act on these rows, as a browser asks for it."""
    seen = [{name: row[name] for name in ("conv", "status", "s_seq")} for row in rows]
    return {"bulk_id": b64(secrets.token_bytes(16)), "what": what, "items": seen, **more}


def bulk(by: Person, body: dict[str, Any]) -> Answer:
    """The act is carried out."""
    return by.call("POST", "/api/v1/items/bulk", body)


def refusals(got: Answer) -> list[str | None]:
    """What refused each item, in their order."""
    assert got.status == 200, got
    return [one["refused"] for one in got.body["results"]]


def goodbye(person: Source) -> Answer:
    """They end their chat."""
    said = person.envelope(inner={"t": "end", "low": [1, 1]})
    got = person.call("POST", "/api/v1/conversation/end", {"envelope": b64(said)})
    if got.status == 201:
        person.sent["S"].append(said)
    return got


def row_of(by: Person, person: Source) -> dict[str, Any]:
    """One person's row, wherever it stands."""
    return next(row for row in queue(by, "all")["items"] if row["conv"] == item_id(person))


def test_each_item_is_done_or_refused_by_itself_and_the_audit_has_a_row_for_each(
    town: Town,
) -> None:
    first, second, urgent = *tips(town, 2), *tips(town, 1, priority="urgent")
    rows = [row_of(town.ana, person) for person in (first, second, urgent)]
    assert town.sam.call("POST", f"/api/v1/items/{item_id(second)}/claim", {}).status == 200
    got = bulk(town.ana, order("quarantine", rows, reason="spam"))
    assert refusals(got) == [None, "changed", "needs-supervisor"]
    assert [row for row in audit(town) if row[0] == "quarantine"] == [
        ("quarantine", "waiting", "quarantined")
    ]
    assert queue(town.ana, "quarantined")["total"] == 1
    assert refusals(bulk(town.nora, order("quarantine", rows[2:], reason="spam"))) == [None]


def test_the_same_call_after_a_lost_answer_does_nothing_again(town: Town) -> None:
    tips(town, 3)
    body = order("quarantine", queue(town.ana)["items"], reason="prank")
    first = bulk(town.ana, body)
    back = queue(town.ana, "quarantined")["items"][:1]
    assert refusals(bulk(town.sam, order("restore", back))) == [None]
    again = bulk(town.ana, body)
    assert (again.body, queue(town.ana)["total"]) == (first.body, 1)
    assert bulk(town.sam, body).slug == "bulk-differs"


def test_whoever_asks_again_while_the_first_call_is_at_work_gets_its_answer(town: Town) -> None:
    tips(town, 6)
    body, start = order("claim", queue(town.ana)["items"]), threading.Barrier(2)

    def claim(_turn: int) -> list[str | None]:
        start.wait()
        return refusals(bulk(town.ana, body))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(claim, range(2))) == [[None] * 6] * 2


def test_an_answer_is_kept_for_a_day_and_then_deleted_although_nobody_acts_again(
    town: Town,
) -> None:
    tips(town, 1)
    bulk(town.ana, order("claim", queue(town.ana)["items"]))
    bench = Bench(town.store, Clock(clock.now()))
    runner = bench.runner(Job("sweep", 3600, sweep.run))
    for hours, left in ((0, 1), (24, 1), (2, 0)):
        bench.clock.forward(hours=hours)
        runner.run_due()
        with town.store.reading() as session:
            assert len(session.scalars(select(BulkDone)).all()) == left


def test_of_two_who_act_on_the_same_items_each_item_has_one(town: Town) -> None:
    tips(town, 6)
    rows, start = queue(town.ana)["items"], threading.Barrier(2)

    def claim(who: Person) -> list[str | None]:
        start.wait()
        return refusals(bulk(who, order("claim", rows)))

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(claim, (town.ana, town.sam)))
    assert sorted(map(str, both[0])) != sorted(map(str, both[1]))
    assert [one.count(None) for one in zip(*both, strict=True)] == [1] * 6


def test_chats_are_taken_as_far_as_there_is_room(town: Town) -> None:
    chats = Chats(town, clock.now)
    for _ in range(4):
        chats.waiting()
    on_shift(town.ana)
    got = refusals(bulk(town.ana, order("claim", queue(town.ana)["items"])))
    assert got.count(None) >= 1
    assert set(got) == {None, "at-capacity"}


@pytest.mark.parametrize(
    ("what", "more", "status"),
    [
        ("release", {}, "waiting"),
        ("close", {"disposition": "test"}, "closed"),
        ("quarantine", {"reason": "abusive"}, "quarantined"),
        ("relabel", {"priority": "low"}, "claimed"),
    ],
)
def test_what_is_mine_moves_and_what_is_a_colleagues_does_not(
    town: Town, what: str, more: dict[str, str], status: str
) -> None:
    mine, theirs = town.held_tip(town.ana), town.held_tip(town.sam)
    rows = [row_of(town.ana, person) for person in (mine, theirs)]
    assert refusals(bulk(town.ana, order(what, rows, **more))) == [None, "not-holder"]
    assert row_of(town.ana, mine)["status"] == status
    assert row_of(town.ana, theirs)["status"] == "claimed"


def test_whoever_wrote_again_since_is_left_alone(town: Town) -> None:
    (person,) = tips(town, 1)
    rows = queue(town.ana)["items"]
    assert person.write().status == 201
    assert refusals(bulk(town.ana, order("quarantine", rows, reason="spam"))) == ["changed"]


@pytest.mark.parametrize("phase", ["waiting", "taken"])
def test_a_live_chat_is_not_cut_off(town: Town, phase: str) -> None:
    chats = Chats(town, clock.now)
    person = chats.waiting() if phase == "waiting" else chats.answered(town.ana)
    got = bulk(town.ana, order("quarantine", [row_of(town.ana, person)], reason="abusive"))
    assert refusals(got) == ["chat-live"]


def test_quarantine_loses_nothing_and_restoring_brings_all_of_it_back(town: Town) -> None:
    (person,) = tips(town, 1)
    assert refusals(bulk(town.ana, order("quarantine", queue(town.ana)["items"], reason="spam")))
    assert person.write().status == 201
    page = queue(town.ana, "quarantined")
    assert page["wrote_again"] == 1
    assert page["items"][0]["aside"] == {"reason": "spam", "more": 1}
    thread = town.ana.call("GET", f"/api/v1/conversations/{item_id(person)}?s=0&d=0")
    assert len(thread.body["envelopes"]) == 2
    assert refusals(bulk(town.sam, order("restore", page["items"]))) == [None]
    row = queue(town.ana)["items"][0]
    assert (row["aside"], row["unanswered"], row["arrived"]) == (None, True, row["day"] + "T00:00")
    with town.store.reading() as session:
        assert checker.check(session) == []


def test_who_comes_back_to_talk_waits_again_among_the_others(town: Town) -> None:
    person = town.source()
    assert person.send_tip(channel="chat").status == 201
    assert goodbye(person).status == 201
    assert refusals(bulk(town.ana, order("quarantine", queue(town.ana)["items"], reason="prank")))
    assert queue(town.ana)["total"] == 0
    assert person.call("POST", "/api/v1/conversation/stay", {}).status == 200
    assert queue(town.ana)["items"][0]["live"]["phase"] == "waiting"
    with town.store.reading() as session:
        assert checker.check(session) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": "quarantine"},
        {"what": "close", "disposition": "reported"},
        {"what": "claim", "reason": "spam"},
        {"what": "restore", "items": []},
    ],
)
def test_an_act_that_is_not_whole_is_no_act(town: Town, wrong: dict[str, Any]) -> None:
    tips(town, 1)
    rows = queue(town.ana)["items"]
    assert bulk(town.ana, {**order("claim", rows), **wrong}).status == 422
    assert bulk(town.ana, order("claim", rows * 201)).status == 422
