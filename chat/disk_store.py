"""Blobs on a disk of our own: staging files that are written at offsets, then named by their hash.

No file tells when it came: each has the same time of change. (The time at which a file system
noted the change itself cannot be set by anybody.)
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chat.blobs import PART, PIECE, Address
from chat.errors import BytesGone, FileDiffers, NoRoom, StoreAway
from config.disk import sync_folder
from crypto.hashes import Hashing

NO_TIME = (0, 0)
STAGED = re.compile(r"([0-9a-f]{32})")
WHOLE = re.compile(r"([0-9a-f]{64})-([0-9a-f]{32})")
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

CLOSED = -1
"""Stands for the number of a file that is closed."""


class DiskStore:
    """Keeps blobs below one folder, readable by its owner only (chat.blobs.BlobStore).

    Several processes may use it at once: who writes parts shares a file's lock, who makes a blob
    of them has it alone, and nobody waits for it.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is made before the first byte comes."""
        self._staging = folder / "staging"
        self._whole = folder / "whole"
        self._folder = folder

    def write_part(self, upload: bytes, number: int, data: bytes) -> None:
        """The part is there; the same again changes nothing."""
        with _told():
            _make(self._staging)
            path = self.staged_at(upload)
            with _opened(path, os.O_RDWR | os.O_CREAT) as file:
                _lock(file, path, fcntl.LOCK_SH)
                _write_at(file, number * PART, data)
                _settle(file)
            sync_folder(self._staging)

    def finish(self, upload: bytes, length: int, hash_: bytes) -> Address:
        """The parts are one blob of this length and hash, each byte of which was read again."""
        address = Address(hash_, upload)
        path, whole = self.staged_at(upload), self.whole_at(address)
        with _told():
            if whole.exists():  # it was renamed before; what was staged since is nobody's
                path.unlink(missing_ok=True)
            else:
                self._turn_into(path, whole, length, hash_)
            sync_folder(whole.parent)
        return address

    def write(self, upload: bytes) -> FileWriting:
        """A blob of unknown length begins, piece by piece."""
        with _told():
            _make(self._staging)
            return FileWriting(self, upload)

    def read(self, address: Address, start: int = 0) -> FileReading:
        """The blob's bytes from `start` on; raises BytesGone."""
        try:
            with _told():
                return FileReading(self.whole_at(address), start)
        except FileNotFoundError as error:
            raise BytesGone from error

    def size(self, address: Address) -> int | None:
        """How many bytes the blob has, None where there is none."""
        try:
            return self.whole_at(address).stat().st_size
        except FileNotFoundError:
            return None

    def delete(self, address: Address) -> None:
        """There is no such blob."""
        _unlink(self.whole_at(address))

    def delete_staging(self, upload: bytes) -> None:
        """Of this upload there are no parts."""
        _unlink(self.staged_at(upload))

    def staged(self) -> Iterator[bytes]:
        """Every upload of which there are parts; what has no name of ours is nothing of ours."""
        for path in _inside(self._staging):
            if found := STAGED.fullmatch(path.name):
                yield bytes.fromhex(found[1])

    def stored(self) -> Iterator[Address]:
        """Every whole blob."""
        for folder in _inside(self._whole):
            for path in _inside(folder):
                if found := WHOLE.fullmatch(path.name):
                    yield Address(bytes.fromhex(found[1]), bytes.fromhex(found[2]))

    def free(self) -> int:
        """How many bytes may still be written."""
        with _told():
            _make(self._folder)
            told = os.statvfs(self._folder)
            return told.f_bavail * told.f_frsize

    def rename(self, path: Path, whole: Path) -> None:
        """What was staged has its final name, also after a loss of power."""
        _make(whole.parent)
        path.rename(whole)
        sync_folder(whole.parent)
        sync_folder(self._staging)

    def staged_at(self, upload: bytes) -> Path:
        """Where an upload's parts lie."""
        return self._staging / upload.hex()

    def whole_at(self, address: Address) -> Path:
        """Where a whole blob lies."""
        name = f"{address.hash.hex()}-{address.upload.hex()}"
        return self._whole / name[:2] / name

    def _turn_into(self, path: Path, whole: Path, length: int, hash_: bytes) -> None:
        try:
            with _opened(path, os.O_RDWR) as file:
                _lock(file, path, fcntl.LOCK_EX)  # from here on no part is written
                if os.fstat(file).st_size != length or _hash_of(file) != hash_:
                    raise FileDiffers
                self.rename(path, whole)
        except FileNotFoundError as error:
            if not whole.exists():  # else another call renamed it just now
                raise FileDiffers from error  # its parts are gone, so it must be begun anew


class FileWriting:
    """A blob on disk that is being written, by one thread at a time."""

    def __init__(self, store: DiskStore, upload: bytes) -> None:
        """An empty staging file is there."""
        self._store, self._upload, self._path = store, upload, store.staged_at(upload)
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._hashing, self._length = Hashing(), 0

    def add(self, piece: bytes) -> None:
        """The piece follows those before it."""
        with _told():
            self._length += _write_at(self._file, self._length, piece)
        self._hashing.add(piece)

    def finish(self) -> tuple[Address, int]:
        """The pieces are one blob; gives its name and length."""
        address = Address(self._hashing.result(), self._upload)
        with _told():
            _settle(self._file)
            self._close()
            self._store.rename(self._path, self._store.whole_at(address))
        return address, self._length

    def drop(self) -> None:
        """Nothing of it is left, also where it could not be given its name."""
        self._close()
        _unlink(self._path)

    def _close(self) -> None:
        """Once: a number that is closed again may be somebody else's open file by then."""
        file, self._file = self._file, CLOSED
        if file != CLOSED:
            os.close(file)


class FileReading:
    """A blob on disk that is being read."""

    def __init__(self, path: Path, start: int) -> None:
        """The file stays readable until it is closed, even where it is deleted meanwhile."""
        self._file = path.open("rb")
        self._file.seek(start)

    def piece(self) -> bytes:
        """The next bytes, none at the end."""
        return self._file.read(PIECE)

    def close(self) -> None:
        """Nothing of it is open any more."""
        self._file.close()


@contextmanager
def _told() -> Iterator[None]:
    """What the system refuses is told in our words; a file that is not there stays that."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise (NoRoom if error.errno in FULL else StoreAway) from error


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    file = os.open(path, flags | os.O_CLOEXEC, 0o600)
    try:
        yield file
    finally:
        os.close(file)


def _lock(file: int, path: Path, kind: int) -> None:
    """The file has this lock and is still the one at its path; raises StoreAway."""
    fcntl.flock(file, kind | fcntl.LOCK_NB)  # whoever has it reads all of it: come again
    try:
        is_here = os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        is_here = False
    if not is_here:
        raise StoreAway


def _write_at(file: int, start: int, data: bytes) -> int:
    rest = memoryview(data)
    while rest:
        written = os.pwrite(file, rest, start)
        start, rest = start + written, rest[written:]
    return len(data)


def _settle(file: int) -> None:
    os.utime(file, NO_TIME)
    os.fsync(file)


def _hash_of(file: int) -> bytes:
    hashing, at = Hashing(), 0
    while piece := os.pread(file, PIECE, at):
        hashing.add(piece)
        at += len(piece)
    return hashing.result()


def _make(folder: Path) -> None:
    """The folder is there and on disk, with those above it."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _unlink(path: Path) -> None:
    with _told():
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)
