"""Redis between the processes: what one commits the others tell; it is never the only copy of anything.

Its client gives up at once: a message is committed before it is told, and whoever waits for the
answer to a message must not wait for Redis.
"""

from __future__ import annotations

from collections.abc import Callable

import redis
import socketio
from redis.backoff import NoBackoff
from redis.retry import Retry

from chat.fanout import GUESTS
from chat.protocol import DESK, LINE

CHANNEL = "quietline"

EVERY = 1.0
"""Seconds between two looks at Redis."""

PATIENCE = 2.0
"""Seconds after which a Redis that does not answer is away."""


def manager(url: str, *, write_only: bool = False) -> socketio.RedisManager:
    """The client manager of a line, or the writing end for a process without one."""
    options = {"socket_connect_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
    return socketio.RedisManager(url, channel=CHANNEL, write_only=write_only, redis_options=options)


def watch(url: str, server: socketio.Server, sleep: Callable[[float], object]) -> None:
    """Look for ever; whenever Redis was away, this process's connections hear `resync`.

    Losing Redis cuts no connection of theirs: what was said meanwhile is silently gone, and they
    would find out only at their next look, up to 20 seconds later.
    """
    client = redis.Redis.from_url(
        url,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )
    known = _which(client)
    while True:
        sleep(EVERY)
        now = _which(client)
        if now != known or not now:
            _guests_out(server)
        if now and now != known:
            for namespace in (LINE, DESK):
                server.emit("resync", {}, namespace=namespace, ignore_queue=True)
        known = now


def _guests_out(server: socketio.Server) -> None:
    """No connection of this process hears a conversation as a guest until its next `watch`."""
    for room in list(server.manager.rooms.get(DESK, {})):
        if str(room).startswith(GUESTS):
            server.manager.basic_close_room(room, DESK)


def _which(client: redis.Redis) -> str:
    """Which run of Redis answers, or nothing: one that restarted in between is another."""
    try:
        return str(client.info("server")["run_id"])
    except redis.RedisError:
        return ""
