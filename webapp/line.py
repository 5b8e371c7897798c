"""The live line of one process: one Socket.IO server, reached by each side's own port."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import socketio
from flask import Flask
from flask_socketio import SocketIO

from chat import json_text
from chat.packets import StrictPacket
from chat.sockets import SIDE, Line, Operations
from config.settings import Settings
from webapp.security import HeadersOnEverything, is_ours
from webapp.services import services_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "socket.io"
LARGEST_FRAME = 1024 * 1024
"""Bytes of a frame that are read at all; what is over an event's limit is refused with a message."""

PING_SECONDS = 25
LOST_SECONDS = 20
"""A connection is asked every PING_SECONDS, and gone after LOST_SECONDS without an answer."""


def open_line(app: Flask, settings: Settings) -> socketio.Server:
    """The Socket.IO server, through Flask-SocketIO, whose middleware stands before this app."""
    silent = _silent_logger()
    line = SocketIO(
        app,
        async_mode=settings.async_mode,
        transports=["websocket"],
        path=PATH,
        manage_session=False,
        serializer=StrictPacket,
        json=json_text,
        client_manager=_between(settings.redis_url),
        max_http_buffer_size=LARGEST_FRAME,
        ping_interval=PING_SECONDS,
        ping_timeout=LOST_SECONDS,
        logger=silent,
        engineio_logger=silent,
    )
    return line.server


def _between(url: str | None) -> socketio.RedisManager | None:
    """The manager of several processes, where there are several."""
    if url is None:
        return None
    from webapp import between  # noqa: PLC0415 - starting without Redis must not wait for its import

    return between.manager(url)


def join_both(server: socketio.Server, source: Flask, desk: Flask, operations: Operations) -> Line:
    """Both apps answer `/socket.io/` with this line; each connection is marked with its side."""
    line = Line(server, operations, services_of(source).allowances)
    desk.wsgi_app = socketio.WSGIApp(server, desk.wsgi_app, socketio_path=PATH)  # type: ignore[method-assign]
    for side, app in (("source", source), ("staff", desk)):
        made = services_of(app)
        marked = Marked(app.wsgi_app, side, made.settings)
        app.wsgi_app = HeadersOnEverything(marked, made)  # type: ignore[method-assign]
    return line


class Marked:
    """Writes the side of a port into each request's environment; a line under another name is none.

    Flask's own check of the name does not see the line. Nothing on it is compressed: what is
    sealed does not shrink, and each connection would keep two tables of its own for it.
    """

    def __init__(self, application: WSGIApplication, side: str, settings: Settings) -> None:
        self.application = application
        self.side = side
        self.settings = settings

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does."""
        environ[SIDE] = self.side
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        a_line = environ.get("PATH_INFO", "").startswith(f"/{PATH}/")
        if a_line and not is_ours(environ.get("HTTP_HOST", ""), self.settings):
            start_response("421 Misdirected Request", [("Content-Length", "0")])
            return []
        return self.application(environ, start_response)


class SocketFanout:
    """Says events through a Socket.IO server, or through a queue's writing end."""

    def __init__(self, emitter: Any) -> None:  # noqa: ANN401 - Server or RedisManager, untyped
        self._emitter = emitter

    def say(
        self,
        namespace: str,
        room: str | list[str],
        event: str,
        data: dict[str, Any],
        skip: str | None = None,
    ) -> None:
        """Everybody in the room or rooms hears it once, except the connection `skip`."""
        self._emitter.emit(event, data, room=room, namespace=namespace, skip_sid=skip)

    def empty(self, namespace: str, room: str) -> None:
        """Nobody is in the room any more."""
        self._emitter.close_room(room, namespace)


def _silent_logger() -> logging.Logger:
    """A logger that says nothing: the libraries' lines would be caused by one request each."""
    silent = logging.getLogger("quietline.silent")
    silent.propagate = False
    silent.disabled = True
    return silent
