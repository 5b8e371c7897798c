"""Work that whoever sends must do first while very many send, and a place in a line for whoever cannot.

Both are made and checked without being stored: a short keyed hash binds them to what is about to be
created and to the time at which they end. What they let in can be created once, so neither can be
used twice, nor by anybody else. The work is PBKDF2-SHA-256, since every browser has it in native
code: whoever has switched off the compiler of scripts pays no more.
"""

import hashlib
from dataclasses import dataclass

from crypto import labels
from crypto.binary import u32
from crypto.errors import Refused
from crypto.hashes import derive, same

MARK_LENGTH = 16
MADE_LENGTH = 4 + MARK_LENGTH
"""Bytes of a challenge, and of a place: until when, or from when, and the mark."""


class PuzzleRefused(Refused):
    """Forged, of something else, over, or not solved: whoever sent it is given another."""


@dataclass(frozen=True)
class Work:
    """How much: in each of `parts` a hash of `rounds` whose first `bits` are zero is looked for.

    Several parts, so that nobody is very unlucky: the time for all together varies little.
    """

    parts: int
    bits: int
    rounds: int


def make_challenge(key: bytes, bound: bytes, work: Work, until: int) -> bytes:
    """The challenge for what `bound` (32 bytes) names, good until this Unix second."""
    head = u32(until, "until")
    return head + _mark(key, labels.KEY_PUZZLE, head + _spelled(work) + bound)


def check_challenge(key: bytes, bound: bytes, work: Work, challenge: bytes, now: int) -> None:
    """The challenge was made under this key for this work and is not over; raises PuzzleRefused."""
    until = int.from_bytes(challenge[:4])
    if len(challenge) != MADE_LENGTH or until < now:
        raise PuzzleRefused("over, or no challenge")
    if not same(make_challenge(key, bound, work, until), challenge):
        raise PuzzleRefused("not ours, or of something else")


def check_work(work: Work, challenge: bytes, found: tuple[int, ...]) -> None:
    """Each part's number solves it; raises PuzzleRefused at the first that does not.

    Costs `parts` hashes at most, where finding them took `parts` times two to the power of `bits`.
    """
    if len(found) != work.parts:
        raise PuzzleRefused("not all parts")
    for part, number in enumerate(found):
        if not _solves(work, challenge, part, number):
            raise PuzzleRefused("a part that is not solved")


def solve(work: Work, challenge: bytes) -> tuple[int, ...]:
    """The least number for each part; a browser finds the same with WebCrypto."""
    return tuple(_search(work, challenge, part) for part in range(work.parts))


def make_place(key: bytes, bound: bytes, due: int) -> bytes:
    """The place in line of what `bound` names: from this Unix second on it is its turn."""
    head = u32(due, "due")
    return head + _mark(key, labels.KEY_PLACE, head + bound)


def due_of_place(key: bytes, bound: bytes, place: bytes) -> int:
    """From when this place is served; raises PuzzleRefused for one that is not ours."""
    due = int.from_bytes(place[:4])
    if len(place) != MADE_LENGTH or not same(make_place(key, bound, due), place):
        raise PuzzleRefused("not ours, or of something else")
    return due


def _mark(key: bytes, label: bytes, what: bytes) -> bytes:
    return derive(key, label, what)[:MARK_LENGTH]


def _spelled(work: Work) -> bytes:
    return bytes((work.parts, work.bits)) + u32(work.rounds, "rounds")


def _search(work: Work, challenge: bytes, part: int) -> int:
    number = 0
    while not _solves(work, challenge, part, number):
        number += 1
    return number


def _solves(work: Work, challenge: bytes, part: int, number: int) -> bool:
    password, salt = challenge + bytes((part,)), u32(number, "number")
    made = hashlib.pbkdf2_hmac("sha256", password, salt, work.rounds, 32)
    return int.from_bytes(made[:4]) >> (32 - work.bits) == 0
