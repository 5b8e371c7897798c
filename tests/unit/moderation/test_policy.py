from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from moderation.models import QueueItem
from moderation.permissions import PERMISSIONS
from moderation.policy import ACTS, CONDITIONS, Only, within
from moderation.staff_models import Staff
from moderation.transitions import ITEM_MOVES
from tests.unit.webapp.test_translations import texts
from webapp.pages import LANGUAGES

ROOT = Path(__file__).parents[3]
NAMED = {
    "set_{name}": {"set_category", "set_priority", "set_urgency"},
    "joined_{kind}": {"joined_supervisor", "joined_partner", "joined_interpreter"},
}
"""What the actions are whose names are put together."""


def action_of(call: ast.Call) -> str:
    """The action that a call of `record` names, as it is written; "" of any other call."""
    is_record = ast.unparse(call.func) in {"record", "audit.record"}
    third = call.args[2] if is_record and len(call.args) > 3 else None
    if isinstance(third, ast.Constant):
        return str(third.value)
    return ast.unparse(third)[2:-1] if isinstance(third, ast.JoinedStr) else ""


@cache
def recorded() -> set[str]:
    """Every action that some line of the program records."""
    files = [path for folder in ("moderation", "webapp") for path in (ROOT / folder).rglob("*.py")]
    calls = (node for path in files for node in ast.walk(ast.parse(path.read_text())))
    named = {action_of(call) for call in calls if isinstance(call, ast.Call)} - {""}
    moves = {action for action, _ in ITEM_MOVES}
    return moves.union(*(NAMED.get(action, {action}) for action in named))


def test_the_search_for_recorded_actions_finds_those_that_everybody_knows() -> None:
    assert {"arrive", "open_case", "set_up", "add_staff", "left", "set_urgency"} <= recorded()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_permission_act_and_recorded_action_has_words(language: str) -> None:
    needed = {f"audit.action.{action}" for action in recorded()}
    needed |= {f"permission.{permission}" for permission in PERMISSIONS}
    needed |= {f"act.{act}" for act in ACTS}
    needed |= {f"only.{only}" for only in Only if only is not Only.ANYBODY}
    assert needed - texts(language, "desk").keys() == set()


def test_only_the_holder_makes_the_moves_of_which_the_transition_table_says_so() -> None:
    moves = {"claim", "release", "close", "convert", "hand_over", "take_over"}
    held = {act for act in moves if ACTS[act].only is Only.HOLDER}
    assert held == moves - {"claim", "take_over"}


def test_what_is_in_no_table_reaches_no_item() -> None:
    ana = Staff(staff_id=bytes(16), role=1)
    for acts in ((), ("an act that nobody wrote down",), ("take_over",), ("sign_out",)):
        assert str(within(ana, *acts)) == "false", acts
    assert "holder" in str(within(ana, "close"))
    assert str(within(ana, "claim")) == "true"


def test_a_condition_is_about_items_or_the_act_reaches_none() -> None:
    assert set(Only) - CONDITIONS.keys() == {Only.ONESELF}
    assert QueueItem.__tablename__ in str(within(Staff(staff_id=bytes(16), role=5), "read_joined"))
