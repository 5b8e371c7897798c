"""People who come meanwhile: a new chat, a page, and a form without scripts, again and again over nginx."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.actors import Office, Source

PATIENCE = 10.0
"""Seconds after which somebody believes that a page does not come."""

AGAIN = 1.0
"""Seconds between two tries of a browser with scripts (it waits 1 to 4)."""

FAILED = 500
"""From this status on a person without scripts sees an error, and a client tries again."""

EVERY = {"chat": 2.0, "page": 0.5, "form": 0.5}
"""Seconds between two visits of a kind."""


@dataclass
class Visits:
    """`admitted`: when a chat was opened and how long it took. `seen`: when whom what error met.

    `tries` counts the requests; `again` those that a client with scripts had to make again.
    """

    admitted: list[tuple[float, float]] = field(default_factory=list)
    seen: list[tuple[float, str]] = field(default_factory=list)
    tries: int = 0
    again: int = 0


class Visitors:
    """All kinds of visits, until it is enough."""

    def __init__(self, url: str, office: Office) -> None:
        self._url, self._office = url, office
        self.visits = Visits()

    async def come(self, enough: asyncio.Event) -> None:
        """Visits go on; those that began are finished."""
        kinds = {"chat": self._chat, "page": self._page, "form": self._form}
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout) as line, asyncio.TaskGroup() as group:
            for kind, visit in kinds.items():
                group.create_task(self._keep(EVERY[kind], visit, line, group, enough))

    async def _keep(
        self,
        every: float,
        visit: Any,
        line: aiohttp.ClientSession,
        group: asyncio.TaskGroup,
        enough: asyncio.Event,
    ) -> None:
        while not enough.is_set():
            group.create_task(visit(line))
            await asyncio.sleep(every)

    async def _chat(self, line: aiohttp.ClientSession) -> None:
        """Somebody with scripts opens a chat: the same bytes until there is an answer."""
        source = Source(self._url, office=self._office)
        body, began = source.tip(channel="chat", door="need_help"), time.monotonic()
        while not await self._opened(line, source.auth or "", body):
            self.visits.again += 1
            await asyncio.sleep(AGAIN)
        now = time.monotonic()
        self.visits.admitted.append((now, now - began))

    async def _opened(self, line: aiohttp.ClientSession, auth: str, body: Any) -> bool:
        self.visits.tries += 1
        path, headers = f"{self._url}/api/v1/conversations", {"Authorization": auth}
        try:
            async with line.post(path, json=body, headers=headers) as got:
                if got.status < FAILED and not got.ok:
                    self.visits.seen.append((time.monotonic(), f"chat {got.status}"))
                return got.status < FAILED
        except (aiohttp.ClientError, OSError, TimeoutError):
            return False

    async def _page(self, line: aiohttp.ClientSession) -> None:
        """Somebody opens the page; what comes then is what they see."""
        await self._once(line, "GET", None)

    async def _form(self, line: aiohttp.ClientSession) -> None:
        """Somebody without scripts presses the first button."""
        await self._once(line, "POST", {"do": "begin"})

    async def _once(self, line: aiohttp.ClientSession, method: str, form: Any) -> None:
        self.visits.tries += 1
        try:
            async with line.request(
                method, f"{self._url}/", data=form, allow_redirects=False
            ) as got:
                await got.read()
                met = f"{method} {got.status}" if not got.ok else ""
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            met = f"{method} {type(error).__name__}"
        if met:
            self.visits.seen.append((time.monotonic(), met))
