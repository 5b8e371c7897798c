"""Opening the store that the settings name: SQLite files, or PostgreSQL with its purge keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chat.blobs import BlobStore
from chat.disk_store import DiskStore
from chat.purge import PurgeKeys, use_purge_keys
from config import clock
from config.database import Database, open_sqlite
from config.disk import sync_folder
from config.postgresql import COMMANDS, Patience, open_postgresql
from config.refusal import SettingsError
from config.settings import Settings
from moderation.backup.loading import is_empty
from moderation.backup.refusal import BackupRefused

FILES = ("keys.db", "content.db")
LOGS = ("-wal", "-shm")
UNFINISHED = (
    "A restore into {folder} did not finish, so nothing there can be relied on. Run the restore"
    " again; it begins anew."
)
NOT_EMPTY = (
    "There is a site here already. A restore goes into an empty data folder (QUIETLINE_DATA_DIR)"
    " or an empty database (QUIETLINE_DATABASE_URL) only."
)


def open_store(settings: Settings, patience: Patience = COMMANDS) -> Database:
    """The store of this installation; its tables may still have to be migrated.

    `patience` is how long PostgreSQL is waited for: a process that serves says so. Raises
    SettingsError where a restore into it did not finish.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.database_url is None:
        if any((settings.restoring_dir / name).exists() for name in FILES):
            raise SettingsError(UNFINISHED.format(folder=settings.data_dir))
        return open_sqlite(settings.data_dir)
    database = open_postgresql(settings.database_url, patience, settings.database_connections)
    keys = PurgeKeys(settings.purge_keys_dir, lambda: clock.day_of(clock.now()))
    use_purge_keys(database.engine, keys)
    return database


def open_blobs(settings: Settings) -> BlobStore:
    """The store of what people attach: a bucket where one is set, else a folder."""
    if settings.files.bucket is None:
        return DiskStore(settings.files.folder)
    from webapp.bucket import s3_store  # noqa: PLC0415 - boto3 takes memory, and most need none

    return s3_store(settings.files.bucket)


@contextmanager
def empty_store(settings: Settings) -> Iterator[Database]:
    """A store that is empty, and is this installation's when the block ends without an error.

    On SQLite it is built beside and moved into place; on PostgreSQL the block must write in one
    transaction. Raises BackupRefused where there is a site already.
    """
    if settings.database_url is None:
        with _new_files(settings) as database:
            yield database
        return
    database = open_store(settings)
    try:
        _check_empty(database)
        yield database
    finally:
        database.engine.dispose()


@contextmanager
def _new_files(settings: Settings) -> Iterator[Database]:
    folder, data_dir = settings.restoring_dir, settings.data_dir
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _was_interrupted_while_moving(folder):
        _check_empty_files(data_dir)
    shutil.rmtree(folder, ignore_errors=True)
    database = open_sqlite(folder)
    try:
        yield database
        _close(database)
    except BaseException:
        database.engine.dispose()
        shutil.rmtree(folder)
        raise
    for name in FILES:
        for log in LOGS:
            (data_dir / f"{name}{log}").unlink(missing_ok=True)
        (folder / name).rename(data_dir / name)
        sync_folder(data_dir)
    shutil.rmtree(folder)
    sync_folder(data_dir)


def _was_interrupted_while_moving(folder: Path) -> bool:
    """Whether the keys of an unfinished restore lie in the data folder already, and only they."""
    return not (folder / FILES[0]).exists() and (folder / FILES[1]).exists()


def _check_empty_files(data_dir: Path) -> None:
    if not any((data_dir / name).exists() for name in FILES):
        return
    database = open_sqlite(data_dir)
    try:
        _check_empty(database)
    finally:
        database.engine.dispose()


def _check_empty(database: Database) -> None:
    with database.reading() as session:
        if not is_empty(session):
            raise BackupRefused(NOT_EMPTY)


def _close(database: Database) -> None:
    """Everything is in the two files, and nobody has them open."""
    if not database.erase_traces():
        raise BackupRefused("Somebody is reading the files that are being restored.")
    database.engine.dispose()
