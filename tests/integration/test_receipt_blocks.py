"""A blocked receipt writes nothing and reads everything, until its hour comes or somebody lifts it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from config import clock
from moderation.jobs import sweep
from moderation.jobs.runner import Job
from moderation.queue_models import ReceiptBlock
from tests.actors import Answer, Person, Source
from tests.integration.chats import Chats
from tests.integration.conftest import Town, item_id
from tests.integration.test_desk_calls import audit
from tests.integration.test_queue_bulk import goodbye, row_of, tips
from tests.plain import Plain
from tests.ticking import Bench, Clock
from webapp.schemas import b64


def block(by: Person, person: Source, hours: int = 1) -> Answer:
    """Somebody's receipt is blocked."""
    return by.call("POST", f"/api/v1/items/{item_id(person)}/block", {"hours": hours})


def outside(person: Source, call: str, body: dict[str, Any] | None = None) -> tuple[int, str]:
    """A call of the person; status and the problem's name."""
    got = person.call("POST", f"/api/v1/conversation/{call}", body or {})
    return got.status, got.slug


def blocks(town: Town) -> list[str]:
    """Until when anybody is blocked."""
    with town.store.reading() as session:
        return list(session.scalars(select(ReceiptBlock.until)))


def test_who_is_blocked_writes_nothing_and_reads_as_before(town: Town) -> None:
    (person,) = tips(town, 1)
    assert block(town.ana, person, 8).status == 200
    got = person.write()
    assert (got.status, got.slug) == (429, "receipt-blocked")
    assert outside(person, "stay") == (429, "receipt-blocked")
    assert outside(person, "files", {"file_id": b64(bytes(16)), "length": 70_000})[0] == 429
    read = person.call("GET", "/api/v1/conversation?s=0&d=0")
    assert (read.status, read.body["blocked_until"]) == (200, got.body["until"])
    assert row_of(town.ana, person)["blocked_until"] == got.body["until"]


def test_what_was_stored_before_is_acknowledged_again(town: Town) -> None:
    (person,) = tips(town, 1)
    said = person.envelope()
    assert person.write(said).status == 201
    assert block(town.ana, person).status == 200
    person.sent["S"].pop()
    assert person.write(said).status == 201


@pytest.mark.parametrize("hours", [1, 8, 24, 168])
def test_a_block_ends_by_itself_within_the_hour_and_is_deleted(town: Town, hours: int) -> None:
    (person,) = tips(town, 1)
    bench = Bench(town.store, Clock(clock.now()))
    assert block(town.ana, person, hours).status == 200
    (until,) = blocks(town)
    now = clock.now()
    latest, earliest = now + timedelta(hours=hours + 1), now + timedelta(hours=hours)
    assert clock.hour_of(earliest) <= until <= clock.hour_of(latest)
    runner = bench.runner(Job("sweep", 3600, sweep.run))
    runner.run_due()
    assert blocks(town) == [until]
    bench.clock.forward(hours=hours + 2)
    assert runner.run_due() == ["sweep"]
    assert (blocks(town), person.write().status) == ([], 201)


def test_a_block_whose_hour_has_come_stops_nobody_although_its_row_is_there(town: Town) -> None:
    (person,) = tips(town, 1)
    with town.store.writing() as session:
        session.add(ReceiptBlock(conv=person.conv, until=clock.hour_of(clock.now())))
    assert person.write().status == 201
    assert person.call("GET", "/api/v1/conversation?s=0&d=0").body["blocked_until"] is None


def test_a_longer_block_makes_it_longer_and_a_shorter_one_changes_nothing(town: Town) -> None:
    (person,) = tips(town, 1)
    for hours in (8, 24, 1, 24):
        assert block(town.ana, person, hours).status == 200
    assert len([row for row in audit(town) if row[0] == "block_receipt"]) == 2


def test_only_a_supervisor_lifts_a_block(town: Town) -> None:
    (person,) = tips(town, 1)
    block(town.ana, person, 168)
    lift = f"/api/v1/items/{item_id(person)}/unblock"
    assert town.ana.call("POST", lift, {}).slug == "not-permitted"
    assert town.nora.call("POST", lift, {}).status == 200
    assert (person.write().status, town.nora.call("POST", lift, {}).slug) == (201, "not-allowed")


def test_nobody_is_blocked_in_a_chat_or_while_they_say_that_somebody_is_in_danger(
    town: Town,
) -> None:
    (urgent,) = tips(town, 1, priority="urgent")
    waiting = Chats(town, clock.now).waiting()
    assert block(town.ana, urgent).slug == "needs-supervisor"
    assert block(town.nora, urgent).status == 200
    assert block(town.ana, waiting).slug == "chat-live"
    assert goodbye(waiting).status == 201
    assert block(town.ana, waiting).status == 200
    assert block(town.ana, town.held_tip(town.sam)).slug == "not-holder"


def test_a_wrong_receipt_is_told_the_same_whoever_is_blocked(town: Town) -> None:
    (person,) = tips(town, 1)
    stranger = town.source()
    before = stranger.call("GET", "/api/v1/conversation?s=0&d=0")
    block(town.ana, person)
    after = stranger.call("GET", "/api/v1/conversation?s=0&d=0")
    assert (before.status, before.raw) == (after.status, after.raw) == (401, after.raw)


def test_without_scripts_the_text_comes_back_with_numbers_and_the_hour(town: Town) -> None:
    person = Plain(town.source_app)
    person.begin()
    words = person.tip("A van at the gate.")
    person.send("practice")
    person.send("practise", words=" ".join(words))
    conv = town.ana.call("GET", "/api/v1/queue?view=waiting").body["items"][0]["conv"]
    assert town.ana.call("POST", f"/api/v1/items/{conv}/block", {"hours": 1}).status == 200
    assert person.send("write", more="You are all liars").status_code == 403
    assert "You are all liars" in person.text
    assert 'href="tel:' in person.text
    assert "Nothing can be sent until" in person.text
