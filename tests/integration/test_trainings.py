"""Trainings call by call: moved once, seen by the second of two, and counted as long as they are held."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from config import clock
from moderation.audit_models import AuditRow
from tests.actors import Answer, Person, Source
from tests.integration.conftest import Town, item_id
from tests.integration.test_plain_forms import opened, visitor
from tests.integration.test_reports import margins
from webapp.schemas import b64

ASKED = {"status": "requested"}
TODAY = clock.day_of(clock.now())
MONTH = f"{TODAY:%Y-%m}"
Said = dict[str, Any]


def scheduled(days: int = 0) -> Said:
    return {"status": "scheduled", "day": (TODAY + timedelta(days=days)).isoformat()}


def held(people: int = 40) -> Said:
    return {"status": "held", "day": TODAY.isoformat(), "people": people}


@pytest.fixture
def person(town: Town) -> Source:
    """Somebody who asks for a training, whose request Ana holds."""
    source = town.source()
    assert source.send_tip(door="ask_something", category="training").status == 201
    assert town.ana.call("POST", f"/api/v1/items/{item_id(source)}/claim", {}).status == 200
    return source


def test_a_training_that_is_asked_for_behind_the_third_door_is_requested_without_any_act(
    town: Town,
) -> None:
    wish = {"training_group": "A shelter", "training_people": "about 40", "training_when": "May"}
    outside = visitor(town)
    outside.door("ask_something")
    outside.send("tip", what="A training, please.", topic="training", **wish)
    (conv,) = listed(town.sam, "requested")
    ((_, words),) = opened(town)
    assert json.loads(words)["answers"] == {
        "what": "A training, please.",
        "topic": "training",
        **wish,
    }
    assert town.sam.call("GET", f"/api/v1/trainings/{conv}").body["status"] == "requested"


def test_another_question_is_no_training(town: Town) -> None:
    outside = visitor(town)
    outside.door("ask_something")
    outside.send("tip", what="What are my rights?", topic="question")
    assert listed(town.sam, "requested") == []


def move(by: Person, source: Source, was: Said, now: Said) -> Answer:
    return by.call("POST", f"/api/v1/trainings/{item_id(source)}", {"was": was, "now": now})


def listed(by: Person, status: str) -> list[str]:
    answer = by.call("GET", f"/api/v1/trainings?status={status}").body
    assert answer["total"] == len(answer["trainings"])
    return [row["conv"] for row in answer["trainings"]]


def counted(town: Town) -> dict[str, int]:
    found = margins(town).get("training", {})
    return {bucket: by_month[MONTH] for bucket, by_month in found.items() if MONTH in by_month}


def label(by: Person, source: Source, category: str) -> None:
    labels = {"category": category, "priority": "low"}
    assert by.call("POST", f"/api/v1/items/{item_id(source)}/labels", labels).status == 200


def test_a_training_goes_from_a_request_to_people_reached(town: Town, person: Source) -> None:
    assert listed(town.sam, "requested") == [b64(person.conv)]
    assert move(town.ana, person, ASKED, scheduled()).status == 200
    assert (listed(town.sam, "requested"), counted(town)) == ([], {})
    assert move(town.sam, person, scheduled(), held()).body == held()
    assert listed(town.nora, "held") == [b64(person.conv)]
    assert counted(town) == {"held": 1, "people": 40}


def test_of_two_who_move_one_the_second_is_told(town: Town, person: Source) -> None:
    assert move(town.ana, person, ASKED, scheduled(3)).status == 200
    assert move(town.sam, person, ASKED, scheduled(5)).slug == "changed"
    now = town.sam.call("GET", f"/api/v1/trainings/{item_id(person)}").body
    assert now == {**scheduled(3), "people": None}


def test_a_lost_answer_counts_nothing_twice(town: Town, person: Source) -> None:
    sent = [move(town.ana, person, ASKED, scheduled()).status for _ in range(2)]
    sent += [move(town.ana, person, scheduled(), held()).status for _ in range(2)]
    assert sent == [200] * 4
    assert counted(town) == {"held": 1, "people": 40}
    with town.store.reading() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.action == "move_training")).all()
    assert [(row.old, row.new) for row in rows] == [
        ("requested", "scheduled"),
        ("scheduled", "held"),
    ]


def test_what_is_moved_back_or_corrected_counts_as_it_stands(town: Town, person: Source) -> None:
    assert move(town.ana, person, ASKED, scheduled()).status == 200
    assert move(town.ana, person, scheduled(), held(40)).status == 200
    assert move(town.ana, person, held(40), held(52)).status == 200
    assert counted(town) == {"held": 1, "people": 52}
    assert move(town.ana, person, held(52), scheduled()).status == 200
    assert counted(town) == {}


def test_a_training_counts_as_long_as_its_item_is_one(town: Town, person: Source) -> None:
    assert move(town.ana, person, ASKED, scheduled()).status == 200
    assert move(town.ana, person, scheduled(), held()).status == 200
    label(town.ana, person, "information")
    assert (counted(town), listed(town.ana, "held")) == ({}, [])
    label(town.ana, person, "training")
    assert counted(town) == {"held": 1, "people": 40}


def test_what_is_next_stands_first_and_what_was_held_last(town: Town) -> None:
    people = [town.source() for _ in range(3)]
    for source, days in zip(people, (9, 2, 5), strict=True):
        assert source.send_tip(category="training").status == 201
        assert move(town.ana, source, ASKED, scheduled(days)).status == 200
    assert listed(town.ana, "scheduled") == [b64(people[n].conv) for n in (1, 2, 0)]


def test_a_request_that_was_closed_is_asked_for_no_more(town: Town, person: Source) -> None:
    close = {"disposition": "no_action"}
    assert town.ana.call("POST", f"/api/v1/items/{item_id(person)}/close", close).status == 200
    assert listed(town.ana, "requested") == []


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (held(), 409),
        ({"status": "scheduled"}, 422),
        ({"status": "cancelled", "people": 4}, 422),
        ({"status": "scheduled", "day": "soon"}, 422),
        ({"status": "cancelled", "people": -1}, 422),
        ({"status": "over"}, 422),
    ],
)
def test_odd_moves_are_refused(town: Town, person: Source, now: Said, status: int) -> None:
    assert move(town.ana, person, ASKED, now).status == status
    assert (listed(town.ana, "requested"), counted(town)) == ([b64(person.conv)], {})


def test_an_item_of_another_category_is_no_training(town: Town) -> None:
    other = town.held_tip(town.ana)
    assert move(town.ana, other, ASKED, scheduled()).status == 404


def test_who_reads_no_queue_moves_no_training(town: Town, person: Source) -> None:
    auditor = town.stranger()
    assert auditor.call("POST", f"/api/v1/trainings/{item_id(person)}", {}).status == 401
    assert town.nora.call("GET", "/api/v1/trainings?status=other").status == 422
