"""A request within a request: whatever its head says of lengths, nobody is ever answered to the inner one."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.integration.test_pages_stopped import GUNICORN
from tests.migrated import migrated_store
from tests.nginx import nginx_before
from tests.server import ROOT, RunningSite, free_pair, patiently, served

QUIET = 0.4
"""Seconds without a word after which an answer is over; what comes later the counts still tell."""
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
INNER = b"GET /inner-7f3a HTTP/1.1\r\nHost: localhost\r\n\r\n"
"""What an attacker wants somebody else's connection to begin with. There is no such page: the service
counts whoever asks for it."""

HEAD = b"POST /api/v1/end HTTP/1.1\r\nHost: localhost\r\n"
LENGTH = b"Content-Length: %d\r\n" % (len(INNER) + 5)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
NONE = b"0\r\n\r\n"


def chunk(data: bytes) -> bytes:
    """One chunk."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def short(*heads: bytes) -> bytes:
    """A request whose chunks end before its length does."""
    return HEAD + b"".join(heads) + b"\r\n" + NONE + INNER


ATTACKS = {
    "a length and chunks": short(LENGTH, CHUNKED),
    "chunks and a length": short(CHUNKED, LENGTH),
    "chunks and the length of less": short(b"Content-Length: 5\r\n", CHUNKED),
    "a space before the colon": short(LENGTH, b"Transfer-Encoding : chunked\r\n"),
    "a tab before the word": short(LENGTH, b"Transfer-Encoding:\tchunked\r\n"),
    "another white space": short(LENGTH, b"Transfer-Encoding: \x0bchunked\r\n"),
    "a word that is nearly chunked": short(LENGTH, b"Transfer-Encoding: xchunked\r\n"),
    "a word in quotes": short(LENGTH, b'Transfer-Encoding: "chunked"\r\n'),
    "chunked and then not": short(LENGTH, b"Transfer-Encoding: chunked, identity\r\n"),
    "not and then chunked": short(LENGTH, b"Transfer-Encoding: identity, chunked\r\n"),
    "chunked on two lines": short(LENGTH, CHUNKED, b"Transfer-Encoding: identity\r\n"),
    "chunked and a comma": short(LENGTH, b"Transfer-Encoding: chunked,\r\n"),
    "a head folded over two lines": short(LENGTH, b"Transfer-Encoding:\r\n chunked\r\n"),
    "a line that ends with half its end": short(LENGTH, b"X: y\nTransfer-Encoding: chunked\r\n"),
    "a line that ends with the other half": short(LENGTH, b"X: y\rTransfer-Encoding: chunked\r\n"),
    "a zero in a name": short(LENGTH, b"Transfer-Encoding\x00: chunked\r\n"),
    "an underscore in a name": short(LENGTH, b"Transfer_Encoding: chunked\r\n"),
    "lengths that differ": short(b"Content-Length: 5\r\n", LENGTH),
    "lengths in one line": short(b"Content-Length: 5, %d\r\n" % (len(INNER) + 5)),
    "a length with a sign": short(b"Content-Length: +5\r\n"),
    "a length below nothing": short(b"Content-Length: -5\r\n"),
    "a length of another base": short(b"Content-Length: 0x5\r\n"),
    "a length with an underscore": short(b"Content-Length: 0_5\r\n"),
    "a length and a space in it": short(b"Content-Length: 5 5\r\n"),
    "an older protocol with chunks": short(LENGTH, CHUNKED).replace(b"HTTP/1.1", b"HTTP/1.0", 1),
    "a size beyond every number": HEAD + CHUNKED + b"\r\n1" + b"0" * 16 + b"\r\n" + INNER,
    "a size with a sign": HEAD + CHUNKED + b"\r\n+0\r\n\r\n" + INNER,
    "a size of another base": HEAD + CHUNKED + b"\r\n0x0\r\n\r\n" + INNER,
    "a size and half a line's end": HEAD + CHUNKED + b"\r\n0\n\r\n" + INNER,
    "a size, a note and half a line's end": HEAD + CHUNKED + b"\r\n5;a\nxxxxx\r\n0\r\n\r\n" + INNER,
    "a chunk longer than it says": HEAD + CHUNKED + b"\r\n1\r\nabc\r\n0\r\n\r\n" + INNER,
    "a note behind the last chunk": HEAD + CHUNKED + b"\r\n0\r\nContent-Length: 900\r\n\r\n",
    "another protocol": HEAD + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n" + LENGTH + CHUNKED + b"\r\n" + NONE + INNER,
    "a socket of no version": b"GET /socket.io/?transport=websocket HTTP/1.1\r\nHost: localhost\r\n"
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 777\r\n"
    + LENGTH + CHUNKED + b"\r\n" + NONE + INNER,
    "two hosts": HEAD + b"Host: elsewhere.example\r\n" + LENGTH + CHUNKED + b"\r\n" + NONE + INNER,
    "a request line within a header": HEAD + b"X: y\r\n\r\n"[:4] + b"\x00\r\n" + LENGTH + CHUNKED
    + b"\r\n" + NONE + INNER,
}  # fmt: skip
"""By the lists of known smuggling (RFC 9112, section 11.2, and what was reported of servers since)."""


@dataclass
class Way:
    """One way in: how to open a line to it, and what the service counted once it is stopped."""

    name: str
    connect: Callable[[], socket.socket]
    stop: Callable[[], str]

    def said_to(self, raw: bytes) -> bytes:
        """All that comes back until the line is closed, or nothing more comes for a moment."""
        got = b""
        with self.connect() as line:
            try:
                line.sendall(raw)
                while part := line.recv(65_536):
                    got += part
            except OSError:
                pass  # nothing more comes, or the line was closed in the middle: both refuse
        return got

    def alive(self) -> bytes:
        """The answer to an honest request on a line of its own."""
        return self.said_to(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")


@contextmanager
def gunicorn(home: Path) -> Iterator[RunningSite]:
    """The pages as operators run them."""
    with migrated_store("sqlite", home / "data"):
        port = free_pair()
    told = {"QUIETLINE_PORT": str(port), "QUIETLINE_DATA_DIR": str(home / "data")}
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *GUNICORN, "webapp.behind_gunicorn:application()"],
            cwd=ROOT,
            env={**os.environ, **told},
            stdout=output,
            stderr=output,
        )
    site = RunningSite(home, port, process)
    try:
        patiently(lambda: process.poll() is not None or _healthy(port))
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _healthy(port: int) -> bool:
    line = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def _plain(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=QUIET)


@contextmanager
def embedded_alone(home: Path) -> Iterator[Way]:
    with served(home, "serve") as site:
        yield Way("embedded", lambda: _plain(site.port), lambda: _ended(site))


@contextmanager
def gunicorn_alone(home: Path) -> Iterator[Way]:
    with gunicorn(home) as site:
        yield Way("gunicorn", lambda: _plain(site.port), lambda: _ended(site))


@contextmanager
def nginx_and_gunicorn(home: Path) -> Iterator[Way]:
    with gunicorn(home) as site, nginx_before(site, home / "nginx") as nginx:
        yield Way("nginx", lambda: _plain(nginx.onion_port), lambda: _ended(site))


@contextmanager
def nginx_and_embedded(home: Path) -> Iterator[Way]:
    with served(home, "serve") as site, nginx_before(site, home / "nginx") as nginx:
        yield Way("nginx", lambda: _plain(nginx.onion_port), lambda: _ended(site))


HALF_ENDS = {"a size and half a line's end", "a size, a note and half a line's end"}
"""nginx takes half a line's end for a whole one. It passes on what it understood, in its own words,
so the service reads the same: two requests of the attacker's own, on the attacker's own line."""


def _ended(site: RunningSite) -> str:
    site.stop()
    return site.output


WAYS = (embedded_alone, gunicorn_alone, nginx_and_gunicorn, nginx_and_embedded)
IN_CI = (embedded_alone, nginx_and_gunicorn)


def not_found(output: str) -> int:
    """How often somebody asked for a page that there is not, by the counts at the end."""
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return sum(int(line["count"]) for line in lines if line.get("kind") == "not-found")


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(way, id=way.__name__, marks=() if way in IN_CI else pytest.mark.long)
        for way in WAYS
    ],
)
def test_no_request_within_another_reaches_the_service(way: object, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with way(tmp_path / "site") as door:  # type: ignore[operator]
        answered = {name: door.said_to(raw) for name, raw in ATTACKS.items()}
        statuses = {name: STATUS.findall(said) for name, said in answered.items()}
        own = HALF_ENDS if door.name == "nginx" else set()
        assert {n for n, s in statuses.items() if not set(s[1:]) <= {b"400"}} == own
        assert {n for n, s in statuses.items() if b"404" in s} == own
        assert door.alive().startswith(b"HTTP/1.1 200")
        output = door.stop()
    assert not_found(output) == len(own)


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS, ids=[each.__name__ for each in WAYS])
def test_a_request_after_another_does_and_is_counted(way: object, tmp_path: Path) -> None:
    """The control: what follows an honest request on its line is answered, and the test would see it."""
    (tmp_path / "site").mkdir()
    with way(tmp_path / "site") as door:  # type: ignore[operator]
        said = door.said_to(HEAD + b"Content-Length: 0\r\n\r\n" + INNER)
        output = door.stop()
    assert b" 404 " in said
    assert not_found(output) == 1
