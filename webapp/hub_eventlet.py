"""What the embedded server needs of eventlet: listening, serving, working beside the hub."""

from __future__ import annotations

import contextlib
import socket
from typing import Any

import eventlet
from eventlet import tpool, wsgi
from eventlet.websocket import FailedConnectionError, RFC6455WebSocket

from webapp.protocol import QuietProtocol

SLOWEST_READ = 60
"""Seconds after which a connection that says nothing is closed."""

SOCKETS = 16_384
"""Connections at once on each port; eventlet takes 1,024 unless told otherwise."""


def unmasked(data: bytes, mask: bytes, length: int | None = None, offset: int = 0) -> bytes:
    """The first `length` bytes of a frame under its mask, as one number.

    eventlet goes byte by byte, which was a third of all work for a message (measured, 1.6 kB).
    """
    length = len(data) if length is None else length
    turned = mask[offset % 4 :] + mask[: offset % 4]
    cover = (turned * (length // 4 + 1))[:length]
    mixed = int.from_bytes(data[:length], "big") ^ int.from_bytes(cover, "big")
    return mixed.to_bytes(length, "big")


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

off_loop = tpool.execute
spawn = eventlet.spawn
sleep = eventlet.sleep


def listen(bind: str, port: int) -> socket.socket:
    """A socket that listens on this port alone."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    # Left to itself eventlet shares the port: a second site would take every other tip of the first.
    listener: socket.socket = eventlet.listen(
        (bind, port), family=family, backlog=1024, reuse_port=False
    )
    return listener


def serve(listener: socket.socket, app: object) -> None:
    """Serve the app beside whatever else runs."""

    def run() -> None:
        wsgi.server(
            listener,
            app,
            protocol=QuietProtocol,
            log_output=False,
            debug=False,
            max_size=SOCKETS,
            socket_timeout=SLOWEST_READ,
            keepalive=SLOWEST_READ,
        )

    eventlet.spawn(run)


def shut(environ: dict[str, Any]) -> None:
    """Cut the connection of this request off, whatever it was doing."""
    with contextlib.suppress(OSError):
        environ["eventlet.input"].get_socket().shutdown(socket.SHUT_RDWR)
