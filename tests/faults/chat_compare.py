"""What must hold of one conversation afterwards: the store, every screen and every memory agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.faults.chat_client import Memory
from tests.faults.chat_thread import Direction

DIRECTIONS: tuple[Direction, ...] = ("S", "D")


@dataclass(frozen=True)
class Transcript:
    """A conversation as somebody has it: envelopes, and what they say, per direction in order."""

    name: str
    envelopes: dict[str, list[bytes]]
    texts: dict[str, list[str]]


def differences(
    stored: dict[str, list[bytes]], screens: Sequence[Transcript], memories: Sequence[Memory]
) -> list[str]:
    """Everything that is not as it must be; nothing where all is well."""
    found = [line for memory in memories for line in memory.complaints]
    for direction in DIRECTIONS:
        found += _screens(direction, stored[direction], screens)
        mine = [memory for memory in memories if memory.direction == direction]
        found += _acknowledged(direction, stored[direction], mine)
        found += _texts(direction, screens[0].texts[direction], mine)
    found += _shown(stored, memories)
    return found


def _screens(
    direction: Direction, stored: list[bytes], screens: Sequence[Transcript]
) -> Iterable[str]:
    for screen in screens:
        if screen.envelopes[direction] != stored:
            yield f"{direction}: {screen.name} has other envelopes than the store"
        if screen.texts[direction] != screens[0].texts[direction]:
            yield f"{direction}: {screen.name} reads something else than {screens[0].name}"


def _acknowledged(
    direction: Direction, stored: list[bytes], mine: Sequence[Memory]
) -> Iterable[str]:
    times = Counter(stored)
    for memory in mine:
        places = []
        for text, envelope in memory.acknowledged:
            if times[envelope] != 1:
                yield f"{direction}: {text!r} was acknowledged and is stored {times[envelope]} times"
            else:
                places.append(stored.index(envelope))
        if places != sorted(places):
            yield f"{direction}: what was acknowledged is out of order"


def _texts(direction: Direction, said: list[str], mine: Sequence[Memory]) -> Iterable[str]:
    written = {text for memory in mine for text in memory.written}
    for text, times in Counter(said).items():
        if times > 1:
            yield f"{direction}: {text!r} is there {times} times"
        if text not in written:
            yield f"{direction}: nobody wrote {text!r}"
    for memory in mine:
        order = {text: place for place, text in enumerate(memory.written)}
        places = [order[text] for text in said if text in order]
        if places != sorted(places):
            yield f"{direction}: texts are out of order"


def _shown(stored: dict[str, list[bytes]], memories: Sequence[Memory]) -> Iterable[str]:
    for memory in memories:
        for (direction, seq), envelope in memory.shown.items():
            kept = stored[direction]
            if seq > len(kept) or kept[seq - 1] != envelope:
                yield f"{direction}{seq} was on a screen and is not in the store"
