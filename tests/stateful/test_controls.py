"""A machine finds the rule that is missing: each is walked once more with one check of the service taken out."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import Phase, settings

from chat import uploads
from moderation import assignment, cases, holds, leaving, quarantine
from moderation.transitions import ITEM_MOVES, Holder, Move
from tests.databases import DATABASES
from tests.integration.conftest import Town
from tests.stateful.running import MANY, Machine, walk
from tests.stateful.test_case import Cases
from tests.stateful.test_conversation import Talks
from tests.stateful.test_queue import AtTheDesk
from tests.stateful.test_staff_life import People
from tests.stateful.test_upload import Uploads

NOTHING: Any = lambda *_, **__: None  # noqa: E731 - in place of a check
QUICK = settings(
    MANY,
    max_examples=150,
    derandomize=True,
    print_blob=False,
    report_multiple_bugs=False,
    phases=[Phase.generate],
)
"""The same walks each time, until the first that finds it."""

ON_ONE = pytest.mark.parametrize("empty", DATABASES[:1], indirect=True)


@pytest.mark.long
@pytest.mark.timeout(1_200)
@ON_ONE
@pytest.mark.parametrize(
    ("machine", "where", "check", "instead"),
    [
        (AtTheDesk, assignment, "_room_for_one", NOTHING),
        (AtTheDesk, quarantine, "no_danger", NOTHING),
        (AtTheDesk, assignment, "load_of", lambda *_: 0),
        (Cases, holds, "is_held", lambda *_: False),
        (Cases, cases, "may_attach", lambda *_: True),
        (Uploads, uploads, "note_part", lambda *_: uploads.Progress([], whole=False)),
    ],
)
def test_a_rule_that_is_missing_is_found(
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
    machine: type[Machine],
    where: Any,
    check: str,
    instead: Any,
) -> None:
    monkeypatch.setattr(where, check, instead)
    with pytest.raises(AssertionError):
        walk(lambda: machine(town), QUICK)


@pytest.mark.long
@pytest.mark.timeout(1_200)
@ON_ONE
def test_a_move_that_anybody_may_make_is_found(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    loose = Move("waiting", Holder.DROP, by_holder=False)
    monkeypatch.setitem(ITEM_MOVES, ("release", "claimed"), loose)
    with pytest.raises(AssertionError):
        walk(lambda: AtTheDesk(town), QUICK)


@pytest.mark.long
@pytest.mark.timeout(1_200)
@ON_ONE
def test_an_item_that_stays_closed_when_its_person_writes_is_found(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        ITEM_MOVES, ("source_writes", "closed"), Move("closed", Holder.KEEP, by_holder=False)
    )
    with pytest.raises(AssertionError):
        walk(lambda: Talks(town), QUICK)


@pytest.mark.long
@pytest.mark.timeout(1_200)
def test_a_desk_without_anybody_who_manages_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "check_not_last", NOTHING)
    with pytest.raises(AssertionError):
        walk(partial(People, DATABASES[0]), QUICK)
