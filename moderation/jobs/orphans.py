"""Sealed bytes that belong to nothing are deleted, and uploads that nobody goes on with.

A row is there before any byte, under a name that is used once. So the store is listed first and
the rows are asked afterwards: what has none then never had one that anybody may still count on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from chat.blobs import Address, BlobStore
from chat.file_models import File, FilePart
from chat.uploads import Lying, forget
from config import clock
from config.database import Database, locked
from moderation.jobs.runner import Turn

ON_ITS_WAY = timedelta(days=7)
"""So long after its last part an upload is kept for whoever sends it."""

Name = TypeVar("Name")

TOGETHER = 500
"""Names that are asked for at once."""


def orphans(database: Database, staged: list[bytes], stored: list[Address]) -> list[Lying]:
    """Which of these belong to no row, or no longer; both lists were made before this is asked."""
    known: dict[bytes, bool] = {}
    with database.reading() as session:
        for names in _lots({*staged, *(each.upload for each in stored)}):
            rows = select(File.upload, File.hash.is_not(None)).where(File.upload.in_(names))
            known.update((upload, whole) for upload, whole in session.execute(rows))
    return [
        # Of a whole file the parts were renamed; one that was written later is nobody's.
        *(Lying(upload, None) for upload in staged if known.get(upload, True)),
        *(Lying(each.upload, each) for each in stored if each.upload not in known),
    ]


@dataclass(frozen=True)
class Orphans:
    """The job; all work with the disk is done `off_loop`."""

    blobs: BlobStore
    off_loop: Callable[..., Any]

    def run(self, turn: Turn) -> None:
        """Nothing is in the store that has no row, and no row of an upload that was given up."""
        self._give_up(turn)
        staged: list[bytes] = self.off_loop(_listed, self.blobs.staged)
        stored: list[Address] = self.off_loop(_listed, self.blobs.stored)
        for some in _lots(orphans(turn.database, staged, stored)):
            turn.keep()
            self.off_loop(forget, self.blobs, some)

    def _give_up(self, turn: Turn) -> None:
        too_old = clock.day_of(turn.moment) - ON_ITS_WAY
        old = select(File.file_id).where(File.hash.is_(None), File.day < too_old)
        with turn.database.reading() as session:
            found = list(session.scalars(old))
        for file_id in found:
            turn.keep()
            with turn.database.writing() as session:
                _delete_unfinished(session, file_id)


def _delete_unfinished(session: Session, file_id: bytes) -> None:
    file = locked(session, File, file_id)
    if file is not None and file.hash is None:
        session.execute(delete(FilePart).where(FilePart.file_id == file_id))
        session.delete(file)


def _listed(names: Callable[[], Iterable[Any]]) -> list[Any]:
    return list(names())


def _lots(names: Iterable[Name]) -> Iterator[list[Name]]:
    rest = iter(names)
    while some := list(islice(rest, TOGETHER)):
        yield some
