"""While Redis is away nobody can be put out of a conversation from elsewhere, so nobody is in as a guest."""

from __future__ import annotations

import pytest
import socketio

from chat.fanout import room_of, room_of_guests
from chat.protocol import DESK
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
