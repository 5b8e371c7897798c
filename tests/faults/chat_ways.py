"""How a client reaches the server: over the live line where it can, by plain calls where it cannot."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import aiohttp
import socketio

from webapp.schemas import b64

PATIENCE = 8.0
"""Seconds without an answer after which a call or a line counts as broken."""

UNAVAILABLE = 500
"""From this status on a call may be made again with the same bytes."""

SILENT = logging.getLogger("quietline.tests.silent")
SILENT.disabled = True

Body = dict[str, Any]
OnEvent = Callable[[str, Body], Awaitable[None]]


class Unreachable(Exception):
    """No answer: whether the call arrived is not known."""


@dataclass(frozen=True)
class Answer:
    """A status and a body, the same from either way."""

    status: int
    body: Body

    @property
    def slug(self) -> str:
        """The problem's name, without the common beginning."""
        return str(self.body.get("type", "")).rsplit(":", 1)[-1]


@dataclass(frozen=True)
class Side:
    """Where one side comes in, with what proof, and what it names at each call.

    `conv` is named by staff only: the receipt says it for a source.
    """

    url: str
    kind: Literal["source", "desk"]
    proof: bytes
    conv: bytes | None = None

    @property
    def namespace(self) -> str:
        """The side's namespace."""
        return "/line" if self.kind == "source" else "/desk"

    @property
    def auth(self) -> Body:
        """What a connection shows."""
        return {"receipt" if self.kind == "source" else "token": b64(self.proof)}

    @property
    def header(self) -> dict[str, str]:
        """What a call shows."""
        scheme = "Receipt" if self.kind == "source" else "Bearer"
        return {"Authorization": f"{scheme} {b64(self.proof)}"}

    def named(self, event: str) -> Body:
        """What an event names: staff say of which conversation, unless it is of none."""
        return {} if self.conv is None or event == "beat" else {"conv": b64(self.conv)}

    def call_of(self, event: str, body: Body) -> tuple[str, str, Body | None]:
        """The HTTP call that is the same as an event: method, path, body."""
        place = "conversation" if self.conv is None else f"conversations/{b64(self.conv)}"
        if event == "sync":
            return "GET", f"/api/v1/{place}?s={body['s']}&d={body['d']}", None
        if event == "send":
            return "POST", f"/api/v1/{place}/envelopes", body
        if event == "beat":
            return "POST", "/api/v1/shift", {"status": "on"}
        raise ValueError(event)


class Ways:
    """Both ways of one client; `line` is there while a connection is open."""

    def __init__(self, side: Side, on_event: OnEvent) -> None:
        self._side, self._on_event = side, on_event
        self._line: socketio.AsyncClient | None = None
        self._gone = asyncio.Event()
        self._http = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=PATIENCE), headers=side.header
        )
        self._lines = aiohttp.ClientSession()

    @property
    def open(self) -> bool:
        """Whether there is a line now."""
        return self._line is not None

    async def connect(self) -> None:
        """Open a line; raises Unreachable."""
        line = socketio.AsyncClient(
            reconnection=False, logger=SILENT, engineio_logger=SILENT, http_session=self._lines
        )
        gone = asyncio.Event()
        line.on("*", self._on_event, namespace=self._side.namespace)
        line.on("disconnect", lambda *_: gone.set(), namespace=self._side.namespace)
        try:
            async with asyncio.timeout(2 * PATIENCE):
                await line.connect(
                    self._side.url,
                    auth=self._side.auth,
                    namespaces=[self._side.namespace],
                    transports=["websocket"],
                    wait_timeout=PATIENCE,
                )
                if self._side.conv is not None:
                    await line.call(
                        "watch", self._side.named("watch"), self._side.namespace, PATIENCE
                    )
        except (socketio.exceptions.SocketIOError, aiohttp.ClientError, OSError) as error:
            await _closed(line)
            raise Unreachable from error
        self._line, self._gone = line, gone

    async def gone(self) -> None:
        """Return when the line is gone; there is none then."""
        await self._gone.wait()
        line, self._line = self._line, None
        if line is not None:
            await _closed(line)

    async def ask(self, event: str, body: Body) -> Answer:
        """The answer over whichever way is open; raises Unreachable where none comes."""
        if self._line is None:
            return await self._call(event, body)
        try:
            said = await self._line.call(
                event, self._side.named(event) | body, self._side.namespace, PATIENCE
            )
        except (socketio.exceptions.SocketIOError, aiohttp.ClientError, OSError) as error:
            self._gone.set()  # a line on which nothing comes back is none
            raise Unreachable from error
        return _answer(said["status"], said)

    async def _call(self, event: str, body: Body) -> Answer:
        method, path, sent = self._side.call_of(event, body)
        try:
            async with self._http.request(method, self._side.url + path, json=sent) as got:
                raw = await got.read()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unreachable from error
        return _answer(got.status, _object(raw))

    async def close(self) -> None:
        """Leave without a word, as a page that is closed."""
        self._gone.set()
        if self._line is not None:
            await _closed(self._line)
        await self._http.close()
        await self._lines.close()


def _object(raw: bytes) -> Body:
    """What an answer says; of a proxy's own page nothing."""
    try:
        said = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _answer(status: int, body: Body) -> Answer:
    if status >= UNAVAILABLE:
        raise Unreachable
    return Answer(status, body)


async def _closed(line: socketio.AsyncClient) -> None:
    """The connection is closed, however broken it was, and nothing of it is left running."""
    with suppress(Exception):
        async with asyncio.timeout(1):
            await line.disconnect()
