"""Somebody who waits for the database keeps nobody else waiting: the embedded server has one thread."""

from __future__ import annotations

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from crypto.receipt import Receipt
from tests.actors import Caller, Person, Source
from tests.databases import DATABASES
from tests.integration.test_database_away import end_whoever_waits
from tests.migrated import migrated_database
from tests.server import served
from tests.set_up import set_up_by
from webapp.schemas import b64

PATIENCE = 2.0
"""Seconds in which a page must come although another request waits (a safety limit, not a speed)."""


@pytest.mark.parametrize("kind", [kind for kind in DATABASES if kind == "postgresql"])
def test_a_request_that_waits_for_a_row_stops_no_other(tmp_path: Path, kind: str) -> None:
    with (
        migrated_database(kind) as url,
        served(tmp_path, "serve", QUIETLINE_DATABASE_URL=url) as site,
    ):
        office = set_up_by(site, Person(site.desk_url))
        receipt = Receipt.from_master(secrets.token_bytes(32))
        person = Source(site.source_url, office=office, receipt=receipt)
        assert person.send_tip().status == 201
        envelope = {"envelope": b64(person.envelope())}
        with psycopg.connect(url) as holder, ThreadPoolExecutor(1) as pool:
            holder.execute("SELECT 1 FROM content.conversation FOR UPDATE")
            waits = pool.submit(person.call, "POST", "/api/v1/conversation/envelopes", envelope)
            began = time.monotonic()
            assert Caller(site.source_url).call("GET", "/").status == 200
            assert time.monotonic() - began < PATIENCE
            end_whoever_waits(url)
            assert waits.result().status == 503
