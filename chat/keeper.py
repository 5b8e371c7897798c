"""Keeps the line's connections in order: whoever never reads, or never says who they are, is cut off.

A client that does not read would make its queue grow without end; cut off, it connects again and
asks for what it missed, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import socketio

KNOWN = "quietline.known"
OVER = "quietline.over"
"""Marks in a connection's environment: that somebody came in by it, and that it is to be cut off."""

LONGEST_QUEUE = 256
"""Frames that wait for one connection to read; a live chat has a few."""

WORKING = "quietline.working"
"""Mark of a connection: how many of its events are being worked on."""

GOING = "quietline.going"
"""Mark of a connection that was let go because the process ends."""

SECONDS_TO_COME_IN = 10
"""A connection that has not shown a proof after this long is closed."""

SINCE = "quietline.since"


class Keeper:
    """Looks at every connection of a server; `shut` cuts one off, given its environment."""

    def __init__(self, server: socketio.Server, shut: Callable[[dict[str, Any]], None]) -> None:
        self._server = server
        self._shut = shut

    def look(self, now: float) -> int:
        """Cut off whoever must be; gives how many. `now` is in seconds of any clock."""
        cut = 0
        for sid, connection in list(self._server.eio.sockets.items()):
            environ = self._server.environ.get(sid)
            if environ is not None and self._is_over(connection, environ, now):
                self._shut(environ)
                cut += 1
        return cut

    def let_go(self, portions: int) -> int:
        """Cut off one of so many portions of those who wait for no answer; gives how many that were."""
        there = [self._server.environ.get(sid) for sid in list(self._server.eio.sockets)]
        going = [it for it in there if it is not None and not (GOING in it or it.get(WORKING))]
        portion = going[: -(-len(going) // portions)]
        for environ in portion:
            environ[GOING] = True
            self._shut(environ)
        return len(portion)

    def _is_over(self, connection: Any, environ: dict[str, Any], now: float) -> bool:  # noqa: ANN401 - the library's own
        if connection.queue.qsize() > LONGEST_QUEUE or OVER in environ:
            return True
        since: float = environ.setdefault(SINCE, now)
        return KNOWN not in environ and now - since > SECONDS_TO_COME_IN


def unread(server: socketio.Server, namespace: str, sid: str) -> int:
    """Frames that wait for this connection to read them."""
    found = server.manager.eio_sid_from_sid(sid, namespace)
    connection = server.eio.sockets.get(found)
    return connection.queue.qsize() if connection is not None else 0
