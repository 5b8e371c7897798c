"""Telling open screens what was committed: to the person outside, to who watches, to the desk.

What is told is never the only copy: clients ask the store on every connect, at every gap and every
20 seconds, so that a lost word costs liveness and nothing else.
"""

from __future__ import annotations

from typing import Any, Protocol

from chat.protocol import DESK, LINE

QUEUE = "queue"
SUPERVISORS = "supervisors"
"""Rooms of `/desk`: whoever may read the queue, and supervisors."""

GUESTS = "guests "
"""How the rooms begin of those who see one conversation only."""


class Fanout(Protocol):
    """Says an event to a room of a namespace, in every process; never raises."""

    def say(
        self,
        namespace: str,
        room: str | list[str],
        event: str,
        data: dict[str, Any],
        skip: str | None = None,
    ) -> None:
        """Everybody in the room or rooms hears it once, except the connection `skip`."""

    def empty(self, namespace: str, room: str) -> None:
        """Nobody is in the room any more; whoever was in a token's room is in no other either."""


class Silent:
    """Where no line is open nobody is told; clients find out when they ask."""

    def say(
        self,
        namespace: str,
        room: str | list[str],
        event: str,
        data: dict[str, Any],
        skip: str | None = None,
    ) -> None:
        """Nobody hears it."""

    def empty(self, namespace: str, room: str) -> None:
        """Nobody was in it."""


def room_of(conv: bytes) -> str:
    """The room of a conversation, on either side."""
    return conv.hex()


def room_of_guests(conv: bytes) -> str:
    """The room of those who see this one conversation only, and only while they are let in."""
    return f"{GUESTS}{conv.hex()}"


def room_of_staff(staff_id: bytes) -> str:
    """The room of every browser of one member of staff."""
    return f"staff {staff_id.hex()}"


def room_of_token(token_hash: bytes) -> str:
    """The room of one signed-in browser of staff."""
    return f"token {token_hash.hex()}"


def to_source(
    fanout: Fanout, conv: bytes, event: str, data: dict[str, Any], skip: str | None = None
) -> None:
    """Every tab of the person outside hears it."""
    fanout.say(LINE, room_of(conv), event, data, skip)


def to_watchers(
    fanout: Fanout, conv: bytes, event: str, data: dict[str, Any], skip: str | None = None
) -> None:
    """All staff who have the conversation on their screen hear it."""
    fanout.say(DESK, [room_of(conv), room_of_guests(conv)], event, data, skip)


def guests_out(fanout: Fanout, conv: bytes) -> None:
    """No guest hears it any more; who is still let in comes back with their next `watch`."""
    fanout.empty(DESK, room_of_guests(conv))
