"""Whoever would wait too long in the database is told to come again, and holds up nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import Engine, event, text

from config.logs import ErrorCounts
from config.postgresql import COMMANDS, JOBS, REQUESTS, Patience
from tests.actors import Answer, Caller
from tests.integration.conftest import Town
from webapp import create_desk_app, share
from webapp.store import open_store

ON_POSTGRESQL = pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
LONG = 30.0
SHORT = 0.2


@contextmanager
def held(town: Town) -> Iterator[None]:
    """Somebody has the whole queue and does not let go."""
    with psycopg.connect(str(town.settings.database_url).replace("+psycopg", "")) as holder:
        holder.execute("LOCK content.queue_item IN ACCESS EXCLUSIVE MODE")
        yield


@contextmanager
def desk(town: Town, patience: Patience) -> Iterator[Callable[[], Answer]]:
    """Looking at the queue, at a desk whose process waits so long."""
    store = open_store(town.settings, patience)
    caller = Caller(create_desk_app(share(town.settings, store, ErrorCounts())), town.ana.auth)
    yield lambda: caller.call("GET", "/api/v1/queue")
    store.engine.dispose()


@ON_POSTGRESQL
@pytest.mark.parametrize("patience", [Patience(LONG, SHORT, LONG), Patience(SHORT, LONG, LONG)])
def test_behind_a_held_lock_staff_are_told_to_come_again_and_then_are_served(
    town: Town, patience: Patience
) -> None:
    with desk(town, patience) as look:
        with held(town):
            refused = look()
        assert (refused.status, refused.slug) == (503, "unavailable")
        assert refused.headers["Retry-After"] == "5"
        assert look().status == 200


@contextmanager
def dawdling(url: str) -> Iterator[None]:
    """Before the queue is read whoever reads it waits, until the database has had enough."""
    begun = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"

    def dawdle(_line: object, _cursor: object, said: str, *_: object) -> None:
        with psycopg.connect(url, autocommit=True) as line:
            while "content.queue_item" in said and line.execute(begun).fetchone() != (0,):
                line.execute("SELECT pg_sleep(0.05)")  # between two looks

    event.listen(Engine, "before_cursor_execute", dawdle)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", dawdle)


@ON_POSTGRESQL
def test_who_does_nothing_in_the_middle_of_a_transaction_is_cut_off_and_told_the_same(
    town: Town,
) -> None:
    with desk(town, Patience(LONG, LONG, SHORT)) as look:
        assert look().status == 200
        with dawdling(str(town.settings.database_url).replace("+psycopg", "")):
            refused = look()
        assert (refused.status, refused.slug) == (503, "unavailable")
        assert look().status == 200


@ON_POSTGRESQL
@pytest.mark.parametrize("patience", [REQUESTS, JOBS, COMMANDS])
def test_each_kind_of_process_tells_the_database_how_long_it_waits(
    town: Town, patience: Patience
) -> None:
    store = open_store(town.settings, patience)
    asked = "SELECT setting::bigint FROM pg_settings WHERE name = :name"
    with store.engine.connect() as line:
        told = [line.scalar(text(asked), {"name": name}) for name in NAMES]
    store.engine.dispose()
    assert told == [seconds * 1000 for seconds in patience]


NAMES = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
