"""Connections that end while somebody comes in by them leave nobody behind."""

from __future__ import annotations

from typing import Any

import socketio

from chat.allowance import Allowances
from chat.fields import b64
from chat.protocol import LINE
from chat.sockets import SIDE, Line

GOOD = {"receipt": b64(bytes(32))}
CONNECTION = "connection"


class Hasty:
    """Operations during which the connection ends; what else a line asks for nobody needs here."""

    def __init__(self, server: socketio.Server) -> None:
        self._server = server

    def source_in(self, _proof: bytes) -> tuple[bytes | None, str]:
        """Right, but too late."""
        self._server._handle_eio_disconnect(CONNECTION, "transport close")
        return bytes(16), ""


def line_of() -> socketio.Server:
    """A server with a line, and one connection to it."""
    server = socketio.Server(async_mode="threading")
    server._send_packet = lambda *_: None
    Line(server, Hasty(server), Allowances())  # type: ignore[arg-type]  # all of it that is used
    environ: dict[str, Any] = {SIDE: "source"}
    server.environ[CONNECTION] = environ
    return server


def left_behind(server: socketio.Server) -> dict[str, Any]:
    """Everybody whom the server still counts as there, or as on their way."""
    return {**server.manager.rooms, **server.manager.pending_connect}


def test_whoever_is_gone_before_they_were_looked_up_was_never_there() -> None:
    server = line_of()
    server._handle_connect(CONNECTION, LINE, GOOD)
    assert left_behind(server) == {}


def test_what_a_connection_said_last_is_not_heard_after_its_end() -> None:
    server = line_of()
    del server.environ[CONNECTION]
    server._handle_connect(CONNECTION, LINE, GOOD)
    assert left_behind(server) == {}
