"""A WebSocket client that costs little: raw Engine.IO frames, no masking work, no compression.

The load generator shares two cores with what it measures, so every microsecond here falls on both.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
from collections.abc import Callable
from typing import Any

UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost:{port}\r\n"
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: {key}\r\n\r\n"
)
TEXT, CLOSE, PING = 0x1, 0x8, 0x9
SHORT, MEDIUM, LONG = 125, 126, 127
OnEvent = Callable[[str, dict[str, Any]], None]


class Refused(Exception):
    """The server did not let this connection in, or ended it."""


class Frames(asyncio.Protocol):
    """The WebSocket itself: text frames in and out."""

    def __init__(self, port: int, on_text: Callable[[str], None]) -> None:
        self._port, self._on_text = port, on_text
        self._buffer = bytearray()
        self._upgraded = False
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the WebSocket."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(UPGRADE.format(port=self._port, key=key).encode())

    def connection_lost(self, _error: Exception | None) -> None:
        """Whoever waits learns it."""
        if not self.lost.done():
            self.lost.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Hand on every whole text frame."""
        self._buffer += data
        if not self._upgraded:
            head, found, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self.close()
                return
            self._upgraded, self._buffer = True, bytearray(rest)
        self._take_frames()

    def _take_frames(self) -> None:
        buffer, start = self._buffer, 0
        while len(buffer) - start >= 2:
            length, begin = buffer[start + 1] & 0x7F, start + 2
            if length == MEDIUM:
                length, begin = int.from_bytes(buffer[begin : begin + 2], "big"), begin + 2
            elif length == LONG:
                length, begin = int.from_bytes(buffer[begin : begin + 8], "big"), begin + 8
            if len(buffer) < begin + length:
                break
            kind = buffer[start] & 0x0F
            if kind == TEXT:
                self._on_text(buffer[begin : begin + length].decode())
            elif kind == CLOSE:
                self.close()
            start = begin + length
        del buffer[:start]

    def send(self, text: str) -> None:
        """One text frame, under a mask of zeros."""
        data = text.encode()
        length = len(data)
        if length <= SHORT:
            head = bytes((0x80 | TEXT, 0x80 | length))
        elif length <= 0xFFFF:
            head = bytes((0x80 | TEXT, 0x80 | MEDIUM)) + length.to_bytes(2, "big")
        else:
            head = bytes((0x80 | TEXT, 0x80 | LONG)) + length.to_bytes(8, "big")
        if self._transport is not None:
            self._transport.write(head + bytes(4) + data)

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.abort()


class Connection:
    """One Socket.IO connection in one namespace: events out, acknowledgements and events in."""

    def __init__(self, namespace: str, on_event: OnEvent) -> None:
        self._namespace, self._on_event = namespace, on_event
        self._number = 0
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.frames: Frames

    async def connect(
        self, port: int, auth: dict[str, Any], local: str = "127.0.0.1", seconds: float = 60
    ) -> None:
        """Come in; raises Refused."""
        loop = asyncio.get_running_loop()
        _, self.frames = await loop.create_connection(
            lambda: Frames(port, self._text), "127.0.0.1", port, local_addr=(local, 0)
        )
        self.frames.lost.add_done_callback(self._lost)
        async with asyncio.timeout(seconds):
            await self._opened
            self.frames.send(f"40{self._namespace},{json.dumps(auth)}")
            await self._in

    async def call(self, event: str, body: str) -> dict[str, Any]:
        """The acknowledgement of an event whose body is JSON text."""
        self._number += 1
        number = str(self._number)
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[number] = waiting
        self.frames.send(f'42{self._namespace},{number}["{event}",{body}]')
        answer: dict[str, Any] = await waiting
        return answer

    def _lost(self, _future: object) -> None:
        ends: list[asyncio.Future[Any]] = [self._opened, self._in, *self._waiting.values()]
        for waiting in ends:
            if not waiting.done():
                waiting.set_exception(Refused("the connection ended"))

    def _text(self, text: str) -> None:
        kind = text[:2]
        if kind == "42":
            name, body = json.loads(text[text.index("[") :])
            self._on_event(name, body)
        elif kind == "43":
            begin = text.index("[")
            number = text[text.index(",") + 1 : begin]
            self._waiting.pop(number).set_result(json.loads(text[begin:])[0])
        elif text == "2":
            self.frames.send("3")
        elif text[0] == "0":
            self._opened.set_result(None)
        elif kind == "40":
            self._in.set_result(None)
        elif kind in {"44", "41"}:
            self.frames.close()
