"""Teams, who works on a case, and days on which it is looked at again, call by call."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from config import clock
from crypto.hashes import digest
from moderation.audit_models import AuditRow
from moderation.staff_models import Staff
from tests.actors import Answer, Person
from tests.integration.conftest import Town
from tests.integration.test_case_calls import Opened
from webapp.schemas import b64, unb64

TEAMS = "/api/v1/teams"
NIGHT = secrets.token_bytes(16)
Named = dict[str, Any]


def named(name: str, *people: Person) -> Named:
    return {"name": name, "members": sorted(b64(one.staff_id) for one in people)}


def keep(by: Person, was: Named | None, now: Named) -> Answer:
    return by.call("POST", TEAMS, {"team_id": b64(NIGHT), "was": was, "now": now})


def whose(team: bytes | None = None, person: Person | None = None) -> dict[str, str | None]:
    return {
        "team_id": b64(team) if team else None,
        "staff_id": b64(person.staff_id) if person else None,
    }


NOBODY = whose()


@pytest.fixture
def case(town: Town) -> Opened:
    """A case that nobody was named for."""
    made = Opened(town, town.ana)
    assert made.open().status == 201
    return made


def path_of(case: Opened, what: str) -> str:
    return f"/api/v1/cases/{b64(case.case_id)}/{what}"


def assign(by: Person, case: Opened, was: object, now: object) -> Answer:
    return by.call("POST", path_of(case, "assignment"), {"was": was, "now": now})


def test_a_team_is_kept_once_and_the_second_who_changes_it_is_told(town: Town) -> None:
    night = named("Night shift", town.ana, town.sam)
    assert [keep(town.nora, None, night).status for _ in range(2)] == [204, 204]
    assert town.ana.call("GET", TEAMS).body["teams"] == [{"team_id": b64(NIGHT), **night}]
    assert keep(town.nora, night, named("Nights", town.ana)).status == 204
    assert keep(town.nora, night, named("Late", town.sam)).status == 409


def test_only_people_who_read_cases_are_on_a_team(town: Town) -> None:
    stranger = {"name": "Night", "members": [b64(bytes(16))]}
    assert keep(town.nora, None, stranger).status == 404
    assert keep(town.ana, None, named("Night")).status == 403


@pytest.mark.parametrize("name", ["  ", "Night\u0000", "Night \u202etfihs", "a\nb"])
def test_a_team_s_name_can_be_seen_and_turns_nothing_round(town: Town, name: str) -> None:
    assert keep(town.nora, None, named(name)).status == 422


def test_a_case_of_somebody_who_left_can_be_given_to_a_team(town: Town, case: Opened) -> None:
    assert keep(town.nora, None, named("Night")).status == 204
    assert assign(town.ana, case, NOBODY, whose(None, town.sam)).status == 204
    with town.store.writing() as session:
        session.get_one(Staff, town.sam.staff_id).active = False
    assert assign(town.ana, case, whose(None, town.sam), whose(NIGHT, town.sam)).status == 204
    assert assign(town.ana, case, whose(NIGHT, town.sam), whose(NIGHT)).status == 204
    assert assign(town.ana, case, whose(NIGHT), whose(NIGHT, town.sam)).status == 404


def test_a_case_is_a_team_s_and_its_people_find_it(town: Town, case: Opened) -> None:
    assert keep(town.nora, None, named("Night", town.sam)).status == 204
    assert assign(town.ana, case, NOBODY, whose(NIGHT)).status == 204
    assert assign(town.ana, case, NOBODY, whose(NIGHT)).status == 204  # the answer was lost
    assert case.seen()["assignment"] == whose(NIGHT)
    assert assign(town.sam, case, NOBODY, whose(None, town.sam)).slug == "changed"
    mine = {
        who.name: who.call("GET", "/api/v1/cases?whose=mine").body["total"]
        for who in (town.ana, town.sam)
    }
    assert mine == {town.ana.name: 0, town.sam.name: 1}
    assert assign(town.sam, case, whose(NIGHT), whose(None, town.ana)).status == 204
    assert town.ana.call("GET", "/api/v1/cases?whose=mine").body["cases"][0]["assignment"] == whose(
        None, town.ana
    )


def test_a_case_is_nobody_s_where_there_is_no_such_team_or_person(town: Town, case: Opened) -> None:
    assert assign(town.ana, case, NOBODY, whose(NIGHT)).status == 404
    assert (
        assign(town.ana, case, NOBODY, {"team_id": None, "staff_id": b64(bytes(16))}).status == 404
    )
    assert keep(town.nora, None, named("Night")).status == 204
    assert assign(town.ana, case, NOBODY, whose(NIGHT)).status == 204
    gone = [town.nora.call("DELETE", f"{TEAMS}/{b64(NIGHT)}").status for _ in range(2)]
    assert gone == [204, 204]
    assert case.seen()["assignment"] == NOBODY


def follow(case: Opened, by: Person, due: str | None, **other: Any) -> tuple[Answer, bytes]:
    record = by.record(case.town.office, case.case_id, case.key, {"t": "follow_up"}, **other)
    body = {"due_on": due, "record": record}
    return by.call("POST", path_of(case, "follow-ups"), body), unb64(record["record"])


def due(by: Person) -> list[str]:
    return [row["due_on"] for row in by.call("GET", "/api/v1/follow-ups").body["cases"]]


def test_a_case_is_due_from_its_day_until_somebody_did_it_or_moved_it(
    town: Town, case: Opened
) -> None:
    today = clock.day_of(clock.now())
    late, later = (today - timedelta(days=3)).isoformat(), (today + timedelta(days=3)).isoformat()
    record = secrets.token_bytes(16)
    first, sealed = follow(case, town.ana, late, record=record)
    assert (first.status, due(town.sam)) == (201, [late])
    moved, next_sealed = follow(case, town.sam, later, record=record, rev=2, prev=digest(sealed))
    assert (moved.status, due(town.ana)) == (201, [])
    again, _ = follow(case, town.ana, None, record=record, rev=2, prev=digest(sealed))
    assert again.slug == "stale-revision"
    done, _ = follow(case, town.ana, None, record=record, rev=3, prev=digest(next_sealed))
    assert done.status == 201
    with town.store.reading() as session:
        told = session.scalars(select(AuditRow).where(AuditRow.action == "follow_up")).all()
    assert [(row.old, row.new) for row in told] == [(None, None)] * 3


def test_a_lost_answer_moves_nothing_back(town: Town, case: Opened) -> None:
    late = (clock.day_of(clock.now()) - timedelta(days=1)).isoformat()
    record = town.ana.record(case.town.office, case.case_id, case.key, {"t": "follow_up"})
    body = {"due_on": late, "record": record}
    sent = [town.ana.call("POST", path_of(case, "follow-ups"), body).status for _ in range(2)]
    assert (sent, due(town.ana)) == ([201, 201], [late])


def test_a_closed_case_reminds_nobody(town: Town, case: Opened) -> None:
    late = (clock.day_of(clock.now()) - timedelta(days=1)).isoformat()
    assert follow(case, town.ana, late)[0].status == 201
    closed = {"from": "open", "to": "closed"}
    assert town.ana.call("POST", path_of(case, "status"), closed).status == 200
    assert due(town.ana) == []
