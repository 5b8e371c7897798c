"""Backups for tests: taken from a store, and restored into an empty one of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from chat.blobs import BlobStore
from chat.disk_store import DiskStore
from config import clock
from config.database import Database
from config.settings import Settings, load_settings
from crypto.age import new_identity
from moderation.backup.choosing import choose
from moderation.backup.inspecting import inspect_both
from moderation.backup.restoring import Restored, Sets, restore
from moderation.backup.taking import Taken, take
from tests.databases import fresh_database
from webapp.store import empty_store, open_blobs, open_store


@dataclass
class Vault:
    """A folder of backups and the key that opens them."""

    folder: Path
    key: tuple[str, str] = field(default_factory=new_identity)

    def take(self, store: Database, days_later: int = 0, blobs: BlobStore | None = None) -> Taken:
        """Back the store up, with the files of this store of blobs, or with none."""
        day = clock.day_of(clock.now()) + timedelta(days=days_later)
        blobs = blobs or DiskStore(self.folder / "none")
        return take(store, blobs, self.folder, [self.key[1]], day)

    def names(self, kind: str = "") -> list[str]:
        """The names of the sets, the oldest first."""
        return sorted(path.name for path in self.folder.glob(f"{kind}*.age"))

    def restore(self, settings: Settings, content: str | None = None) -> Restored:
        """Restore into the empty store of these settings."""
        with empty_store(settings) as database:
            keys, found = inspect_both(choose(self.folder, content), self.key[0])
            return restore(
                database, open_blobs(settings), Sets(keys, found, self.key[0]), clock.now()
            )


@contextmanager
def empty_settings(kind: str, data_dir: Path) -> Iterator[Settings]:
    """The settings of an empty store of this kind, on another machine so to say."""
    with fresh_database(kind) as url:
        yield load_settings({"QUIETLINE_DATA_DIR": str(data_dir), "QUIETLINE_DATABASE_URL": url})


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The store of these settings."""
    database = open_store(settings)
    try:
        yield database
    finally:
        database.engine.dispose()


def everything_under(folder: Path) -> bytes:
    """The bytes of every file under a folder."""
    return b"".join(f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file())
