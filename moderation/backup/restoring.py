"""A restore from beginning to end: both sets are read whole, then written, replayed and checked at once.

All of it is one transaction in an empty store. Until it ends there is nothing that could be opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from chat.blobs import BlobStore
from config.database import Database, finish
from crypto.errors import CryptoError
from moderation import checker
from moderation.backup.blobs import bring_back
from moderation.backup.inspecting import Inspected
from moderation.backup.loading import is_empty, load
from moderation.backup.models import keep_serial
from moderation.backup.refusal import BackupRefused
from moderation.backup.replay import Replayed, replay
from moderation.finding import Finding


@dataclass(frozen=True)
class Restored:
    """What a restore did, and what the checker says about the store now."""

    replayed: Replayed
    findings: list[Finding]


@dataclass(frozen=True)
class Sets:
    """Both sets, read whole once, and what opens them."""

    keys: Inspected
    content: Inspected
    identity: str

    @property
    def folder(self) -> Path:
        """Where they lie, with the files beside them."""
        return self.content.file.path.parent


def restore(
    database: Database,
    blobs: BlobStore,
    sets: Sets,
    moment: datetime,
    and_then: Callable[[Session], None] = lambda _session: None,
) -> Restored:
    """The store holds both sets and their files, all that was deleted since is gone, and `and_then` was done.

    Raises BackupRefused, or whatever `and_then` raises; then nothing was written.
    """
    header = sets.keys.whole.header
    with database.writing() as session:
        if not is_empty(session):
            raise BackupRefused("Somebody has written into the empty store meanwhile.")
        load(session, sets.keys, sets.content, sets.identity)
        keep_serial(session, header.serial, date.fromisoformat(header.day))
        replayed = replay(session, moment)
        and_then(session)
        finish(session)
        session.expire_all()
        missing = bring_back(session, blobs, sets.folder)
        findings = _checked(session, sets.keys.site["site"])
        findings += [Finding("a file is in the backup", file_id) for file_id in missing]
        return Restored(replayed, findings)


def _checked(session: Session, site: bytes) -> list[Finding]:
    """What is not as it must be; a message that is none at all must not stop a restore."""
    try:
        return checker.check(session)
    except CryptoError:
        return [Finding("every message and record has its form", site)]
