"""What files hold of the memory while they are cleaned: bytes count, not senders, and who stays too long gives way."""

from __future__ import annotations

import pytest

from webapp.errors import Problem
from webapp.source.plain.held import PATIENCE, Room


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """How late it is."""
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(clock: Clock) -> Room:
    return Room(size=100, now=clock)


def test_a_thousand_who_send_nothing_keep_nobody_out(room: Room) -> None:
    idle = [room.place() for _ in range(1_000)]
    for each in idle:
        each.__enter__()
    with room.place() as held:
        room.take(held, bytes(100))
        assert len(held.content) == 100


def test_where_the_room_is_full_who_asks_is_told_to_wait_until_it_is_not(room: Room) -> None:
    with room.place() as asking:
        with room.place() as other:
            room.take(other, bytes(100))
            with pytest.raises(Problem):
                room.take(asking, b"a")
        room.take(asking, bytes(100))


def test_who_stays_too_long_gives_way_and_is_told(room: Room, clock: Clock) -> None:
    with room.place() as slow, room.place() as next_one:
        room.take(slow, bytes(90))
        clock.seconds = PATIENCE
        room.take(next_one, bytes(50))
        assert (len(slow.content), len(next_one.content)) == (0, 50)
        with pytest.raises(Problem):
            room.take(slow, b"a")
        with pytest.raises(Problem):
            room.settle(slow)
        room.take(next_one, bytes(50))


def test_what_has_come_whole_gives_way_to_nobody(room: Room, clock: Clock) -> None:
    with room.place() as whole:
        room.take(whole, bytes(90))
        room.settle(whole)
        clock.seconds = PATIENCE
        with room.place() as asking, pytest.raises(Problem):
            room.take(asking, bytes(50))
        assert len(whole.content) == 90
    with room.place() as asking:
        room.take(asking, bytes(100))
