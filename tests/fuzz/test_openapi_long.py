"""Everything that the description of the calls allows and forbids, sent to the real server, which never breaks."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.fuzz.openapi_run import known_inside, known_outside, run
from tests.fuzz.test_line_grammar import broken
from tests.integration.line_town import line_town
from tests.schemas import FOLDER

SECONDS = int(os.environ.get("QUIETLINE_FUZZ_SECONDS", "600"))
DONE = {"source": 8, "desk": 20}
"""Calls that are carried out at the least: else nobody was let in, and nothing was looked at."""


@pytest.mark.long
@pytest.mark.timeout(SECONDS + 900)
@pytest.mark.parametrize("side", ["source", "desk"])
def test_no_call_breaks_the_server_or_is_answered_otherwise_than_described(
    tmp_path: Path, side: str
) -> None:
    with line_town(tmp_path, "eventlet") as (town, _):
        site = town.site
        known = known_outside(town) if side == "source" else known_inside(town)
        url = site.source_url if side == "source" else site.desk_url
        each = str(SECONDS // 2)
        wide = run(side, url, known, tmp_path, "run", "--phases", "coverage", "--max-time", each)
        deep = run(side, url, known, tmp_path, "fuzz", "--max-time", each)
    for ran in (wide, deep):
        assert ran.code == 0, ran.said[-6_000:]
    assert len(wide.done | deep.done) >= DONE[side], wide.answered
    assert broken(site.output) == []


@pytest.mark.long
def test_an_answer_that_is_not_as_described_is_found(tmp_path: Path) -> None:
    lying = json.loads((FOLDER / "source.json").read_text())
    lying["paths"] = {"/healthz": lying["paths"]["/healthz"]}
    answer = lying["paths"]["/healthz"]["get"]["responses"]["200"]["content"]["application/json"]
    answer["schema"] = {"type": "object", "properties": {"status": {"type": "integer"}}}
    (tmp_path / "lying.json").write_text(json.dumps(lying))
    with line_town(tmp_path, "eventlet") as (town, _):
        options = ("run", "--phases", "coverage")
        described = tmp_path / "lying.json"
        known: dict[str, object] = {"auth": [], "ids": {}}
        ran = run("source", town.site.source_url, known, tmp_path, *options, described=described)
    assert ran.code == 1
    assert "is not of type" in ran.said
