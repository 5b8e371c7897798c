"""One request for the makers' list, the same from everybody: it says nothing about who asks or what they run."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from config.releases import ReleasesAt
from webapp.doctor.socks import Refused, through_socks

SECONDS = 60.0
"""How long all of it may take, however slowly it comes."""

LONGEST = 16_384
"""Bytes; a list is a few hundred."""


class NotTold(Exception):
    """No list came; the message says why."""


def ask(at: ReleasesAt, seconds: float = SECONDS) -> bytes:
    """What is at the address; raises NotTold. No redirect is followed, so nobody sends us elsewhere."""
    parts = urlsplit(at.url)
    try:
        with a_line(at, seconds) as line:
            found = _got(line, parts.netloc, f"{parts.path or '/'}?{parts.query}".rstrip("?"))
    except (OSError, HTTPException, Refused, ValueError) as error:
        raise NotTold(f"{parts.hostname} does not answer ({type(error).__name__})") from error
    return found


def _got(line: socket.socket, host: str, path: str) -> bytes:
    connection = HTTPConnection(host)
    connection.sock = line
    # Nothing but what HTTP cannot do without: no agent, no language, no encoding.
    connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", host)
    connection.putheader("Connection", "close")
    connection.endheaders()
    answer = connection.getresponse()
    if answer.status != 200:  # noqa: PLR2004 - anything else is no list
        raise NotTold(f"{host} answers {answer.status}; nothing but the list itself is taken")
    found = answer.read(LONGEST + 1)
    if len(found) > LONGEST:
        raise NotTold(f"{host} sends more than any list of releases has")
    return found


@contextmanager
def a_line(at: ReleasesAt, seconds: float) -> Iterator[socket.socket]:
    """A line to the address, which is cut after so many seconds; raises TimeoutError where it was."""
    with _line(at, seconds) as line:
        late = threading.Event()
        stop = threading.Timer(seconds, _hang_up, [line, late])
        stop.start()
        try:
            yield line
        finally:
            stop.cancel()
        if late.is_set():  # what was cut off looks like an end
            raise TimeoutError


@contextmanager
def _line(at: ReleasesAt, seconds: float) -> Iterator[socket.socket]:
    parts = urlsplit(at.url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    there = (
        through_socks(at.proxy, host, port, seconds)
        if at.proxy
        else socket.create_connection((host, port), timeout=seconds)
    )
    with (
        there as plain,
        (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            if parts.scheme == "https"
            else nullcontext(plain)
        ) as line,
    ):
        yield line


def _hang_up(line: socket.socket, late: threading.Event) -> None:
    late.set()
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is over already
