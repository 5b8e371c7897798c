"""Redis between the processes: what one commits the others tell; it is never the only copy of anything.

Its client gives up at once: a message is committed before it is told, and whoever waits for the
answer to a message must not wait for Redis.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from functools import partial

import redis
import socketio
from redis.backoff import NoBackoff
from redis.retry import Retry

from chat.allowance import Allowances
from chat.fanout import GUESTS
from chat.protocol import DESK, LINE
from webapp.floods import Floods
from webapp.teller import EVERY, Teller

CHANNEL = "quietline"
SPENT = "quietline spent"
"""The channels of what open screens are told, and of what receipts and doors spend."""

PUZZLE_KEY = "quietline puzzle key"
"""Where the processes agree on the key of their puzzles; whoever finds none writes its own there."""

KEY_SECONDS = 3600
"""So long a key stays after the last process said that it uses it."""

PATIENCE = 2.0
"""Seconds after which a Redis that does not answer is away."""


def manager(url: str, *, write_only: bool = False) -> Teller:
    """The client manager of a line, or the writing end for a process without one."""
    options = {"socket_connect_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
    return Teller(
        partial(_client, url),
        PATIENCE,
        url,
        channel=CHANNEL,
        write_only=write_only,
        redis_options=options,
    )


def watch(url: str, server: socketio.Server, sleep: Callable[[float], object]) -> None:
    """Look for ever; whenever Redis was away, this process's connections hear `resync`.

    Losing Redis cuts no connection of theirs: what was said meanwhile is silently gone, and they
    would find out only at their next look, up to 20 seconds later.
    """
    client = _client(url)
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


def share_allowances(
    url: str, allowances: Allowances, floods: Floods, sleep: Callable[[float], object]
) -> None:
    """Tell the others for ever what each receipt and door spent here, and charge what they tell.

    While Redis is away each process counts for itself; nothing of this is stored anywhere.
    """
    allowances.shared = floods.doors.shared = True
    us, client = secrets.token_hex(8), _client(url)
    heard = client.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
    while True:
        sleep(EVERY)
        try:
            if not heard.subscribed:
                heard.subscribe(SPENT)
            _agree(client, floods)
            spent = {name.hex(): cost for name, cost in allowances.spent().items()}
            taken = floods.doors.taken()
            if spent or taken:
                client.publish(SPENT, json.dumps([us, spent, taken]))
            while said := heard.get_message(timeout=0):
                _charge(allowances, floods, us, said["data"])
        except (redis.RedisError, ValueError, TypeError, AttributeError):
            heard.close()  # Redis is away, or something else speaks there


def _charge(allowances: Allowances, floods: Floods, us: str, said: bytes) -> None:
    whose, spent, *more = json.loads(said)  # a process of the release before says nothing of doors
    if whose == us:
        return
    for name, cost in spent.items():
        allowances.charge(bytes.fromhex(name), cost)
    for taken in more:
        floods.doors.charge(taken)


def _agree(client: redis.Redis, floods: Floods) -> None:
    """All processes make their puzzles under the key that was there first."""
    client.set(PUZZLE_KEY, floods.key, ex=KEY_SECONDS, nx=True)
    first = client.get(PUZZLE_KEY)
    if isinstance(first, bytes) and len(first) == len(floods.key):
        floods.adopt(first)
        client.expire(PUZZLE_KEY, KEY_SECONDS)


def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )


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
