"""A server that is told to stop: what it is at is answered, whoever is connected is let go, nobody new comes in."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.databases import DATABASES
from tests.integration.line_town import Town, line_town
from tests.integration.test_database_away import WAITING
from tests.server import patiently
from webapp.schemas import b64

PAIR = "postgresql"
MODES = ["eventlet", pytest.param("gevent", marks=pytest.mark.long)]


def is_closed(town: Town) -> bool:
    """Whether nobody comes in any more."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", town.site.port)) != 0


@contextmanager
def nobody_writes(url: str) -> Iterator[None]:
    """As long as the block lasts every message waits."""
    with psycopg.connect(url) as holder:
        holder.execute("SELECT 1 FROM content.conversation FOR UPDATE")
        yield


def somebody_waits(url: str) -> bool:
    """Whether a message waits."""
    with psycopg.connect(url) as line:
        return line.execute(WAITING).fetchone() is not None


@pytest.mark.parametrize("kind", [kind for kind in DATABASES if kind == PAIR])
@pytest.mark.parametrize("mode", MODES)
def test_what_is_being_answered_when_it_is_told_to_stop_is_answered(
    tmp_path: Path, mode: str, kind: str
) -> None:
    with line_town(tmp_path, mode, kind) as (town, url), ThreadPoolExecutor(1) as pool:
        source = town.held_chat()
        tab, idle = town.line(source), town.line(source)
        gone = threading.Event()
        idle.when_gone(gone.set)
        with nobody_writes(url):
            answer = pool.submit(tab.ask, "send", {"envelope": b64(source.envelope())})
            patiently(lambda: somebody_waits(url))
            town.site.process.send_signal(signal.SIGTERM)
            patiently(lambda: is_closed(town))
            assert gone.wait(20)
            assert not answer.done()
        assert answer.result()["status"] == 201
        assert town.site.process.wait(20) == 0
