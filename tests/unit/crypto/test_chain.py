"""What a store left out, swapped or slipped in is named, and a whole conversation has no fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crypto import labels
from crypto.chain import Low, faults
from crypto.envelope import DESK, SOURCE, Header, seal_envelope
from crypto.hashes import derive, digest

SITE, CONV, KEY = bytes(16), bytes([1]) * 16, bytes([2]) * 32
START: list[Low] = [(1, 1)]


class Talk:
    """Two chains that grow as their writers would let them; `gen` is the key in use."""

    def __init__(self, conv: bytes = CONV) -> None:
        self.conv, self.gen = conv, 1
        self.said: dict[str, list[bytes]] = {SOURCE: [], DESK: []}

    def says(self, direction: str, text: str = "x", **other: object) -> bytes:
        """The next message of a direction; `other` replaces fields of its header."""
        mine, theirs = self.said[direction], self.said[DESK if direction == SOURCE else SOURCE]
        fields = {
            "flags": 0,
            "direction": direction,
            "conv": self.conv,
            "gen": self.gen,
            "seq": len(mine) + 1,
            "prev": digest(mine[-1]) if mine else bytes(32),
            "ack_seq": len(theirs),
            "ack": digest(theirs[-1]) if theirs else bytes(32),
            "nonce": digest(f"{direction}{len(mine)}{text}".encode())[:24],
            **other,
        }
        header = Header(**fields)  # type: ignore[arg-type]
        commit = derive(KEY, labels.KEY_COMMIT, header.conv + header.gen.to_bytes(2, "big"))
        mine.append(seal_envelope(KEY, SITE, commit, header, text.encode()))
        return mine[-1]

    @property
    def all(self) -> list[bytes]:
        """Everything that was said."""
        return [*self.said[SOURCE], *self.said[DESK]]


@pytest.fixture
def talk() -> Talk:
    """Four messages that answer each other, and three more from outside."""
    talk = Talk()
    for direction in "SDSDSS":
        talk.says(direction)
    return talk


def test_a_whole_conversation_has_no_fault_in_whatever_order_it_comes(talk: Talk) -> None:
    assert faults(CONV, talk.all, START) == []
    assert faults(CONV, [*reversed(talk.all), talk.all[0]], START) == []
    assert faults(CONV, [], []) == []


CHANGES: dict[str, Callable[[Talk], list[bytes]]] = {
    "gap": lambda talk: [each for each in talk.all if each is not talk.said[SOURCE][2]],
    "withheld_newest": lambda talk: [each for each in talk.all if each is not talk.said[DESK][1]],
    "withheld_beginning": lambda talk: talk.all[1:],
    "malformed": lambda talk: [*talk.all, b"\0" * 100],
    "other_conversation": lambda talk: [*talk.all, Talk(bytes(16)).says(SOURCE)],
    "two_of_one_number": lambda talk: [*talk.all, Talk().says(SOURCE, "something else")],
    "broken_prev": lambda talk: [*talk.all, talk.says(SOURCE, prev=digest(b"another"))],
    "broken_ack": lambda talk: [*talk.all, talk.says(SOURCE, ack=digest(b"another"))],
    "generation_fell": lambda talk: [*talk.all, *_newer(talk, SOURCE), talk.says(SOURCE)],
    "old_generation_reply": lambda talk: [*talk.all, *_newer(talk, SOURCE), talk.says(DESK)],
}


def _newer(talk: Talk, direction: str) -> list[bytes]:
    """One message under the next key; what is said afterwards is under the old one again."""
    talk.gen = 2
    made = talk.says(direction)
    talk.gen = 1
    return [made]


@pytest.mark.parametrize("code", CHANGES)
def test_each_fault_is_named_and_no_other(talk: Talk, code: str) -> None:
    assert set(faults(CONV, CHANGES[code](talk), START)) == {code}


def test_a_beginning_that_a_writer_no_longer_saw_has_expired(talk: Talk) -> None:
    assert faults(CONV, talk.all[1:], [*START, (2, 1)]) == ["expired_beginning"]
    assert faults(CONV, talk.all[2:], [*START, (2, 1)]) == ["withheld_beginning"]


def test_of_a_chain_that_expired_whole_nothing_newer_is_missing(talk: Talk) -> None:
    only_source = talk.said[SOURCE]
    assert faults(CONV, only_source, [(1, 3)]) == ["expired_beginning"]
    assert set(faults(CONV, only_source, START)) == {"withheld_newest"}
