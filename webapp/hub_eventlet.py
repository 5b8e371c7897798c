"""What the embedded server needs of eventlet: listening, serving, working beside the hub."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from typing import Any

import eventlet
from eventlet import tpool, wsgi
from eventlet.semaphore import Semaphore
from eventlet.websocket import FailedConnectionError, RFC6455WebSocket

from webapp.protocol import QuietProtocol

SLOWEST_READ = 60
"""Seconds after which a connection that says nothing is closed."""

SOCKETS = 16_384
"""Connections at once on each port; eventlet takes 1,024 unless told otherwise."""


THREADS, KEPT = 20, 1
"""Threads beside the hub, and how many of them are kept for a commit: there is one at a time."""

UNDER = [bytes(byte ^ mask for byte in range(256)) for mask in range(256)]
"""Each byte under each byte of a mask."""


def unmasked(data: bytes, mask: bytes, length: int | None = None, offset: int = 0) -> bytes:
    """The first `length` bytes of a frame under its mask, each fourth byte with all its like.

    eventlet goes byte by byte, which was a third of all work for a message (measured, 1.6 kB).
    """
    clear = bytearray(data if length is None else data[:length])
    for lane in range(4):
        clear[lane::4] = clear[lane::4].translate(UNDER[mask[(offset + lane) % 4]])
    return bytes(clear)


RFC6455WebSocket._apply_mask = staticmethod(unmasked)  # noqa: SLF001 - there is no public way


class Whole(RFC6455WebSocket.Message):  # type: ignore[misc]  # eventlet ships no types
    """A message whose pieces together are no longer than one frame may be.

    eventlet looks at each piece alone: a message without an end would fill the memory.
    """

    taken = 0

    def push(self, data: bytes, final: bool = False) -> None:
        """One more piece; raises FailedConnectionError where it is one too many."""
        super().push(data, final)
        self.taken += max(1, len(data))
        if self.taken > self.max_frame_length:
            raise FailedConnectionError(1009, "")


RFC6455WebSocket.Message = Whole

tpool.set_num_threads(THREADS)
_places = Semaphore(THREADS - KEPT)


def off_loop(work: Callable[..., Any], /, *given: Any) -> Any:  # noqa: ANN401 - any work
    """Run work in a thread beside the hub, once one is free that no commit may need.

    Else so many files on their way to a disk or bucket that hangs would hold every message up.
    """
    with _places:
        return tpool.execute(work, *given)


commit = tpool.execute
spawn = eventlet.spawn
sleep = eventlet.sleep


def listen(bind: str, port: int) -> socket.socket:
    """A socket that listens on this port alone."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    # Left to itself eventlet shares the port: a second site would take every other tip of the first.
    listener: socket.socket = eventlet.listen(
        (bind, port), family=family, backlog=1024, reuse_port=False
    )
    # Its connections inherit it. Else the second packet of an answer waits 40 ms until the other
    # side has said that it has the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


class Door:
    """Where people come in at one port, and how many of them are in."""

    def __init__(self, listener: socket.socket, app: object) -> None:
        self._listener, self._pool = listener, eventlet.GreenPool(SOCKETS)
        self._serving = eventlet.spawn(self._serve, app)

    def close(self) -> None:
        """Nobody comes in any more, and who is in and says nothing is out."""
        self._serving.kill()
        self._listener.close()

    @property
    def inside(self) -> int:
        """Connections that are still open."""
        return int(self._pool.running())

    def _serve(self, app: object) -> None:
        wsgi.server(
            self._listener,
            app,
            protocol=QuietProtocol,
            log_output=False,
            debug=False,
            custom_pool=self._pool,
            socket_timeout=SLOWEST_READ,
            keepalive=SLOWEST_READ,
        )


def shut(environ: dict[str, Any]) -> None:
    """Cut the connection of this request off, whatever it was doing."""
    with contextlib.suppress(OSError):
        environ["eventlet.input"].get_socket().shutdown(socket.SHUT_RDWR)
