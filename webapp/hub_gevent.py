"""What the embedded server needs of gevent: listening, serving, working beside the hub."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from functools import partialmethod
from typing import Any

import gevent
import simple_websocket  # type: ignore[import-untyped]  # it ships no types
from gevent import pywsgi
from gevent.lock import RLock, Semaphore
from gevent.pool import Pool

from webapp.line import LARGEST_FRAME

SOCKETS = 16_384
"""Connections at once on each port."""

THREADS, KEPT = 10, 1
"""Threads beside the hub, and how many of them are kept for a commit: there is one at a time."""

RAW = "werkzeug.socket"
"""Where simple-websocket looks for a connection's own socket."""

# Left to itself it has no limit: a message of many pieces and without an end would fill the memory.
simple_websocket.Server.__init__ = partialmethod(
    simple_websocket.Server.__init__, max_message_size=LARGEST_FRAME
)

spawn = gevent.spawn
sleep = gevent.sleep


gevent.get_hub().threadpool.maxsize = THREADS
_places = Semaphore(THREADS - KEPT)


def off_loop(work: Callable[..., Any], /, *given: Any) -> Any:  # noqa: ANN401 - any work
    """Run work in a thread beside the hub, once one is free that no commit may need.

    Else so many files on their way to a disk or bucket that hangs would hold every message up.
    """
    with _places:
        return commit(work, *given)


def commit(work: Callable[..., Any], /, *given: Any) -> Any:  # noqa: ANN401 - any work
    """Run work in a thread beside the hub at once.

    What the work raises is raised here alone: an error that reaches gevent's own pool is printed
    there with its trace, and the logs hold counts of errors only.
    """
    done, raised = gevent.get_hub().threadpool.apply(_caught, (work, given))
    if raised is not None:
        raise raised
    return done


def _caught(work: Callable[..., Any], given: tuple[Any, ...]) -> tuple[Any, Exception | None]:
    try:
        return work(*given), None
    except Exception as error:  # noqa: BLE001 - raised again beside the hub
        return None, error


def listen(bind: str, port: int) -> socket.socket:
    """A socket that listens on this port alone."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # see hub_eventlet
    listener.bind((bind, port))
    listener.listen(1024)
    listener.setblocking(False)
    return listener


class Door:
    """Where people come in at one port, and how many of them are in."""

    def __init__(self, listener: socket.socket, app: object) -> None:
        self._pool = Pool(SOCKETS)
        self._server = pywsgi.WSGIServer(
            listener, app, log=None, error_log=None, handler_class=QuietHandler, spawn=self._pool
        )
        self._server.stop_timeout = None  # else who is in is killed after a second, at any step
        gevent.spawn(self._server.serve_forever)

    def close(self) -> None:
        """Nobody comes in any more."""
        self._server.close()

    @property
    def inside(self) -> int:
        """Connections that are still open."""
        return len(self._pool)


def shut(environ: dict[str, Any]) -> None:
    """Cut the connection of this request off, whatever it was doing."""
    with contextlib.suppress(OSError, KeyError):
        environ[RAW].shutdown(socket.SHUT_RDWR)


class Steady:
    """A socket that sends all it is given, one frame after the other.

    The WebSocket library sends once and does not look how much of it went out: of a long frame to
    somebody who reads slowly a piece would be missing, and nothing after it could be read.
    """

    def __init__(self, sock: Any) -> None:  # noqa: ANN401 - gevent's own
        self._sock = sock
        self._turn = RLock()  # the library answers pings while another of our frames is half out

    def send(self, data: bytes) -> int:
        """All of it is out; raises BrokenPipeError where nobody is there any more.

        No other error is expected by the library: what it does not expect is printed with its trace.
        """
        with self._turn:
            try:
                self._sock.sendall(data)
            except OSError as error:
                raise BrokenPipeError from error
        return len(data)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the socket has
        return getattr(self._sock, name)


class QuietHandler(pywsgi.WSGIHandler):  # type: ignore[misc]  # gevent ships no types for it
    """gevent's HTTP/1.1 without a log line, an address in the environment or an echo of a request."""

    def get_environ(self) -> dict[str, Any]:
        """The request's environment, with its socket for the WebSocket library, without its address."""
        environ: dict[str, Any] = super().get_environ()
        for name in ("REMOTE_ADDR", "REMOTE_PORT"):
            environ.pop(name, None)
        environ[RAW] = Steady(self.socket)
        return environ

    def handle_one_response(self) -> None:
        """Answer; the end of a WebSocket comes out of engineio as an error without a number."""
        try:
            super().handle_one_response()
        except IndexError:
            self.close_connection = True

    def log_request(self) -> None:
        """Say nothing: a line would be caused by one request."""

    def log_error(self, *_args: object) -> None:
        """Say nothing: the text would quote the request."""

    def handle_error(self, *_error: object) -> None:
        """End the connection; what went wrong in an app was answered and counted there."""
        self.close_connection = True
