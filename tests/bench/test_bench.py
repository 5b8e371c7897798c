"""The bench itself works: its generator loses nothing, its table and curves say what was measured."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from chat.live_models import LiveChat
from chat.models import Conversation, Envelope, KeyRecordRow, WayBack
from config import clock
from moderation.models import Arrival, QueueItem
from tests.bench.curves import Curve, chart
from tests.bench.load import percentiles
from tests.bench.measures import Size, talk
from tests.bench.multiply import multiply
from tests.bench.report import markdown, table
from tests.bench.stacks import raw_relay
from tests.bench.stock import TABLES, Rows, conv_of, one, write
from tests.databases import DATABASES
from tests.migrated import migrated_store

COUNTED = {
    "per_second": 900.0,
    "spread": [800.0, 950.0],
    "generator_busy": 0.4,
    "server_busy": 0.9,
    "server_ms_each": 0.5,
    "delivery": {"p50": 2.0, "p99": 8.0, "max": 9.0},
    "refused": {},
    "undelivered": 0,
}


def test_copied_rows_are_conversations_with_all_that_belongs_to_them(tmp_path: Path) -> None:
    rows: Rows = {model: [] for model in TABLES}
    for number in range(5):
        one(rows, number, None, number == 0, clock.now())
    with migrated_store("sqlite", tmp_path / "data") as (_, store):
        write(store, rows)
        multiply(store, TABLES, [conv_of(number) for number in range(1, 5)], 6)
        with store.reading() as session:
            found = set(session.scalars(select(Conversation.conv)))
            kept = {model: list(session.scalars(select(model.conv))) for model in TABLES}
    assert len(found) == 5 + 6
    whole = (KeyRecordRow, WayBack, Envelope, QueueItem)
    assert all(sorted(kept[model]) == sorted(found) for model in whole)
    assert [len(kept[model]) for model in (Arrival, LiveChat)] == [1, 0]


@pytest.mark.parametrize("kind", DATABASES)
def test_every_message_through_the_raw_relay_is_acknowledged_and_delivered(kind: str) -> None:
    size = Size(seconds=1, warm_up=0.2)
    with raw_relay(kind) as stack:
        fast = talk(stack, 4, 0, size)
        calm = talk(stack, 4, 10, size)
    assert fast["per_second"] > 0
    assert 0 < calm["acknowledged"] <= 44
    assert fast["undelivered"] == calm["undelivered"] == 0
    assert fast["refused"] == calm["refused"] == {}


def test_the_table_puts_ratios_beside_goals() -> None:
    raw = {**COUNTED, "per_second": 1500.0}
    results = {
        "day": "2026-11-24",
        "load": 0.1,
        "flush": {"p50": 0.5, "p99": 2.0, "max": 3.0},
        "throughput sqlite": {"quietline": COUNTED, "raw": raw, "without": COUNTED},
    }
    (row,) = table(results)
    assert "**1.00** of without storing, **0.60** of raw" in row.measured
    assert row.goal == "≥ 0.9 of without storing, ≥ 0.65 of raw"
    page = markdown(results, "A machine.", quick=False)
    assert "| durable messages/s, one line process, SQLite |" in page
    assert "one core, 90% busy: of 0.50 ms for a message the line takes 0.50" in page


def test_what_was_refused_or_not_delivered_stands_in_the_table() -> None:
    wrong = {**COUNTED, "refused": {"urn:quietline:problem:slow-down": 3}, "undelivered": 2}
    found = {"quietline": wrong, "raw": COUNTED, "without": COUNTED}
    (row,) = table({"delivery sqlite": found})
    assert "(3 slow-down, 2 undelivered)" in row.measured


def test_a_chart_is_well_formed_and_shows_every_point_and_the_goal() -> None:
    drawn = chart("A < B", "x", "y", [Curve("one", [(10, 2.0), (100, 30.0)])], goal=10.0)
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert len(root.findall("{*}circle")) == 2
    assert "goal 10" in drawn


def test_percentiles_are_of_the_ordered_times() -> None:
    found = percentiles([number / 1000 for number in range(101)])
    assert found == {"p50": 50.0, "p99": 99.0, "max": 100.0}
