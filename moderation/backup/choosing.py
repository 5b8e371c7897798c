"""Choosing what to restore: the newest keys set always, and a content set that is no newer.

A keys set older than some content is not the newest one: with it, what was deleted since would
come back. So nothing is restored then.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from moderation.backup.folder import SetFile, sets_in
from moderation.backup.refusal import BackupRefused
from moderation.backup.tables import CONTENT, KEYS

NO_NEWEST_KEYS = (
    "The newest keys set is missing: there is content number {content}, but the newest keys set"
    " here is {keys}. Restoring would bring back what was deleted since. Look for the file"
    " keys-…-{content:06}-….age where your backups are copied to, and put it into this folder."
)


@dataclass(frozen=True)
class Chosen:
    """The two sets that are restored together."""

    keys: SetFile
    content: SetFile


def choose(folder: Path, content_name: str | None) -> Chosen:
    """The newest keys set and the newest content set, or the content set of this name.

    Raises BackupRefused where one is missing, and where sets of several sites lie together.
    """
    found = sets_in(folder)
    if len({each.mark for each in found}) > 1:
        raise BackupRefused("This folder holds backups of more than one site; take them apart.")
    keys = [each for each in found if each.kind == KEYS]
    contents = [each for each in found if each.kind == CONTENT]
    if not contents:
        raise BackupRefused("There is no content set in this folder.")
    check_newest_keys(keys, contents)
    return Chosen(keys[-1], _content(contents, content_name))


def check_newest_keys(keys: list[SetFile], contents: list[SetFile]) -> None:
    """The newest keys set is there; raises BackupRefused."""
    newest = max(each.serial for each in contents)
    if not keys or keys[-1].serial < newest:
        here = f"number {keys[-1].serial}" if keys else "none at all"
        raise BackupRefused(NO_NEWEST_KEYS.format(content=newest, keys=here))


def _content(contents: list[SetFile], name: str | None) -> SetFile:
    if name is None:
        return contents[-1]
    for each in contents:
        if each.path.name == Path(name).name:
            return each
    raise BackupRefused(f"There is no content set {name} in this folder.")
