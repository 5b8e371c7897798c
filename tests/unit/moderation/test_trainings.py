"""How trainings move, spelled out once more by hand: a changed row must be changed here too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest

from moderation.codes import TrainingStatus
from moderation.errors import BrokenRule
from moderation.trainings import TRAINING_MOVES, Standing, _check

# from      to
POLICY = """
requested   scheduled cancelled
scheduled   requested scheduled held cancelled
held        scheduled held
cancelled   requested
"""

TODAY = date(2026, 11, 28)
LATER = TODAY + timedelta(days=2)


def test_trainings_move_as_the_policy_says_and_in_no_other_way() -> None:
    lines = (line.split() for line in POLICY.strip().splitlines())
    assert {(old, new) for old, *all_new in lines for new in all_new} == TRAINING_MOVES


def test_the_table_names_every_status_there_is() -> None:
    assert {old for old, _ in TRAINING_MOVES} == set(get_args(TrainingStatus))


@pytest.mark.parametrize(
    "standing",
    [
        Standing("scheduled"),
        Standing("scheduled", LATER, 40),
        Standing("held", TODAY),
        Standing("held", None, 40),
        Standing("held", LATER, 40),
        Standing("scheduled", date(9999, 12, 31)),
        Standing("requested", LATER),
        Standing("cancelled", None, 4),
    ],
)
def test_a_status_has_its_day_and_its_people_and_nothing_else(standing: Standing) -> None:
    with pytest.raises(BrokenRule):
        _check(standing, TODAY)


@pytest.mark.parametrize(
    "standing",
    [
        Standing("scheduled", LATER),
        Standing("scheduled", TODAY - timedelta(days=40)),
        Standing("held", TODAY, 0),
        Standing("held", TODAY + timedelta(days=1), 40),
        Standing("requested"),
        Standing("cancelled"),
    ],
)
def test_what_can_be_is_taken(standing: Standing) -> None:
    _check(standing, TODAY)
