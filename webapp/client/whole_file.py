"""A file that is either the old one or the new one, whole, at every moment, and its owner's alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

OWNERS_ALONE = 0o600


def write_whole(path: Path, data: bytes) -> None:
    """The file holds exactly these bytes and they are on disk; raises OSError and leaves the old one.

    Written beside it under another name first. What a killed run left there is written over.
    """
    beside = unfinished(path)
    with suppress(FileNotFoundError):
        beside.unlink()
    # A new file, never one that somebody else laid there, nor one that a link leads to.
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    line = os.open(beside, how, OWNERS_ALONE)
    try:
        with os.fdopen(line, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            beside.unlink()
        raise
    _keep_name(path.parent)


def unfinished(path: Path) -> Path:
    """Where the new bytes lie until they are whole."""
    return path.with_name(f".{path.name}.part")


def _keep_name(folder: Path) -> None:
    line = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(line)
    finally:
        os.close(line)
