"""Of several schedules the longest time of each kind counts, and no number is the longest of all."""

from __future__ import annotations

import re
from pathlib import Path

from moderation import schedule
from moderation.schedule import Schedule, longest

FIELDS = Path(__file__).resolve().parents[3] / "webapp/frontend/staff/site/retention-fields.tsx"


def test_each_kind_has_its_longest_time() -> None:
    one = Schedule(tip_days=30, case_days=4000, file_days=10)
    other = Schedule(tip_days=90, case_days=30, file_days=20)
    found = longest([one, other])
    assert (found.tip_days, found.case_days, found.file_days) == (90, 4000, 20)
    assert longest([one, Schedule()]).file_days is None
    assert longest([one]) == one


def test_the_page_tells_the_bounds_that_the_server_keeps() -> None:
    told = re.findall(r"^  (\w+): \[([\d_]+), ([\d_]+)\],$", FIELDS.read_text(), re.MULTILINE)
    bounds = {kind: getattr(schedule, kind.upper())[:2] for kind in Schedule._fields}
    assert {kind: (int(least), int(most)) for kind, least, most in told} == bounds
