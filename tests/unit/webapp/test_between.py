"""While Redis is away nobody can be put out of a conversation from elsewhere, so nobody is in as a guest."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import socketio

from chat.fanout import room_of, room_of_guests
from chat.protocol import DESK
from tests.server import patiently
from webapp import between

CONV = bytes(16)
NOBODY = "redis://127.0.0.1:9/0"
"""Where no Redis answers."""


class Enough(Exception):
    """The test has seen what it wanted."""


def test_while_redis_is_away_nobody_hears_a_conversation_as_a_guest() -> None:
    server, looks = socketio.Server(async_mode="threading"), iter((None, None))
    for sid in ("advocate", "interpreter"):
        server.manager.basic_enter_room(sid, DESK, None, eio_sid=sid)
    server.manager.basic_enter_room("advocate", DESK, room_of(CONV))
    server.manager.basic_enter_room("interpreter", DESK, room_of_guests(CONV))

    def pause(_seconds: float) -> None:
        if next(looks, Enough) is Enough:
            raise Enough

    with pytest.raises(Enough):
        between.watch(NOBODY, server, pause)
    heard = [sid for sid, _ in server.manager.get_participants(DESK, room_of(CONV))]
    guests = list(server.manager.get_participants(DESK, room_of_guests(CONV)))
    assert (heard, guests) == (["advocate"], [])


class Slow:
    """A Redis that answers nobody until it is told to, and counts who asks at once."""

    def __init__(self) -> None:
        self.inside = self.most = self.told = 0
        self.well, self._turn = threading.Event(), threading.Lock()

    def publish(self, _channel: str, _text: str) -> None:
        """One more is told, once it is well."""
        with self._turn:
            self.inside += 1
            self.most = max(self.most, self.inside)
        assert self.well.wait(20)
        with self._turn:
            self.inside -= 1
            self.told += 1


def test_many_who_are_told_at_once_take_turns_at_few_connections() -> None:
    telling = between.manager(NOBODY, write_only=True)
    redis = Slow()
    telling.redis, telling.connected = redis, True
    many = 120  # more than the client's own limit
    with ThreadPoolExecutor(many) as people:
        for _ in range(many):
            people.submit(telling.emit, "message", {}, namespace=DESK, room=room_of(CONV))
        patiently(lambda: redis.inside == between.AT_ONCE)
        redis.well.set()
    assert (redis.told, redis.most) == (many, between.AT_ONCE)
