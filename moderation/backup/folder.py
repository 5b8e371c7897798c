"""The folder that backups lie in: whole files with their hash in the name, and one writer at a time.

A name is `KIND-SITE-NUMBER-DAY-HASH.age`: which set, eight letters of the site's public id, the
backup's number and day, BLAKE2b-128 of the file. It says nothing about what is inside.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

from config.disk import sync_folder
from moderation.backup.refusal import BackupRefused, Busy

KEPT = timedelta(days=30)
"""So long a content set is kept (Protocol section 9)."""

NAME = re.compile(r"(keys|content)-([0-9a-f]{8})-(\d{6,})-(\d{4}-\d\d-\d\d)-([0-9a-f]{32})\.age")
PART = ".part"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class SetFile:
    """A set on disk, and what its name says."""

    path: Path
    kind: str
    mark: str
    serial: int
    day: date
    hash: str

    @classmethod
    def of(cls, path: Path) -> SetFile | None:
        """The set at this path, or None where the name is no set's."""
        found = NAME.fullmatch(path.name)
        if found is None:
            return None
        kind, mark, serial, day, hash_ = found.groups()
        try:
            return cls(path, kind, mark, int(serial), date.fromisoformat(day), hash_)
        except ValueError:
            return None

    def check_hash(self) -> None:
        """Every byte is as it was written; raises BackupRefused."""
        hashing = hashlib.blake2b(digest_size=16)
        with self.path.open("rb") as file:
            while piece := file.read(CHUNK):
                hashing.update(piece)
        if hashing.hexdigest() != self.hash:
            raise BackupRefused(f"{self.path.name} was cut or changed: its name is not its hash.")


@dataclass(frozen=True)
class Part:
    """A set that is written and on disk, but not yet under its name."""

    path: Path
    name: str


class Writing:
    """A file that counts its hash while it grows."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.hashing = hashlib.blake2b(digest_size=16)

    def write(self, data: bytes) -> int:
        """Write all of it."""
        self.hashing.update(data)
        self._file.write(data)
        return len(data)

    def flush(self) -> None:
        """Hand it to the system."""
        self._file.flush()


def sets_in(folder: Path) -> list[SetFile]:
    """Every set in the folder, by kind and number; raises BackupRefused where there is no folder."""
    if not folder.is_dir():
        raise BackupRefused(f"There is no folder {folder}.")
    found = [SetFile.of(path) for path in folder.iterdir() if path.is_file()]
    return sorted((s for s in found if s), key=lambda s: (s.kind, s.serial, s.day, s.hash))


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Nobody else writes into the folder; raises Busy. What a killed writer left is removed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise Busy("Another backup is being written into this folder just now.") from error
    try:
        for left in folder.glob(f"*{PART}"):
            left.unlink()
        yield
    finally:
        os.close(lock)


def write_part(folder: Path, before_hash: str, fill: Callable[[Writing], None]) -> Part:
    """A new file that `fill` has filled is on disk; where that fails, nothing of it is left."""
    path = folder / f"{secrets.token_hex(8)}{PART}"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            writing = Writing(file)
            fill(writing)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    return Part(path, f"{before_hash}-{writing.hashing.hexdigest()}.age")


def put_in_place(folder: Path, parts: list[Part]) -> None:
    """The parts are under their names, one after the other, and stay there after a power cut."""
    for part in parts:
        part.path.rename(folder / part.name)
        sync_folder(folder)


def remove_old(folder: Path, serial: int, today: date) -> list[str]:
    """Older keys sets are gone, and content sets after 30 days; gives their names."""
    old = [
        found
        for found in sets_in(folder)
        if found.serial < serial and (found.kind == "keys" or found.day < today - KEPT)
    ]
    for each in old:
        each.path.unlink()
    sync_folder(folder)
    return [each.path.name for each in old]
