"""Many who send a file one byte at a time: others are answered as ever, and the slow ones arrive too."""

from __future__ import annotations

import resource
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path

import pytest

from crypto.receipt import Receipt
from tests.actors import Office, Source
from tests.faults.test_full_disk import founded
from tests.files import Sending
from tests.server import RunningSite, served

pytestmark = pytest.mark.long

PATIENCE = 20
A_TRY = 30.0
"""Seconds of the long test: more than half of what a silent connection may take."""


def somebody(site: RunningSite, office: Office) -> Source:
    receipt = Receipt.from_master(secrets.token_bytes(32))
    person = Source(site.source_url, office=office, receipt=receipt)
    assert person.send_tip().status == 201
    return person


class Slow:
    """A part whose bytes come one at a time."""

    def __init__(self, site: RunningSite, file: Sending) -> None:
        """The head of the request is sent, and nothing of its body."""
        self.line = socket.create_connection(("localhost", site.port), PATIENCE)
        self.rest = memoryview(file.parts[0])
        head = (
            f"PUT {file.path}/parts/0 HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: {file.by.auth}\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Length: {len(self.rest)}\r\nConnection: close\r\n\r\n"
        )
        self.line.sendall(head.encode())

    def send(self, size: int) -> None:
        """So many bytes more are sent."""
        self.line.sendall(self.rest[:size])
        self.rest = self.rest[size:]

    def answer(self) -> int:
        """The status of the answer, once all is sent."""
        self.send(len(self.rest))
        return int(self.line.makefile("rb").readline().split()[1])


@contextmanager
def slow_ones(site: RunningSite, office: Office, many: int) -> Iterator[list[Slow]]:
    """So many slow senders, closed when the block ends."""
    with ExitStack() as lines:
        found = []
        for _ in range(many):
            slow = Slow(site, Sending(somebody(site, office)).begun())
            lines.callback(slow.line.close)
            found.append(slow)
        yield found


@pytest.mark.parametrize("mode", ["eventlet", pytest.param("gevent", marks=pytest.mark.long)])
def test_while_some_send_byte_by_byte_others_are_answered(tmp_path: Path, mode: str) -> None:
    with served(tmp_path, "serve", QUIETLINE_ASYNC=mode) as site:
        office = founded(site)
        with slow_ones(site, office, 20) as slow:
            for _ in range(5):
                for each in slow:
                    each.send(1)
                quick = Sending(somebody(site, office)).sent()
                assert quick.by.write().status == 201
            assert {each.answer() for each in slow} == {204}


@pytest.mark.long
@pytest.mark.timeout(300)
def test_two_hundred_who_send_a_byte_a_second_hold_nobody_up(tmp_path: Path) -> None:
    with served(tmp_path, "serve") as site:
        office = founded(site)
        others = cycle([somebody(site, office) for _ in range(40)])
        alone = sorted(looked(next(others)) for _ in range(80))
        memory = resident(site)
        with slow_ones(site, office, 200) as slow:
            end, beside = time.monotonic() + A_TRY, []
            while time.monotonic() < end:
                second = time.monotonic() + 1
                for each in slow:
                    each.send(1)
                while time.monotonic() < second:
                    beside.append(looked(next(others)))
            grown = resident(site) - memory
            assert {each.answer() for each in slow} == {204}
        beside.sort()
        assert beside[len(beside) // 2] < 5 * alone[len(alone) // 2] + 0.05
        assert beside[-1] < PATIENCE / 4
        assert grown < 200 * 1024 * 1024
        assert Sending(next(others)).sent().whole().status == 200


def looked(person: Source) -> float:
    """Seconds in which somebody's conversation is read."""
    began = time.monotonic()
    assert person.call("GET", "/api/v1/conversation").status == 200
    return time.monotonic() - began


def resident(site: RunningSite) -> int:
    """Bytes of memory that the server has."""
    pages = Path(f"/proc/{site.process.pid}/statm").read_text().split()[1]
    return int(pages) * resource.getpagesize()
