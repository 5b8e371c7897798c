"""Taking a backup while the service runs: both sets from one moment, the keys in place first.

For that moment nobody writes. So the two files of SQLite are seen as they fit each other, which a
reader alone would not be sure of: they commit one after the other. The keys set is named first and
the older one removed last, so at any point a restore finds keys that are no older than any content.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.blobs import BlobStore
from chat.models import Conversation, KeyRecordRow
from config import migrate
from config.database import Database
from crypto.age import check_recipient, seal_stream
from crypto.errors import Malformed
from crypto.hashes import digest
from moderation.backup import folder as folders
from moderation.backup.blobs import copy_out, remove_deleted
from moderation.backup.folder import Part, Writing
from moderation.backup.lines import Header, packed, to_text
from moderation.backup.models import next_serial
from moderation.backup.refusal import BackupRefused
from moderation.backup.tables import CONTENT, KEYS, tables_of
from moderation.founding import the_site


@dataclass(frozen=True)
class Taken:
    """A backup that is whole and in place."""

    serial: int
    names: list[str]
    removed: list[str]
    files: int


@dataclass(frozen=True)
class Moment:
    """The store as it was at the moment of the backup."""

    session: Session
    site: bytes
    serial: int


def mark_of(site: bytes) -> str:
    """The eight letters by which a site's sets are told from another's."""
    return digest(site).hex()[:8]


def take(
    database: Database, blobs: BlobStore, folder: Path, recipients: list[str], today: date
) -> Taken:
    """The files and both sets lie in the folder, sealed to the recipients; what is older is gone as it must be.

    Everything acknowledged before this began is in them. Raises BackupRefused, Busy, and OSError
    where the disk is full; then the backups that were there are as they were.
    """
    _check_recipients(recipients)
    with folders.alone_in(folder), _moment(database, folder, today) as moment:
        files = copy_out(moment.session, blobs, folder)
        parts = [
            _write(folder, moment, kind, recipients, today.isoformat()) for kind in (KEYS, CONTENT)
        ]
        folders.put_in_place(folder, parts)
        removed = folders.remove_old(folder, moment.serial, today)
        remove_deleted(moment.session, folder)
    return Taken(moment.serial, [part.name for part in parts], removed, files)


def _check_recipients(recipients: list[str]) -> None:
    if not recipients:
        raise BackupRefused("Name the age public key that the backup is sealed to.")
    for each in recipients:
        try:
            check_recipient(each)
        except Malformed as error:
            raise BackupRefused(f"{each:.80} is not an age public key (age1…).") from error


@contextmanager
def _moment(database: Database, folder: Path, today: date) -> Iterator[Moment]:
    with ExitStack() as stack:
        with database.writing() as lock:  # nobody writes until the end of this block
            site = the_site(lock)
            if site is None:
                raise BackupRefused("There is no site here yet, so there is nothing to back up.")
            serial = next_serial(lock, _check_folder(folder, mark_of(site.site)), today)
            session = stack.enter_context(database.reading())
            for table in (KeyRecordRow, Conversation):  # a snapshot begins with its first reading
                session.execute(select(table.conv).limit(1)).all()
        yield Moment(session, site.site, serial)


def _check_folder(folder: Path, mark: str) -> int:
    """The highest number in the folder, which holds backups of this site alone."""
    found = folders.sets_in(folder)
    if any(each.mark != mark for each in found):
        raise BackupRefused("This folder holds backups of another site; choose another folder.")
    return max((each.serial for each in found), default=0)


def _write(folder: Path, moment: Moment, kind: str, recipients: list[str], day: str) -> Part:
    header = Header(kind, to_text(moment.site), moment.serial, day, migrate.head())
    pieces = packed(moment.session, header, tables_of(kind))
    name = f"{kind}-{mark_of(moment.site)}-{moment.serial:06}-{day}"
    fill = partial(_fill, recipients, pieces)
    return folders.write_part(folder, name, fill)


def _fill(recipients: list[str], pieces: Iterator[bytes], out: Writing) -> None:
    seal_stream(recipients, pieces, out)
