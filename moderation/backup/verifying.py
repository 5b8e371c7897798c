"""Looking at a folder of backups: without the private key at its files, with it at every row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from crypto.age import FIRST_LINE
from moderation.backup.blobs import check
from moderation.backup.choosing import check_newest_keys
from moderation.backup.folder import SetFile, sets_in
from moderation.backup.inspecting import inspect
from moderation.backup.refusal import BackupRefused
from moderation.backup.tables import CONTENT, KEYS

A_DAY = timedelta(days=1)


def look_at(folder: Path, today: date) -> Iterator[str]:
    """A line for each set that is whole; raises BackupRefused at the first that is not."""
    found = _all(folder)
    for each in found:
        each.check_hash()
        with each.path.open("rb") as file:
            if file.read(len(FIRST_LINE)) != FIRST_LINE:
                raise BackupRefused(f"{each.path.name} is not sealed with age.")
        yield f"{each.path.name}: whole, {each.path.stat().st_size} bytes"
    yield from check(folder)
    newest = max(each.day for each in found)
    if newest < today - A_DAY:
        raise BackupRefused(f"The newest backup is of {newest}. Is the daily timer running?")


def look_into(folder: Path, identity: str) -> Iterator[str]:
    """A line for each set that opens and is whole inside; raises BackupRefused."""
    sites = set()
    for each in _all(folder):
        inspected = inspect(each, identity)
        if inspected.audit_fault:
            raise BackupRefused(f"{each.path.name}: {inspected.audit_fault}")
        sites.add(inspected.whole.header.site)
        if len(sites) > 1:
            raise BackupRefused("These backups are of more than one site.")
        rows = sum(inspected.whole.counts.values())
        yield f"{each.path.name}: opens, {rows} rows in {len(inspected.whole.counts)} tables"


def _all(folder: Path) -> list[SetFile]:
    found = sets_in(folder)
    keys = [each for each in found if each.kind == KEYS]
    contents = [each for each in found if each.kind == CONTENT]
    if not found:
        raise BackupRefused("There is no backup in this folder.")
    if contents:
        check_newest_keys(keys, contents)
    return found
