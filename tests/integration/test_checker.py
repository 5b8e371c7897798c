"""The checker is silent about a sound store, and names each promise that was broken by hand."""

from __future__ import annotations

import secrets
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import delete, text

from chat.models import Conversation, Envelope
from config import clock
from moderation import checker
from moderation.audit_models import AuditRow
from moderation.models import Arrival, QueueItem
from tests.actors import Person, Source
from tests.audits import allow_changes
from tests.integration.conftest import Town, item_id
from tests.integration.test_case_calls import Opened
from webapp.schemas import b64


def busy(town: Town) -> Source:
    """A store with a talk, notes and a case in it."""
    person = town.held_tip(town.ana)
    said = person.envelope("D")
    path = f"/api/v1/conversations/{item_id(person)}"
    assert town.ana.call("POST", f"{path}/envelopes", {"envelope": b64(said)}).status == 201
    person.sent["D"].append(said)
    assert person.write().status == 201
    note(town.ana, town, path)
    opened = Opened(town, town.ana)
    assert opened.open(conv=item_id(person)).status == 201
    assert opened.revise(town.sam).status == 201
    closed = town.held_tip(town.sam)
    train(town)
    close = {"disposition": "no_action"}
    assert town.sam.call("POST", f"/api/v1/items/{item_id(closed)}/close", close).status == 200
    return person


def train(town: Town) -> None:
    """A training that was held."""
    day = clock.day_of(clock.now()).isoformat()
    steps: list[dict[str, Any]] = [
        {"status": "requested"},
        {"status": "scheduled", "day": day},
        {"status": "held", "day": day, "people": 30},
    ]
    asked = town.source()
    assert asked.send_tip(door="ask_something", category="training").status == 201
    path = f"/api/v1/trainings/{item_id(asked)}"
    for was, now in pairwise(steps):
        assert town.ana.call("POST", path, {"was": was, "now": now}).status == 200


def note(by: Person, town: Town, path: str) -> None:
    """A private note in a container of its own."""
    container, key = secrets.token_bytes(16), secrets.token_bytes(32)
    wrap = by.container(town.office, container, key)
    body = {
        "container": {"container_id": b64(container), "wrap": wrap},
        "record": by.record(town.office, container, key, {"t": "note"}),
    }
    assert by.call("POST", f"{path}/notes", body).status == 201


def found(town: Town) -> set[str]:
    """The promises that the checker finds broken."""
    with town.store.reading() as session:
        return {finding.promise for finding in checker.check(session)}


def test_a_store_in_which_people_worked_is_sound(town: Town) -> None:
    busy(town)
    assert found(town) == set()


BROKEN = {
    "DELETE FROM content.envelope WHERE direction = 'D'": "messages follow each other without a gap",
    "DELETE FROM content.envelope WHERE seq = 2": "messages follow each other without a gap",
    "UPDATE content.conversation SET s_seq = s_seq + 1": "messages follow each other without a gap",
    "UPDATE content.envelope SET hash = src FROM (SELECT d_hash AS src FROM content.conversation) AS c "
    "WHERE seq = 1 AND direction = 'S'": "messages follow each other without a gap",
    "DELETE FROM keys.key_record": "each generation of a conversation has its key",
    "DELETE FROM keys.container_wrap": "a case or container of notes has its key",
    "UPDATE content.queue_item SET holder = NULL": "an item is held exactly while somebody works on it",
    "UPDATE content.queue_item SET status = 'waiting'": "an item's state is the one in its audit",
    "DELETE FROM content.arrival": (
        "the arrival minute is kept exactly while an item waits or is held"
    ),
    "DELETE FROM content.case_record WHERE rev = 1": "revisions follow each other without a gap",
    "DELETE FROM content.case_record": "a case has its main record",
    "DELETE FROM content.audit": "a case's state is the one in its audit",
    "UPDATE content.audit SET hour = '2020-01-01T00' WHERE number = 3": (
        "rows of the audit follow each other without a gap"
    ),
    "UPDATE content.training SET day = NULL": (
        "a training has a day and people exactly where its status has them"
    ),
    "UPDATE content.training SET people = NULL": (
        "a training has a day and people exactly where its status has them"
    ),
    "UPDATE content.training SET status = 'postponed'": (
        "a training has a day and people exactly where its status has them"
    ),
    "UPDATE content.training SET people = people + 1": "a held training stands in the report",
    "DELETE FROM content.counter": "a held training stands in the report",
    "UPDATE content.\"case\" SET status = 'closed'": "a case's state is the one in its audit",
}


@pytest.mark.parametrize("damage", BROKEN)
def test_damage_done_by_hand_is_named(town: Town, damage: str) -> None:
    busy(town)
    allow_changes(town.store)
    with town.store.writing() as session:
        session.execute(text(damage))
    assert BROKEN[damage] in found(town)


def test_torn_keys_are_named_and_removed_and_nothing_else_is(town: Town) -> None:
    busy(town)
    torn = Source(town.source_app, office=town.office)
    assert torn.send_tip().status == 201
    with town.store.writing() as session:
        for table in (Envelope, Arrival, AuditRow, QueueItem, Conversation):
            session.execute(delete(table).where(table.conv == torn.conv))
    assert found(town) == {"a way back leads somewhere", "a key belongs to a conversation"}
    with town.store.writing() as session:
        assert checker.remove_torn(session) == 2
    assert found(town) == set()
