"""Work that is counted and not timed: statements for each call, which more rows must not make more of.

A ceiling is what was counted when it was written. Whoever needs more says so here, with a reason.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import count

import pytest
from sqlalchemy import event

from config import clock
from tests.actors import Answer
from tests.integration.conftest import Town, item_id
from tests.integration.test_case_calls import Opened
from tests.retention import a_week, hold
from webapp.schemas import b64

MANY = 12


@contextmanager
def counted(town: Town) -> Iterator[list[str]]:
    """The statements that the database is given while the block runs."""
    said: list[str] = []

    def note(_line: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("PRAGMA"):
            said.append(statement)

    event.listen(town.store.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(town.store.engine, "before_cursor_execute", note)


def statements(town: Town, call: Callable[[], Answer]) -> int:
    """How many one call takes, once everything that is kept in memory is there."""
    assert call().status < 300, call()
    with counted(town) as said:
        assert call().status < 300
    return len([each for each in said if not each.startswith("BEGIN")])


def luhn(digits: str) -> str:
    """A case's number from its first seven digits."""
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(digits)]
    total = sum(d - 9 if d > 9 else d for d in doubled)
    return digits + str(-total % 10)


CEILINGS = {
    # call: statements, on either database
    "page": 3,
    "tip": 19,
    "write": 24,
    "sync": 10,
    "shift": 9,
    "queue": 13,
    "conversation": 11,
    "trainings": 4,
    "cases": 7,
    "case": 16,
    "cards": 5,
    "holds": 3,
}


class Scene:
    """Somebody whose contact is a case, and so many more of everything."""

    def __init__(self, town: Town) -> None:
        self.town, self.person = town, town.held_tip(town.ana)
        self.case = Opened(town, town.ana)
        assert self.case.open(conv=b64(self.person.conv)).status == 201
        self.grow(1)

    def grow(self, more: int) -> None:
        """So many more of everything that a page lists."""
        ana, office = self.town.ana, self.town.office
        for _ in range(more):
            assert self.town.source().send_tip().status == 201
            assert self.town.source().send_tip(category="training").status == 201
            assert self.person.write().status == 201
            number = luhn(str(secrets.randbelow(9_000_000) + 1_000_000))
            other = Opened(self.town, ana)
            assert other.open(number=number).status == 201
            assert hold(other, self.town.nora, a_week(clock.day_of(clock.now())))[0] == 201
            assert self.town.source().send_tip(channel="chat").status == 201
            waits = self.town.held_tip(ana)
            attach = f"/api/v1/cases/{b64(self.case.case_id)}/conversations"
            assert ana.call("POST", attach, {"conv": b64(waits.conv)}).status == 200
            section = ana.record(office, self.case.case_id, self.case.key, {"t": "note"})
            path = f"/api/v1/cases/{b64(self.case.case_id)}/records"
            assert ana.call("POST", path, section).status == 201

    def calls(self) -> dict[str, Callable[[], Answer]]:
        """Every call that is counted."""
        by, person = self.town.ana, self.person
        asked = {
            "shift": "/api/v1/shift",
            "queue": "/api/v1/queue?view=waiting",
            "conversation": f"/api/v1/conversations/{item_id(person)}",
            "trainings": "/api/v1/trainings?status=requested",
            "cases": "/api/v1/cases",
            "case": f"/api/v1/cases/{b64(self.case.case_id)}",
            "cards": "/api/v1/case-cards",
            "holds": "/api/v1/holds",
        }
        return {
            **{name: partial(by.call, "GET", path) for name, path in asked.items()},
            "page": partial(person.call, "GET", "/"),
            "tip": lambda: self.town.source().send_tip(),
            "write": person.write,
            "sync": partial(person.call, "GET", "/api/v1/conversation"),
        }


@pytest.mark.both_databases
def test_no_call_takes_more_statements_than_it_did_nor_more_for_more_rows(town: Town) -> None:
    scene = Scene(town)
    few = {name: statements(town, call) for name, call in scene.calls().items()}
    assert {name: count for name, count in few.items() if count > CEILINGS[name]} == {}
    scene.grow(MANY)
    many = {name: statements(town, call) for name, call in scene.calls().items()}
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}


def test_a_sign_of_life_takes_as_many_statements_however_many_colleagues_are_there(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, seconds = clock.now(), count()

    def beat() -> Answer:
        """A second after the last one: the same moment again would not be written."""
        at = began + timedelta(seconds=next(seconds))
        monkeypatch.setattr(clock, "now", lambda: at)
        return town.ana.call("POST", "/api/v1/shift", {"status": "on"})

    assert beat().status == 200  # the first of them begins a shift
    alone = statements(town, beat)
    for colleague in (town.nora, town.sam):
        assert colleague.call("POST", "/api/v1/shift", {"status": "on"}).status == 200
    assert len(beat().body["colleagues"]) == 2
    assert statements(town, beat) == alone


def test_a_statement_for_each_row_would_be_counted(town: Town) -> None:
    """The control: a call that asks once for each thing is seen to grow."""
    scene = Scene(town)

    def one_by_one() -> Answer:
        rows = town.ana.call("GET", "/api/v1/cases").body["cases"]
        for row in rows:
            town.ana.call("GET", f"/api/v1/cases/{row['case_id']}")
        return town.ana.call("GET", "/api/v1/cases")

    few = statements(town, one_by_one)
    scene.grow(2)
    assert statements(town, one_by_one) > few
