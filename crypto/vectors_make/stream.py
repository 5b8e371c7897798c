"""A stream of bytes from a seed: made-up keys for made-up vectors, the same on every run."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Stream:
    """Bytes and choices that depend on the seed alone. Never for a key that anybody relies on."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode("utf-8", "surrogatepass")
        self._count = 0

    def take(self, length: int) -> bytes:
        """Return the next `length` bytes."""
        self._count += 1
        return hashlib.shake_256(self._count.to_bytes(8, "big") + self._seed).digest(length)

    def below(self, limit: int) -> int:
        """Return a number from 0 up to `limit`, near enough to uniform for tests."""
        return int.from_bytes(self.take(8), "big") % limit

    def between(self, low: int, high: int) -> int:
        """Return a number from `low` to `high`, both possible."""
        return low + self.below(high - low + 1)

    def choice(self, options: Sequence[T]) -> T:
        """Return one of `options`."""
        return options[self.below(len(options))]

    def flipped(self, data: bytes, start: int, stop: int) -> bytes:
        """Return `data` with one bit changed somewhere from `start` up to `stop`."""
        at = self.between(start, stop - 1)
        return data[:at] + bytes((data[at] ^ 1 << self.below(8),)) + data[at + 1 :]
