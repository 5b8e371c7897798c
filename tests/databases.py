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
def fresh_database(kind: str, template: str = "template1") -> Iterator[str]:
    """The setting for a copy of `template`, by itself empty; it is dropped when the block ends."""
    if kind == "sqlite":
        yield ""
        return
    name = f"quietline_{secrets.token_hex(6)}"
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _run(made.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield SERVER.rsplit("/", 1)[0] + f"/{name}"
    finally:
        _run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(statement: sql.Composed) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)
