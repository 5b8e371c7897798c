"""What the program itself writes into a case leaves it by no client: both know the same kinds."""

from __future__ import annotations

import re
from pathlib import Path

from webapp.client.case_records import OWN_RECORDS

DESK = Path(__file__).resolve().parents[4] / "webapp/frontend/staff/logic"


def test_the_command_keeps_back_what_the_desk_keeps_back() -> None:
    listed = (DESK / "own-records.ts").read_text().split("= [", 1)[1].split("]", 1)[0]
    assert set(re.findall(r'"([a-z_]+)"', listed)) == OWN_RECORDS


def test_every_kind_of_its_own_that_the_desk_seals_is_listed() -> None:
    """Each file of the desk's logic that names such a kind by a constant, as `follow-up.ts` does."""
    kinds = {
        kind
        for name in ("follow-up.ts", "hold.ts")
        for kind in re.findall(
            r'^export const [A-Z_]+ = "([a-z_]+)";', (DESK / name).read_text(), re.MULTILINE
        )
    }
    assert kinds == {"follow_up", "hold"}
    assert kinds <= OWN_RECORDS
