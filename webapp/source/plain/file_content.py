"""What of a file is sealed: a photo without its metadata, or the bytes as they are, as they arrive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from chat.errors import FileTooLarge
from webapp.metadata import Kind, Memory, Uncleanable, kind_of, stream, without_metadata
from webapp.metadata.kind import CLEANERS, LOOK
from webapp.services import services
from webapp.source.plain.held import LARGEST, Held, Room

Choice = Literal["clean", "keep", "as_is"]
CHOICES: dict[str, Choice] = {"clean": "clean", "keep": "keep", "as_is": "as_is"}

_room = Room()

Refusal = Literal["empty", "other_kind", "broken", "too_large_here"]


class NotAsChosen(Exception):
    """The file cannot be sent as was chosen; `why` is a word that the page explains."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why: Refusal = why


@dataclass
class Content:
    """What is to be sealed, piece by piece, and what a message says of it.

    `cleaned` names what was taken out, None where the file is as it was; `size` counts on the way.
    """

    kind: Kind
    pieces: Iterator[bytes]
    cleaned: list[str] | None = None
    evidence: dict[str, str | float] | None = None
    size: int = field(default=0, init=False)

    def counted(self, largest: int) -> Iterator[bytes]:
        """The pieces; raises FileTooLarge for more than `largest` bytes."""
        for piece in self.pieces:
            self.size += len(piece)
            if self.size > largest:
                raise FileTooLarge
            yield piece


@contextmanager
def content_of(pieces: Iterator[bytes], choice: Choice) -> Iterator[Content]:
    """The content to be sealed of a file that arrives; raises NotAsChosen and Problem."""
    first = _first(pieces)
    kind = kind_of(first)
    if not first:
        raise NotAsChosen("empty")
    everything = chain([first], pieces)
    if choice == "as_is":
        yield Content(kind, everything)
        return
    if kind not in CLEANERS:
        raise NotAsChosen("other_kind")
    with _room.place() as held:
        yield _cleaned(held, everything, keep=choice == "keep")


def _first(pieces: Iterator[bytes]) -> bytes:
    """The first pieces, enough to see what the file is; fewer where it ends."""
    first = b""
    while len(first) < LOOK and (piece := next(pieces, None)) is not None:
        first += piece
    return first


def _cleaned(held: Held, pieces: Iterator[bytes], *, keep: bool) -> Content:
    for piece in pieces:
        _room.take(held, piece)
        if len(held.content) > LARGEST:
            raise NotAsChosen("too_large_here")
    _room.settle(held)
    source = Memory(bytes(held.content))
    try:
        kind, cleaned = services().off_loop(without_metadata, source)
    except Uncleanable as error:
        raise NotAsChosen("broken") from error
    if cleaned is None:
        raise NotAsChosen("other_kind")
    evidence = cleaned.evidence.told() if keep else None
    return Content(kind, stream(source, cleaned.pieces), sorted(cleaned.removed), evidence or None)
