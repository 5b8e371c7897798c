"""Deleted keys are gone: from SQLite's files at once, from PostgreSQL's log with the day's purge key."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from chat.models import KeyRecordRow, WayBack
from chat.purge import purge_keys_of, sweep
from config.database import Database
from crypto.errors import Refused
from moderation.jobs import sweep as sweeping
from moderation.jobs.runner import Job
from moderation.models import ContainerWrap
from moderation.staff_models import EpochWrap, RosterKeyWrap
from tests.databases import DATABASES
from tests.integration.conftest import Town
from tests.ticking import Bench

only_postgresql = pytest.mark.parametrize(
    "empty", [kind for kind in DATABASES if kind == "postgresql"], indirect=True
)


def log_of(store: Database) -> Path | None:
    """The folder of PostgreSQL's log, where this machine may look into it."""
    with store.reading() as session:
        folder = Path(str(session.scalar(text("SHOW data_directory")))) / "pg_wal"
    try:
        return folder if any(folder.iterdir()) else None
    except OSError:
        return None


def is_under(folder: Path, needle: bytes) -> bool:
    """Whether any file under a folder holds these bytes."""
    return any(needle in file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_a_removed_way_back_is_in_no_file_of_sqlite(town: Town) -> None:
    person = town.source()
    person.send_tip()
    wrap = person.records[0].self_wrap or b""
    assert is_under(town.settings.data_dir, wrap)
    assert person.call("DELETE", "/api/v1/conversation/way-back").status == 204
    assert not is_under(town.settings.data_dir, wrap)


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_while_somebody_reads_an_old_state_the_log_is_not_empty_and_the_sweep_says_so(
    town: Town,
) -> None:
    bench = Bench(town.store)
    sweeper = bench.runner(Job("sweep", 3600, sweeping.run))
    with town.store.reading() as reader:
        reader.execute(text("SELECT count(*) FROM content.envelope"))
        town.source().send_tip()
        assert not town.store.erase_traces()
        assert sweeper.run_due() == []
    assert bench.counted() == {"TracesRemain": 1}
    bench.clock.forward(seconds=60)
    assert sweeper.run_due() == ["sweep"]


@only_postgresql
def test_key_rows_lie_in_postgresql_only_under_a_key_outside_of_it(town: Town) -> None:
    person = town.source()
    person.send_tip()
    wrap = person.records[0].desk_wrap
    with town.store.reading() as session:
        raw = bytes(session.scalar(text("SELECT desk_wrap FROM keys.key_record")) or b"")
    assert wrap not in raw
    log = log_of(town.store)
    assert log is None or not is_under(log, wrap)


@only_postgresql
def test_with_the_last_row_of_a_day_its_purge_key_goes_and_with_it_every_copy(town: Town) -> None:
    town.source().send_tip()
    keys = purge_keys_of(town.store.engine.dialect)
    assert keys is not None
    with town.store.reading() as session:
        copy = bytes(session.scalar(text("SELECT desk_wrap FROM keys.key_record")) or b"")
    today = keys.today()
    keys.today = lambda: today + timedelta(days=3)
    with town.store.writing() as session:
        assert sweep(session) == []  # rows of that day are left
        for table in (KeyRecordRow, WayBack, EpochWrap, RosterKeyWrap, ContainerWrap):
            session.execute(delete(table))
    with town.store.writing() as session:
        assert sweep(session) == [today.toordinal()]
    assert keys.days() == []
    with pytest.raises(Refused):
        keys.open(copy)


@only_postgresql
def test_yesterday_s_purge_key_stays_for_transactions_that_began_before_midnight(
    town: Town,
) -> None:
    keys = purge_keys_of(town.store.engine.dialect)
    assert keys is not None
    today = keys.today()
    with town.store.writing() as session:
        for table in (KeyRecordRow, WayBack, EpochWrap, RosterKeyWrap, ContainerWrap):
            session.execute(delete(table))
        keys.today = lambda: today + timedelta(days=1)
        assert sweep(session) == []
