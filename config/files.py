"""Where files lie, how many and how large they may be, and what they leave free of the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.refusal import SettingsError

MB = 1024 * 1024


@dataclass(frozen=True)
class Files:
    """The limits of files. Sizes are bytes; `largest` is of what a person chose, before it is sealed.

    `folder` holds the sealed bytes. A conversation has at most `most` files. Nothing of a file is
    taken where less than `keep_free` would stay free, so that words always find room.
    """

    folder: Path
    most: int
    largest: int
    keep_free: int


def files(environ: Mapping[str, str], data_dir: Path) -> Files:
    """Read the limits; raises SettingsError for a number that cannot be used."""
    folder = environ.get("QUIETLINE_BLOBS")
    return Files(
        folder=Path(folder).resolve() if folder else data_dir / "blobs",
        most=_number(environ, "QUIETLINE_FILES", 20, range(1_001)),
        largest=_number(environ, "QUIETLINE_FILE_MB", 500, range(1, 4_001)) * MB,
        keep_free=_number(environ, "QUIETLINE_FREE_MB", 1024, range(100_000_000)) * MB,
    )


def _number(environ: Mapping[str, str], name: str, default: int, allowed: range) -> int:
    text, longest = environ.get(name, str(default)), 9
    if not text.isascii() or not text.isdigit() or len(text) > longest or int(text) not in allowed:
        raise SettingsError(f"{name} must be a number from {allowed[0]} to {allowed[-1]}")
    return int(text)
