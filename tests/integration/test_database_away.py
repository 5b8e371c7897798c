"""A database that goes away in the middle of a request: nothing half stored, nothing acknowledged."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import text

from tests.actors import Answer, Caller, Source
from tests.databases import DATABASES, SERVER
from tests.integration.conftest import Town
from webapp.schemas import b64

only_postgresql = pytest.mark.parametrize(
    "empty", [kind for kind in DATABASES if kind == "postgresql"], indirect=True
)

WAITING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
DEADLINE = 10


def end_whoever_waits(url: str) -> None:
    """End the database connection of the request that waits for a lock, once there is one."""
    tick = threading.Event()
    with psycopg.connect(url, autocommit=True) as line:
        for _ in range(DEADLINE * 20):
            if (row := line.execute(WAITING).fetchone()) is not None:
                line.execute("SELECT pg_terminate_backend(%s)", (row[0],))
                return
            tick.wait(0.05)  # between two looks
    raise TimeoutError("nobody waited for the lock")


def write_while_the_database_goes_away(town: Town, person: Source, envelope: bytes) -> Answer:
    """Send a message whose transaction is cut off after it began and before it could commit."""
    url = str(town.settings.database_url).replace("+psycopg", "")
    body = {"envelope": b64(envelope)}
    with psycopg.connect(url) as holder, ThreadPoolExecutor(1) as pool:
        holder.execute("SELECT 1 FROM content.conversation FOR UPDATE")
        sent = pool.submit(person.call, "POST", "/api/v1/conversation/envelopes", body)
        end_whoever_waits(url)
        return sent.result()


@only_postgresql
def test_a_message_cut_off_in_the_database_is_not_acknowledged_and_can_be_sent_again(
    town: Town,
) -> None:
    person = town.source()
    person.send_tip()
    envelope = person.envelope()
    got = write_while_the_database_goes_away(town, person, envelope)
    assert (got.status, got.slug) == (503, "unavailable")
    with town.store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM content.envelope")) == 1
    again = person.call("POST", "/api/v1/conversation/envelopes", {"envelope": b64(envelope)})
    assert (again.status, again.body["s"]["seq"]) == (201, 2)


@only_postgresql
def test_when_every_connection_was_cut_the_next_request_simply_works(town: Town) -> None:
    person = town.source()
    person.send_tip()
    with psycopg.connect(str(town.settings.database_url).replace("+psycopg", "")) as line:
        line.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert person.write().status == 201


@only_postgresql
def test_without_a_database_calls_say_so_and_the_page_still_shows_the_numbers(town: Town) -> None:
    name = str(town.settings.database_url).rsplit("/", 1)[1]
    with psycopg.connect(SERVER, autocommit=True) as line:
        line.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        line.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        refused = town.source().send_tip()
        page = Caller(town.source_app).call("GET", "/")
        ready = town.stranger().call("GET", "/readyz")
        line.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    assert (refused.status, refused.slug) == (503, "unavailable")
    assert ready.status == 503
    assert (page.status, town.settings.phones[1].number in page.raw.decode()) == (200, True)
    assert town.source().send_tip().status == 201
