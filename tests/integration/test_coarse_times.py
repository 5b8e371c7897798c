"""Of what somebody outside did no column tells the minute, but for the one row while it waits or is held."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, text

from config import clock
from moderation.jobs.laying import Laying
from moderation.jobs.runner import Job
from tests.integration.chats import Chats
from tests.integration.conftest import Town
from tests.integration.test_chat_wrap_up import Talk
from tests.plain import Plain
from tests.ticking import Bench

FINE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
AROUND = 3 * 3600
"""Seconds to both sides of now in which a number is taken for a time."""

ON_THE_ROW_OF_A_WAIT = {
    "content.arrival.minute",
    "content.arrival.wrote",
    "content.live_chat.arrived",
    "content.live_chat.seen",
    "content.live_chat.active",
}
"""While an item waits or is held, one row keeps its minute."""

NOT_OF_A_SOURCE = re.compile(
    r"content\.(job|presence|staff_session|looking|staff|site)\b|_?session|keys\.staff"
)
"""Tables of staff and of the service itself."""


def values(town: Town) -> Iterator[tuple[str, Any]]:
    """Every value that is stored, with the name of its column."""
    with town.store.reading() as session:
        for schema in ("keys", "content"):
            for table in inspect(session.get_bind()).get_table_names(schema):
                rows = session.execute(text(f'SELECT * FROM {schema}."{table}"'))  # noqa: S608 - our own names
                names = list(rows.keys())
                for row in rows:
                    yield from (
                        (f"{schema}.{table}.{name}", it)
                        for name, it in zip(names, row, strict=True)
                    )


def is_fine(value: Any, now: datetime) -> bool:
    """Whether a value says a time of about now more exactly than to the hour."""
    seconds = clock.unix(now)
    if isinstance(value, datetime):
        return bool(value.minute or value.second)
    if isinstance(value, str):
        return FINE.search(value) is not None
    if isinstance(value, int) and not isinstance(value, bool):
        a_time = [unit * value for unit in (1, 60, 0.001) if abs(unit * value - seconds) < AROUND]
        return any(at % 3600 for at in a_time)
    return False


def fine_columns(town: Town, now: datetime) -> set[str]:
    """The columns about people outside that tell a minute."""
    return {
        name
        for name, value in values(town)
        if is_fine(value, now) and not NOT_OF_A_SOURCE.search(name)
    }


def moment() -> datetime:
    """Seven minutes past this hour: a minute that only an exact time would tell."""
    now = clock.now()
    return now.replace(minute=7, second=11) if now.minute != 7 else now


def test_while_it_waits_only_its_one_row_tells_the_minute(town: Town) -> None:
    chats = Chats(town, moment)
    chats.waiting()
    assert town.source().send_tip().status == 201
    assert fine_columns(town, moment()) <= ON_THE_ROW_OF_A_WAIT
    assert "content.arrival.minute" in fine_columns(town, moment())


def test_after_the_wrap_up_no_column_tells_the_minute(town: Town) -> None:
    talk = Talk(town, Chats(town, moment).answered(town.ana))
    assert talk.source.write().status == 201
    talk.closed()
    assert fine_columns(town, moment()) == set()


def test_a_visit_without_scripts_tells_no_minute_either(town: Town) -> None:
    person = Plain(town.source_app)
    person.begin()
    person.door("need_help")
    assert fine_columns(town, clock.now()) == set()


def test_the_files_are_written_in_another_order_only_while_nobody_talks(town: Town) -> None:
    bench, done = Bench(town.store), list[str]()
    runner = bench.runner(Job("laying", 3600, Laying(lambda: done.append("laid")).run))
    talk = Talk(town, Chats(town, moment).answered(town.ana))
    assert runner.run_due() == ["laying"]
    assert done == []
    talk.closed()
    bench.clock.forward(hours=1)
    assert runner.run_due() == ["laying"]
    assert done == ["laid"]
