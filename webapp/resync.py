"""After the queue between processes was away, every open screen is told to ask for what it missed.

Losing Redis cuts no connection: what was said meanwhile is silently gone, and clients would find
out only at their next look, up to 20 seconds later.
"""

from __future__ import annotations

from collections.abc import Callable

import redis
import socketio

from chat.protocol import DESK, LINE

EVERY = 1.0
"""Seconds between two looks at the queue."""

PATIENCE = 2.0
"""Seconds after which an answer counts as none."""


def watch_the_queue(url: str, server: socketio.Server, sleep: Callable[[float], object]) -> None:
    """Look for ever; whenever the queue is back, this process's connections hear `resync`."""
    client = redis.Redis.from_url(
        url,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        single_connection_client=False,
    )
    was_there = True
    while True:
        is_there = _answers(client)
        if is_there and not was_there:
            for namespace in (LINE, DESK):
                server.emit("resync", {}, namespace=namespace, ignore_queue=True)
        was_there = is_there
        sleep(EVERY)


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
