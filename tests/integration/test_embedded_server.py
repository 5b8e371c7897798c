"""The embedded server as strangers meet it: broken requests, foreign hosts, and its end."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from tests.server import RunningSite, start_site
from webapp.security import BODY_LIMIT, HEADERS

WORD = b"who-is-asking-7f3a"
PROOF = b"A" * 43
EXIT = b" https://www.weather.gov"
"""Where a form of the source side may lead besides its own address; the server's own errors leave it out."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    running = start_site(tmp_path_factory.mktemp("served"), "serve")
    yield running
    running.stop()


def exchange(port: int, raw: bytes) -> bytes:
    """Everything the server says to these bytes until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(raw)
        said = b""
        while part := line.recv(65536):
            said += part
    return said


REFUSED = {
    "no request line": (b"GARBAGE " + WORD + b"\r\n\r\n", b"400"),
    "an address that is too long": (
        b"GET /" + WORD * 600 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"414",
    ),
    "a header that is too long": (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + WORD * 600 + b"\r\n\r\n",
        b"431",
    ),
    "two lengths": (
        b"POST /api/v1/end HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n",
        b"400",
    ),
    "a length and chunks": (
        b"POST / HTTP/1.1\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"400",
    ),
    "a length without end": (
        b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"400",
    ),
    "a coding that is not chunks": (
        b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"400",
    ),
    "chunks within a coding": (
        b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"400",
    ),
    "chunks, said twice": (
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"400",
    ),
    "a length that is no number": (
        b"POST /api/v1/end HTTP/1.1\r\nContent-Length: +3\r\n\r\n",
        b"400",
    ),
    "another protocol": (b"PRI * HTTP/2.0\r\n\r\n", b"505"),
    "an unknown method": (
        b"BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"405",
    ),
    "an unknown page": (
        b"GET /" + WORD + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"404",
    ),
    "a foreign host": (
        b"GET / HTTP/1.1\r\nHost: " + WORD + b".example\r\nConnection: close\r\n\r\n",
        b"421",
    ),
    "no host": (b"GET /healthz HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", b"421"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_broken_request_is_refused_with_our_headers_and_without_echo(
    site: RunningSite, why: str
) -> None:
    raw, status = REFUSED[why]
    said = exchange(site.port, raw)
    assert said.split(b"\r\n")[0].split()[1] == status
    for name, value in HEADERS.items():
        assert f"{name.lower()}: {value.lower()}".encode() in said.lower().replace(EXIT, b"")
    assert WORD not in said


def test_a_body_that_is_too_large_is_refused_before_it_was_sent(site: RunningSite) -> None:
    head = (
        b"POST /api/v1/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Authorization: Receipt " + PROOF + b"\r\nContent-Length: %d\r\n\r\n"
    )
    said = exchange(site.port, head % (BODY_LIMIT + 1))  # nothing of the body follows
    assert said.split(b"\r\n")[0].split()[1] == b"413"


def test_nothing_of_these_requests_is_in_what_the_server_printed(site: RunningSite) -> None:
    for raw, _ in REFUSED.values():
        exchange(site.port, raw)
    assert WORD.decode() not in site.output
    assert "127.0.0.1" not in site.output


def test_told_to_stop_it_stops_within_seconds_and_then_writes_its_counts(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    site = start_site(tmp_path_factory.mktemp("stopped"), "serve")
    exchange(site.port, REFUSED["an unknown page"][0])
    began = time.monotonic()
    site.stop()
    assert time.monotonic() - began < 10
    assert site.process.returncode == 0
    assert '"kind": "not-found", "count": 1' in site.output
