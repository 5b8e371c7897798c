"""Key rows on PostgreSQL: sealed once more under a day's key that lies outside the database.

PostgreSQL keeps deleted rows in its log for as long as it likes. So each key column is sealed
under the purge key of the day on which it was written; when the last row of a day is gone, the
day's key is deleted, and with it every copy in every log. On SQLite, whose files we wipe
ourselves, the column holds its bytes as they are.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, LargeBinary, func, select, type_coerce
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from config.database import Keys
from crypto.errors import Refused
from crypto.purge import DAY_LENGTH, day_of, day_prefix, open_for_day, seal_for_day

KEY_LENGTH = 32
NONCE_LENGTH = 24
GRACE = timedelta(days=1)
"""A transaction that began before midnight may still write under yesterday's key."""


class PurgeKeys:
    """The keys of the days, one small file each; `today` is the clock."""

    def __init__(self, folder: Path, today: Callable[[], date]) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self.today = today
        self._known: dict[int, bytes] = {}

    def seal(self, value: bytes) -> bytes:
        """The value under today's key, which is on disk before anything is sealed with it."""
        day = self.today().toordinal()
        return seal_for_day(
            self._key(day, make=True), day, value, secrets.token_bytes(NONCE_LENGTH)
        )

    def open(self, stored: bytes) -> bytes:
        """The value; raises a CryptoError where the day's key is gone."""
        return open_for_day(self._key(day_of(stored), make=False), stored)

    def days(self) -> list[int]:
        """The days (as ordinals) that still have a key, oldest first."""
        return sorted(int(file.stem) for file in self.folder.glob("*.key"))

    def forget(self, day: int) -> None:
        """Nothing that was sealed on this day can be opened any more, wherever a copy is."""
        file = self._file(day)
        with file.open("r+b") as wiped:
            wiped.write(secrets.token_bytes(KEY_LENGTH))
            wiped.flush()
            os.fsync(wiped.fileno())
        file.unlink()
        self._sync_folder()
        self._known.pop(day, None)

    def _key(self, day: int, *, make: bool) -> bytes:
        if day not in self._known:
            file = self._file(day)
            if make and not file.exists():
                self._make(file)
            if not file.exists():
                raise Refused("the key of that day is gone")
            self._known[day] = file.read_bytes()
        return self._known[day]

    def _make(self, file: Path) -> None:
        part = file.with_suffix(f".{secrets.token_hex(4)}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
            made.write(secrets.token_bytes(KEY_LENGTH))
            made.flush()
            os.fsync(made.fileno())
        try:
            file.hardlink_to(part)  # of two processes one wins, and both use its key
        except FileExistsError:
            pass
        finally:
            part.unlink()
        self._sync_folder()

    def _file(self, day: int) -> Path:
        return self.folder / f"{day}.key"

    def _sync_folder(self) -> None:
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class KeyMaterial(TypeDecorator[bytes]):
    """A column of sealed keys, under the day's purge key where the engine has purge keys."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """What is written."""
        keys = purge_keys_of(dialect)
        return value if value is None or keys is None else keys.seal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ANN401 - the driver's own
        """What is read."""
        keys = purge_keys_of(dialect)
        return value if value is None or keys is None else keys.open(bytes(value))


def use_purge_keys(engine: Engine, keys: PurgeKeys) -> None:
    """The engine's key columns are sealed under these keys from now on."""
    engine.dialect.quietline_purge_keys = keys  # type: ignore[attr-defined]


def purge_keys_of(dialect: Dialect) -> PurgeKeys | None:
    """The purge keys of an engine, if it needs any."""
    return getattr(dialect, "quietline_purge_keys", None)


def sweep(session: Session) -> list[int]:
    """Forget the key of each day of which no row is left; gives those days."""
    keys = purge_keys_of(session.get_bind().dialect)
    if keys is None:
        return []
    last = (keys.today() - GRACE).toordinal()
    gone = [day for day in keys.days() if day < last and not _is_used(session, day)]
    for day in gone:
        keys.forget(day)
    return gone


def _is_used(session: Session, day: int) -> bool:
    return any(_has_rows(session, column, day) for column in _key_columns())


def _has_rows(session: Session, column: Column[Any], day: int) -> bool:
    begins = func.substr(type_coerce(column, LargeBinary), 1, DAY_LENGTH)
    return session.execute(select(1).where(begins == day_prefix(day)).limit(1)).first() is not None


def _key_columns() -> Iterable[Column[Any]]:
    tables = Keys.metadata.tables.values()
    return (c for table in tables for c in table.columns if isinstance(c.type, KeyMaterial))
