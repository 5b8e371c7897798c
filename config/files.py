"""Where files lie, how many and how large they may be, and what they leave free of the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.refusal import SettingsError

MB = 1024 * 1024


@dataclass(frozen=True)
class BucketAt:
    """A bucket that speaks the S3 protocol: where, its name and region, and our two keys for it."""

    url: str
    name: str
    region: str
    key: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Files:
    """The limits of files. Sizes are bytes; `largest` is of what a person chose, before it is sealed.

    `folder` holds the sealed bytes. A conversation has at most `most` files. Nothing of a file is
    taken where less than `keep_free` would stay free, so that words always find room. With a
    `bucket` the bytes lie there and not in the folder, and how much it takes is the bucket's word.
    """

    folder: Path
    most: int
    largest: int
    keep_free: int
    bucket: BucketAt | None = None


def files(environ: Mapping[str, str], data_dir: Path) -> Files:
    """Read the limits; raises SettingsError for a number that cannot be used."""
    folder = environ.get("QUIETLINE_BLOBS")
    return Files(
        folder=Path(folder).resolve() if folder else data_dir / "blobs",
        most=_number(environ, "QUIETLINE_FILES", 20, range(1_001)),
        largest=_number(environ, "QUIETLINE_FILE_MB", 500, range(1, 4_001)) * MB,
        keep_free=_number(environ, "QUIETLINE_FREE_MB", 1024, range(100_000_000)) * MB,
        bucket=_bucket(environ),
    )


def _bucket(environ: Mapping[str, str]) -> BucketAt | None:
    """The bucket; everything about it is set, or nothing."""
    url = environ.get("QUIETLINE_S3_URL")
    if not url:
        return None
    if not url.startswith(("https://", "http://")):
        raise SettingsError("QUIETLINE_S3_URL must begin with https:// or http://")
    needed = ("QUIETLINE_S3_BUCKET", "QUIETLINE_S3_KEY", "QUIETLINE_S3_SECRET")
    missing = [name for name in needed if not environ.get(name)]
    if missing:
        raise SettingsError(f"{missing[0]} must be set beside QUIETLINE_S3_URL")
    name, key, secret = (environ[name] for name in needed)
    region = environ.get("QUIETLINE_S3_REGION", "us-east-1")
    return BucketAt(url.rstrip("/"), name, region, key, secret)


def _number(environ: Mapping[str, str], name: str, default: int, allowed: range) -> int:
    text, longest = environ.get(name, str(default)), 9
    if not text.isascii() or not text.isdigit() or len(text) > longest or int(text) not in allowed:
        raise SettingsError(f"{name} must be a number from {allowed[0]} to {allowed[-1]}")
    return int(text)
