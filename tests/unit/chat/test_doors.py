"""The doors of the service, at a moment that the test chooses: none drains another."""

from __future__ import annotations

from chat.doors import CHAT, LONGEST_WAIT, SLOW_EVERY, Door, Doors


class Clock:
    """Stands where it was put."""

    now = 100.0

    def __call__(self) -> float:
        """Now."""
        return self.now


def test_a_door_gives_back_with_time_and_never_more_than_it_holds() -> None:
    clock = Clock()
    doors = Doors(Door(10, 0.5), clock)
    assert sum(doors.take("tip") for _ in range(50)) == 10
    clock.now += 4
    assert sum(doors.take("tip") for _ in range(50)) == 2
    clock.now += 1_000_000
    assert sum(doors.take("tip") for _ in range(50)) == 10


def test_no_other_door_takes_anything_from_the_one_of_crisis_chats() -> None:
    doors = Doors(Door(10, 0.5), Clock())
    for name in ("tip", "solved", "plain", "file", "words", "check"):
        while doors.take(name):
            pass
    assert sum(doors.take("chat") for _ in range(2_000)) == CHAT.at_once


def test_a_turn_in_the_slower_lane_stays_and_a_long_line_promises_none() -> None:
    clock = Clock()
    doors = Doors(Door(10, 0.5), clock)
    turns = [doors.place("tip") for _ in range(1_000)]
    given = [turn for turn in turns if turn is not None]
    assert given == [number * SLOW_EVERY for number in range(len(given))]
    assert given[-1] <= LONGEST_WAIT
    assert turns[len(given) :] == [None] * (1_000 - len(given))
    assert doors.place("plain") == 0  # whoever has no scripts has a line of their own
    clock.now += LONGEST_WAIT
    assert doors.place("tip") is not None


def test_what_came_in_elsewhere_counts_here_and_is_told_once() -> None:
    here, there = Doors(Door(10, 0.5), Clock()), Doors(Door(10, 0.5), Clock())
    there.shared = True
    for _ in range(8):
        there.take("tip")
    here.charge(there.taken())
    assert there.taken() == {}
    assert sum(here.take("tip") for _ in range(50)) == 2
    here.charge({"tip": 1_000_000, "no such door": 1})
    assert not here.take("tip")
    assert not here.is_crowded("plain")
    while there.take("plain"):
        pass
    here.charge(there.taken())
    assert here.is_crowded("plain")


def test_a_turn_that_was_given_elsewhere_is_not_given_here() -> None:
    clock = Clock()
    here, there = Doors(Door(10, 0.5), clock), Doors(Door(10, 0.5), clock)
    here.shared = there.shared = True
    given = [there.place("tip") for _ in range(3)]
    here.charge(there.taken())
    given += [here.place("tip") for _ in range(2)]
    there.charge(here.taken())
    given.append(there.place("tip"))
    assert given == [number * SLOW_EVERY for number in range(6)]
    assert here.place("plain") == 0


def test_no_message_closes_a_lane_for_longer_than_its_longest_wait() -> None:
    clock = Clock()
    doors = Doors(Door(10, 0.5), clock)
    doors.charge({"#tip": 1_000_000, "#no such lane": 1, "#chat": 1})
    assert doors.place("tip") is None
    clock.now += SLOW_EVERY
    assert doors.place("tip") == LONGEST_WAIT


def test_a_crowd_is_seen_as_long_as_somebody_was_turned_away_lately() -> None:
    clock = Clock()
    doors = Doors(Door(1, 0.5), clock)
    assert doors.take("tip")
    assert not doors.is_crowded("tip")
    assert not doors.take("tip")
    assert doors.is_crowded("tip")
    assert not doors.is_crowded("chat")
    clock.now += 61
    assert not doors.is_crowded("tip")
