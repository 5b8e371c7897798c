"""The link that says which release runs, and the note that says which one ran before.

Both change in one step each, so that at any moment of a loss of power either is whole.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from config.disk import sync_folder
from webapp.release.tree import UpgradeRefused


@dataclass(frozen=True)
class Note:
    """The release that ran before, the one that took over, and the database's revision before it."""

    before: str
    after: str
    revision: str | None


@dataclass(frozen=True)
class Link:
    """`path` is a link to the folder of the release that runs."""

    path: Path

    @property
    def release(self) -> Path:
        """The folder that it leads to."""
        if not self.path.is_symlink():
            raise UpgradeRefused(
                f"{self.path} is no link to a release. docs/handbook/upgrade.md says how to lay it."
            )
        return self.path.resolve()

    def lead_to(self, folder: Path) -> None:
        """It leads to this folder, now and after a loss of power; never to none."""
        new = self.path.with_name(self.path.name + ".new")
        new.unlink(missing_ok=True)
        new.symlink_to(folder)
        new.rename(self.path)
        sync_folder(self.path.parent)

    @property
    def _note(self) -> Path:
        return self.path.with_name("upgrade.json")

    def write(self, note: Note) -> None:
        """What the way back needs is on disk."""
        new = self._note.with_suffix(".new")
        with new.open("w") as file:
            json.dump(asdict(note), file)
            file.flush()
            os.fsync(file.fileno())
        new.rename(self._note)
        sync_folder(self.path.parent)

    def read(self) -> Note:
        """What was written; raises UpgradeRefused where there was no upgrade."""
        try:
            return Note(**json.loads(self._note.read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise UpgradeRefused(
                "There was no upgrade here that one could go back from."
            ) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else changes it meanwhile."""
        opened = os.open(self.path.parent, os.O_RDONLY)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise UpgradeRefused("Another upgrade is at work here.") from error
        finally:
            os.close(opened)
