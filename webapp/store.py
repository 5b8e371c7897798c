"""Opening the store that the settings name: SQLite files, or PostgreSQL with its purge keys."""

from __future__ import annotations

from chat.purge import PurgeKeys, use_purge_keys
from config import clock
from config.database import Database, open_postgresql, open_sqlite
from config.settings import Settings


def open_store(settings: Settings) -> Database:
    """The store of this installation; its tables may still have to be migrated."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.database_url is None:
        return open_sqlite(settings.data_dir)
    database = open_postgresql(settings.database_url)
    keys = PurgeKeys(settings.purge_keys_dir, lambda: clock.day_of(clock.now()))
    use_purge_keys(database.engine, keys)
    return database
