"""A line through a SOCKS 5 proxy that looks the name up itself (RFC 1928), as Tor's is."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

GREETING = b"\x05\x01\x00"
"""Version 5, one way to show who one is: none."""

CONNECT = b"\x05\x01\x00\x03"
"""Version 5, connect, reserved, a name follows."""

REST = {1: 4 + 2, 4: 16 + 2}
"""How many bytes follow an answer's address type, the port included."""


class Refused(Exception):
    """The proxy reached nobody; the message says which of its numbers it gave."""


@contextmanager
def through_socks(
    proxy: tuple[str, int], host: str, port: int, seconds: float
) -> Iterator[socket.socket]:
    """A line to `host` through `proxy`; raises Refused, and OSError where the proxy is not there."""
    with socket.create_connection(proxy, timeout=seconds) as line:
        line.sendall(GREETING)
        if _read(line, 2) != b"\x05\x00":
            raise Refused("this is no proxy that lets us in")
        name = host.encode("ascii")
        line.sendall(CONNECT + bytes([len(name)]) + name + port.to_bytes(2))
        _, code, _, kind = _read(line, 4)
        if code != 0:
            raise Refused(f"the proxy says {code}")
        _read(line, REST[kind] if kind in REST else _read(line, 1)[0] + 2)
        yield line


def _read(line: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        more = line.recv(length - len(found))
        if not more:
            raise Refused("the proxy hung up")
        found += more
    return found
