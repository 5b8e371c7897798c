"""Tells the other processes over one connection to Redis; whoever has something told waits a moment for it.

The library's own publishing takes a connection for each that is told at once, of which its client has
a hundred, and waits ten seconds for a Redis that hangs. Here all that waits goes together.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, Queue

import redis
import socketio

from chat.protocol import DESK, LINE

MOST = 200
"""How much is told together."""

EVERY = 1.0
"""Seconds between two looks whether Redis is there again."""


class Teller(socketio.RedisManager):  # type: ignore[misc]  # it ships no types
    """The client manager of a line, or the writing end for a process without one.

    What is to be told is told when the call returns, unless Redis was silent for `patience` seconds,
    as long as which `client` waits, or is known to be away: then nobody waits, it is dropped, and as
    soon as Redis is there again everybody hears `resync`.
    """

    def __init__(
        self, client: Callable[[], redis.Redis], patience: float, url: str, **options: object
    ) -> None:
        super().__init__(url, **options)
        self._made, self._longest = client, 2 * patience  # what failed is said before
        self._news: Queue[tuple[str, threading.Event]] = Queue()
        self._away = False
        self._begun = threading.Lock()

    def _publish(self, data: object) -> None:
        if self._begun.acquire(blocking=False):  # now, and not before a process was forked
            threading.Thread(target=self._tell_for_ever, daemon=True).start()
        if self._away:
            return
        told = threading.Event()
        self._news.put((self.json.dumps(data), told))
        told.wait(self._longest)

    def _tell_for_ever(self) -> None:
        client = self._made()
        while True:
            together = self._waiting()
            was_away, self._away = self._away, not self._are_told(client, [t for t, _ in together])
            for _, told in together:
                told.set()
            if was_away and not self._away:  # a thread of its own, since it waits for this one
                threading.Thread(target=self._everybody_asks, daemon=True).start()

    def _waiting(self) -> list[tuple[str, threading.Event]]:
        """What is to be told, as soon as there is any; while Redis is away nothing, after a while."""
        together = []
        try:
            together.append(self._news.get(timeout=EVERY if self._away else None))
            while len(together) < MOST:
                together.append(self._news.get_nowait())
        except Empty:
            pass
        return together

    def _are_told(self, client: redis.Redis, texts: list[str]) -> bool:
        try:
            with client.pipeline(transaction=False) as line:
                for text in texts:
                    line.publish(self.channel, text)
                if not texts:
                    line.ping()
                line.execute()
        except redis.RedisError:
            return False
        return True

    def _everybody_asks(self) -> None:
        for namespace in (LINE, DESK):
            self.emit("resync", {}, namespace=namespace)
