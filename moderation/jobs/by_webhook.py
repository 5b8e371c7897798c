"""One alert by webhook: a POST to an address that staff chose, so never into our own network.

The name is looked up once, every address it has must be a public one, and the connection goes to
the very address that was looked at. No redirect is followed, since only the first line of the
answer is read.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from moderation.jobs import alert

PATIENCE = 10.0
"""Seconds for all of it, however slowly the other side speaks."""

LONGEST_LINE = 1024


class WebhookRefused(Exception):
    """The address leads where it may not, or the other side did not take the alert."""


def send(address: str, context: ssl.SSLContext, *, private: bool) -> None:
    """The other side has taken the alert (2xx); raises WebhookRefused or OSError.

    With `private` it may be in our own network, and without TLS.
    """
    end = time.monotonic() + PATIENCE
    target = urlsplit(address)
    if target.scheme != "https" and not (private and target.scheme == "http"):
        raise WebhookRefused("scheme")
    with closing(_connect(target, context, _left(end), private=private)) as connection:
        path = (target.path or "/") + (f"?{target.query}" if target.query else "")
        connection.request("POST", path, alert.as_json(), {"Content-Type": "application/json"})
        status = _first_line(connection.sock, end).split(b" ")[1:2]
    if not status or len(status[0]) != len(b"200") or not status[0].startswith(b"2"):
        raise WebhookRefused("status")


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, also where it wraps an older one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _connect(
    target: SplitResult, context: ssl.SSLContext, left: Callable[[], float], *, private: bool
) -> HTTPConnection:
    sealed = target.scheme == "https"
    host = target.hostname or ""
    port = target.port or (443 if sealed else 80)
    line = _first_that_answers(_places(host, port, private=private), port, left)
    connection = (HTTPSConnection if sealed else HTTPConnection)(host, port)
    connection.sock = line
    if sealed:
        try:
            connection.sock = context.wrap_socket(line, server_hostname=host)
        except BaseException:
            line.close()
            raise
    connection.sock.settimeout(left())
    return connection


def _places(host: str, port: int, *, private: bool) -> list[str]:
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not private and not all(is_public(place) for place in found):
        raise WebhookRefused("not a public address")
    return found


def _first_that_answers(places: list[str], port: int, left: Callable[[], float]) -> socket.socket:
    for place in places[:-1]:
        with contextlib.suppress(ConnectionError):
            return socket.create_connection((place, port), timeout=left())
    return socket.create_connection((places[-1], port), timeout=left())


def _first_line(line: socket.socket, end: float) -> bytes:
    left, read = _left(end), b""
    while b"\n" not in read and len(read) < LONGEST_LINE:
        line.settimeout(left())
        piece = line.recv(LONGEST_LINE)
        if not piece:
            break
        read += piece
    return read.partition(b"\n")[0].strip()


def _left(end: float) -> Callable[[], float]:
    def left() -> float:
        seconds = end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    return left
