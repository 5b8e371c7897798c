"""Numbers and tags out of bytes; nothing outside of them can be read."""

from __future__ import annotations

from typing import Literal

from webapp.metadata.errors import Uncleanable

MOST = 2**53 - 1
"""The largest number that a browser counts exactly; nothing that is asked of a file is larger."""

Order = Literal["big", "little"]


class View:
    """A window on bytes; offsets count from its start, and what lies outside raises Uncleanable."""

    def __init__(
        self, data: bytes | bytearray, start: int = 0, end: int | None = None, order: Order = "big"
    ) -> None:
        self.data = data
        self.start = start
        self.end = len(data) if end is None else end
        self.order: Order = order

    def __len__(self) -> int:
        return self.end - self.start

    def take(self, at: int, length: int) -> bytes:
        """Return a copy of `length` bytes. Raises Uncleanable (broken) if they are not there."""
        first = self.start + at
        if at < 0 or length < 0 or first + length > self.end:
            raise Uncleanable("broken", "ends too early")
        return bytes(self.data[first : first + length])

    def number(self, at: int, width: int) -> int:
        """Return an unsigned number; beyond 2^53 it is broken."""
        value = int.from_bytes(self.take(at, width), self.order)
        if value > MOST:
            raise Uncleanable("broken", "number too large")
        return value

    def u8(self, at: int) -> int:
        """One byte."""
        return self.number(at, 1)

    def u16(self, at: int) -> int:
        """Two bytes."""
        return self.number(at, 2)

    def u32(self, at: int) -> int:
        """Four bytes."""
        return self.number(at, 4)

    def u64(self, at: int) -> int:
        """Eight bytes."""
        return self.number(at, 8)

    def tag(self, at: int) -> str:
        """Four characters, as most formats name their parts."""
        return self.take(at, 4).decode("latin-1")
