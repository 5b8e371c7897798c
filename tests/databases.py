"""The databases that tests run on: SQLite always, PostgreSQL where one answers."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql

SERVER = os.environ.get(
    "QUIETLINE_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres"
)
"""A server on this machine on which tests may make and drop databases of their own."""


def postgresql_version() -> str | None:
    """The version of the PostgreSQL server that answers, or None."""
    try:
        with psycopg.connect(SERVER, connect_timeout=3) as connection:
            row = connection.execute("SHOW server_version").fetchone()
    except psycopg.OperationalError:
        return None
    return str(row[0]) if row else None


POSTGRESQL = postgresql_version()
DATABASES = ["sqlite", "postgresql"] if POSTGRESQL else ["sqlite"]


def often_on(kind: str) -> list[Any]:
    """Both databases; where both are there, the other one runs only with the long tests."""
    return [
        pytest.param(each, marks=[pytest.mark.long] if each != kind and kind in DATABASES else [])
        for each in DATABASES
    ]


@contextmanager
def fresh_database(kind: str) -> Iterator[str]:
    """The setting for an empty database of this kind; it is dropped when the block ends."""
    if kind == "sqlite":
        yield ""
        return
    name = f"quietline_{secrets.token_hex(6)}"
    _run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield SERVER.rsplit("/", 1)[0] + f"/{name}"
    finally:
        _run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(statement: sql.Composed) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)
