"""Files in a backup: copies of sealed blobs beside the sets, each copied once, under its own name.

They are sealed already, by the browsers of those who sent them, and what opens them is in sealed
messages. Their names say what they hash to. What no row of the newest backup names is removed: the
newest keys set goes with every restore, so deleted files could not come back anyway.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.blobs import Address, BlobStore, Reading
from chat.errors import BytesGone
from chat.file_models import File
from config.disk import sync_folder
from crypto.hashes import Hashing
from moderation.backup.refusal import BackupRefused

NAME = re.compile(r"([0-9a-f]{64})-([0-9a-f]{32})")
PART = ".part"
CHUNK = 1024 * 1024


def place_of(folder: Path) -> Path:
    """Where a folder of backups has its files."""
    return folder / "files"


def copy_out(session: Session, store: BlobStore, folder: Path) -> int:
    """Every whole file of the session's snapshot lies in the folder; gives how many were copied.

    A file that is deleted at this very moment is left out. Raises OSError where the disk is full.
    """
    place, copied = place_of(folder), 0
    place.mkdir(exist_ok=True, mode=0o700)
    for left in place.glob(f"*{PART}"):
        left.unlink()
    for _, address in _whole(session):
        path = place / _name(address)
        if not path.exists():
            try:
                _copy(store.read(address), path)
            except BytesGone:
                continue
            copied += 1
    sync_folder(place)
    return copied


def remove_deleted(session: Session, folder: Path) -> int:
    """What is no file any more is not in the folder; gives how many were removed."""
    wanted, place = {_name(address) for _, address in _whole(session)}, place_of(folder)
    gone = [path for path in place.iterdir() if path.name not in wanted]
    for path in gone:
        path.unlink()
    sync_folder(place)
    return len(gone)


def bring_back(session: Session, store: BlobStore, folder: Path) -> list[bytes]:
    """The store has every whole file that the session names; gives the ids of those it has not.

    They are there before the rows are. Of a restore that is killed only bytes are left which
    nothing opens and which belong to nothing.
    """
    return [file_id for file_id, address in _whole(session) if not _is_back(store, address, folder)]


def check(folder: Path) -> Iterator[str]:
    """A line for all files together, if each is what its name says; raises BackupRefused."""
    place = place_of(folder)
    paths = sorted(place.iterdir()) if place.is_dir() else []
    whole = [path for path in paths if path.suffix != PART]
    for path in whole:
        found = NAME.fullmatch(path.name)
        if found is None or _hash_of(path) != found[1]:
            raise BackupRefused(f"files/{path.name} was cut or changed: its name is not its hash.")
    if whole:
        yield f"{len(whole)} files: whole"


def _whole(session: Session) -> Iterator[tuple[bytes, Address]]:
    rows = session.execute(select(File.file_id, File.hash, File.upload))
    for file_id, hash_, upload in rows.yield_per(500):
        if hash_ is not None:
            yield file_id, Address(hash_, upload)


def _name(address: Address) -> str:
    return f"{address.hash.hex()}-{address.upload.hex()}"


def _copy(reading: Reading, path: Path) -> None:
    part = path.with_name(path.name + PART)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            while piece := reading.piece():
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        reading.close()


def _is_back(store: BlobStore, address: Address, folder: Path) -> bool:
    path = place_of(folder) / _name(address)
    if not path.is_file():
        return False
    store.delete(address)
    store.delete_staging(address.upload)
    writing = store.write(address.upload)
    try:
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                writing.add(piece)
    except BaseException:
        writing.drop()
        raise
    written, _ = writing.finish()
    if written != address:  # it was changed on its way, and is nothing that anybody sent
        store.delete(written)
    return written == address


def _hash_of(path: Path) -> str:
    hashing = Hashing()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            hashing.add(piece)
    return hashing.result().hex()
