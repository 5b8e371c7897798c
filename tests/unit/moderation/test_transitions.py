"""The whole transition policy, spelled out once more by hand: a changed row must be changed here too."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from moderation.codes import CaseStatus, ItemStatus
from moderation.transitions import CASE_MOVES, ITEM_MOVES, REOPEN, Holder

# action           from           to           holder  only the holder
POLICY = """
claim              waiting        claimed      take    no
release            claimed        waiting      drop    yes
release            answered       waiting      drop    yes
release            converted      waiting      drop    yes
lost               claimed        waiting      drop    no
lost               answered       waiting      drop    no
lost               converted      waiting      drop    no
reply              claimed        answered     keep    yes
reply              answered       answered     keep    yes
reply              converted      converted    keep    yes
convert            claimed        converted    keep    yes
convert            answered       converted    keep    yes
convert            converted      converted    keep    yes
close              claimed        closed       drop    yes
close              answered       closed       drop    yes
close              converted      closed       drop    yes
lapse              claimed        closed       drop    no
lapse              answered       closed       drop    no
lapse              converted      closed       drop    no
quarantine         waiting        quarantined  drop    no
quarantine         claimed        quarantined  drop    yes
quarantine         answered       quarantined  drop    yes
restore            quarantined    waiting      drop    no
comes_back         quarantined    waiting      drop    no
erased             waiting        closed       drop    no
erased             claimed        closed       drop    no
erased             answered       closed       drop    no
erased             converted      closed       drop    no
erased             quarantined    closed       drop    no
hand_over          claimed        claimed      give    yes
hand_over          answered       answered     give    yes
hand_over          converted      converted    give    yes
take_over          waiting        claimed      take    no
take_over          claimed        claimed      take    no
take_over          answered       answered     take    no
take_over          converted      converted    take    no
source_writes      waiting        waiting      keep    no
source_writes      claimed        claimed      keep    no
source_writes      answered       claimed      keep    no
source_writes      converted      claimed      keep    no
source_writes      closed         waiting      keep    no
source_writes      quarantined    quarantined  keep    no
"""

CASE_POLICY = """
open              in_progress ready_for_review referred reported closed
in_progress       ready_for_review referred reported closed
ready_for_review  in_progress referred reported closed
referred          in_progress reported closed
reported          in_progress closed
closed
"""


def test_items_move_as_the_policy_says_and_in_no_other_way() -> None:
    written = {
        (action, old): (new, Holder(holder), only == "yes")
        for action, old, new, holder, only in (line.split() for line in POLICY.strip().splitlines())
    }
    assert {key: tuple(move) for key, move in ITEM_MOVES.items()} == written


def test_every_status_of_the_table_is_a_known_code() -> None:
    statuses = {old for _, old in ITEM_MOVES} | {move.status for move in ITEM_MOVES.values()}
    assert statuses == set(get_args(ItemStatus))


@pytest.mark.parametrize("line", CASE_POLICY.strip().splitlines())
def test_cases_move_as_the_policy_says_and_in_no_other_way(line: str) -> None:
    old, *allowed = line.split()
    moves = {new for new in get_args(CaseStatus) if (old, new) in CASE_MOVES}
    assert moves == set(allowed)


def test_a_closed_case_goes_back_to_work_only_by_the_one_way_that_supervisors_have() -> None:
    assert REOPEN == ("closed", "in_progress")
    assert not [
        new for old, new in product(["closed"], get_args(CaseStatus)) if (old, new) in CASE_MOVES
    ]
