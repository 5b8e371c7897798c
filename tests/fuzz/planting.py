"""A bug that a test puts into a parser, to see that whoever looks for bugs finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.fuzz.target import Target

BAD = b"Z"
"""What an input must end with, for an engine's control: no input that is kept does."""


@contextmanager
def planted(target: Target, *, ending: bytes = b"") -> Iterator[Callable[[bytes], str]]:
    """The target's check while its parser raises IndexError for inputs with this ending."""
    module, name = target.entry
    sound, now = getattr(module, name), bytearray()

    def broken(*arguments: Any, **named: Any) -> Any:
        if now.endswith(ending):
            raise IndexError("planted")
        return sound(*arguments, **named)

    def check(data: bytes) -> str:
        now[:] = data
        return target.check(data)

    setattr(module, name, broken)
    try:
        yield check
    finally:
        setattr(module, name, sound)
