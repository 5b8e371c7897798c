"""The same with a million rows that are there: no request reads one of their tables to its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from config.settings import load_settings
from tests.filled import fill
from tests.integration.conftest import founded, town_of
from tests.integration.test_plans import ask_everything, ask_filtered, run_jobs
from tests.migrated import migrated_database
from tests.plans import heard, read_whole
from webapp.store import open_store

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

FEW = "SELECT relname FROM pg_class WHERE reltuples < :large"
LARGE = 90_000
"""Rows above which a table counts as large here; of fewer the planner rightly reads all for a page of 500."""


def test_of_a_million_contacts_no_request_and_no_job_reads_a_table_to_its_end(
    tmp_path: Path,
) -> None:
    with migrated_database("postgresql") as url:
        environ = {"QUIETLINE_DATA_DIR": str(tmp_path), "QUIETLINE_DATABASE_URL": url}
        settings = load_settings(environ)
        store = open_store(settings)
        town = founded(town_of(settings, store))
        fill(store)
        with heard(store) as ears:
            ask_filtered(town, ears)
            ask_everything(town, ears)
            run_jobs(town, ears)
        with store.engine.connect() as line:
            few = set(line.scalars(text(FEW), {"large": LARGE}))
            found = read_whole(line, ears, few)
        store.engine.dispose()
    assert found == [], "\n" + "\n".join(found)
