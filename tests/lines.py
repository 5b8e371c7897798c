"""Clients of the live line for tests: python-socketio over a WebSocket, with what they heard kept."""

from __future__ import annotations

import queue
import ssl
from collections.abc import Callable
from typing import Any

import socketio

PATIENCE = 20


class Wary(ssl.SSLSocket):
    """Takes no end for an end that is not one.

    The client reads in one thread and writes in another, and where both do so at once a read that
    has nothing yet is told as the end (Python before 3.13; one connection in some hundred).
    """

    def recv(self, most: int = 1024, flags: int = 0) -> bytes:
        """What came; nothing where the other side has closed, which a second look sees as well."""
        return super().recv(most, flags) or super().recv(most, flags)


def _wary() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.sslsocket_class = Wary
    return context


class LineClient:
    """One connection of a source (`/line`) or of staff (`/desk`)."""

    def __init__(self, url: str, namespace: str, auth: dict[str, str]) -> None:
        self.namespace = namespace
        self.heard: queue.Queue[tuple[str, Any]] = queue.Queue()
        more = {"sslopt": {"context": _wary()}} if url.startswith("https:") else {}
        self._socket = socketio.Client(reconnection=False, websocket_extra_options=more)
        self._socket.on("*", self._hear, namespace=namespace)
        self._socket.connect(
            url, auth=auth, transports=["websocket"], namespaces=[namespace], wait_timeout=PATIENCE
        )

    def ask(self, event: str, body: Any = None, patience: float = PATIENCE) -> dict[str, Any]:
        """Say an event and give its answer."""
        answer: dict[str, Any] = self._socket.call(
            event, {} if body is None else body, namespace=self.namespace, timeout=patience
        )
        return answer

    def when_gone(self, do: Callable[[], object]) -> None:
        """Whenever the connection ends, this is done."""
        self._socket.on("disconnect", lambda *_: do(), namespace=self.namespace)

    def hear(self, event: str) -> Any:
        """The body of the next such event; raises queue.Empty where none comes in time."""
        while True:
            name, body = self.heard.get(timeout=PATIENCE)
            if name == event:
                return body

    def leave(self) -> None:
        """End the connection."""
        self._socket.disconnect()

    @property
    def is_connected(self) -> bool:
        """Whether the connection is there."""
        return bool(self._socket.connected)

    def wait_for_end(self) -> None:
        """Return once the connection is gone."""
        self._socket.wait()

    def _hear(self, event: str, body: Any = None) -> None:
        self.heard.put((event, body))
