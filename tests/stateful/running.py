"""How a machine runs: a few steps in CI, always the same ones, and thousands with the long tests.

A machine walks a model and the service in the same steps, and after each of them both must say the
same. What it made is deleted at the end of each walk, so that the next one begins in an empty town,
and the checker of `quietline check` must find nothing before and after.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from chat.uploads import Lying, forget
from moderation import checker
from moderation.deletion import delete_case, delete_contact
from tests.integration.conftest import Town
from webapp.store import open_blobs

WALKS = int(os.environ.get("QUIETLINE_STATEFUL_WALKS", "60"))
STEPS = int(os.environ.get("QUIETLINE_STATEFUL_STEPS", "50"))
"""How often a long test begins anew, and how far it goes each time."""

_COMMON: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
}
FEW = settings(max_examples=2, stateful_step_count=10, derandomize=True, **_COMMON)
MANY = settings(max_examples=WALKS, stateful_step_count=STEPS, print_blob=True, **_COMMON)


class Machine(RuleBasedStateMachine):
    """A walk in a town; `convs` and `cases` are what it made there."""

    def __init__(self, town: Town) -> None:
        super().__init__()
        self.town = town
        self.convs: list[bytes] = []
        self.cases: list[bytes] = []

    def teardown(self) -> None:
        """The store is sound, and is it again once nothing of this walk is left."""
        before = found(self.town)
        lying: list[Lying] = []
        with self.town.store.writing() as session:
            for case_id in self.cases:
                delete_case(session, case_id)
            for conv in self.convs:
                lying += delete_contact(session, conv)
        forget(open_blobs(self.town.settings), lying)
        after = found(self.town)
        assert not before, before
        assert not after, after


def found(town: Town) -> list[str]:
    """What the checker finds, in words."""
    with town.store.reading() as session:
        return [f"{each.promise} {each.subject.hex()}" for each in checker.check(session)]


def walk(machine: Callable[[], RuleBasedStateMachine], how: settings) -> None:
    """Walk it as often as the settings say; raises what a step raises, with the steps that led there."""
    run_state_machine_as_test(machine, settings=how)  # type: ignore[arg-type] # whatever makes one


def few(machine: Callable[[Town], Machine], town: Town) -> None:
    """A few steps, the same ones each time."""
    walk(lambda: machine(town), FEW)


def many(machine: Callable[[Town], Machine], town: Town) -> None:
    """Thousands of steps."""
    walk(lambda: machine(town), MANY)
