"""No request reads a table that grows with contacts from end to end, however many there are."""

from __future__ import annotations

import pytest
from sqlalchemy import UniqueConstraint, text

from config.logs import ErrorCounts
from config.migrate import METADATA
from tests.integration.conftest import Town
from tests.integration.matrix import ASKERS, lines
from tests.integration.matrix_scenes import Scene
from tests.plans import Heard, heard, looking_large, read_whole
from webapp import share
from webapp.jobs import runner_of
from webapp.schemas import b64

ON_POSTGRESQL = pytest.mark.parametrize("empty", ["postgresql"], indirect=True)

FILTERED = (
    *(f"queue?view={view}" for view in ("waiting", "mine", "quarantined", "all")),
    *(f"queue?view=all&{asked}" for asked in ("status=closed", "category=tip", "priority=low")),
    *(f"queue?view=all&{asked}" for asked in ("holder={me}", "channel=chat", "door=need_help")),
    *(f"queue?view=all&{asked}" for asked in ("language=es", "first=2026-01-01", "due=late")),
    *(f"cases?{asked}" for asked in ("status=open", "whose=mine", "page=2")),
    *(f"trainings?status={status}" for status in ("requested", "scheduled", "held", "cancelled")),
    *(f"audit?{asked}" for asked in ("actor={me}", "action=claim", "about={me}", "by_nobody=1")),
    *("audit?first=2026-01-01&last=2026-01-02", "case-cards?after=2026-01-01.{me}"),
)
"""Addresses of lists with what may be asked of them; the matrix asks for the whole list only."""


def ask_everything(town: Town, ears: Heard) -> None:
    """Every line of the matrix once, by somebody who may; what is refused to all, by staff."""
    scene = Scene(town)
    for line in (line for side in ("source", "desk") for line in lines(side)):
        may = [who for who, got in zip(ASKERS, line.expected, strict=True) if got < 300]
        for method in set(line.methods) - {"HEAD", "OPTIONS"}:
            ears.by = f"{method} {line.rule} {line.case}"
            scene.ask(line, method, [*may, "hold"][0])


def ask_filtered(town: Town, ears: Heard) -> None:
    """Every list with each filter."""
    for path in FILTERED:
        ears.by = path
        asked = path.format(me=b64(town.nora.staff_id))
        assert town.nora.call("GET", f"/api/v1/{asked}").status == 200, path


def run_jobs(town: Town, ears: Heard) -> None:
    """Every job once."""
    ears.by = "a job"
    shared = share(town.settings, town.store, ErrorCounts())
    runner = runner_of(town.settings, shared.site, town.store, shared.counts, shared.news)
    assert len(runner.run_due()) == len(runner.jobs)


@ON_POSTGRESQL
def test_no_request_and_no_job_reads_a_big_table_from_end_to_end(town: Town) -> None:
    with heard(town.store) as ears:
        ask_everything(town, ears)
        ask_filtered(town, ears)
        run_jobs(town, ears)
    with looking_large(town.store) as line:
        found = read_whole(line, ears)
    assert found == [], "\n" + "\n".join(found)


@ON_POSTGRESQL
def test_without_its_index_a_list_is_seen_to_read_the_whole_table(town: Town) -> None:
    """The control."""
    with heard(town.store) as ears:
        assert town.ana.call("GET", "/api/v1/cases").status == 200
    with looking_large(town.store) as line:
        assert read_whole(line, ears) == []
        line.execute(text("DROP INDEX content.ix_case_day_case_id"))
        assert "['case']" in "".join(read_whole(line, ears))


def test_whoever_deletes_a_row_finds_those_that_point_to_it_by_an_index() -> None:
    """A foreign key without one makes every deletion read the whole table that has it."""
    bare = []
    for table in (table for data in METADATA for table in data.sorted_tables):
        unique = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
        keys = [list(way.columns) for way in (table.primary_key, *unique)]
        first = {way[0].name for way in (*keys, *(list(i.columns) for i in table.indexes))}
        bare += [str(key.parent) for key in table.foreign_keys if key.parent.name not in first]
    assert bare == []
