"""The golden files for tests, as they are and as they are cleaned."""

from __future__ import annotations

from pathlib import Path

from webapp.metadata import Cleaned, Kind, Memory, cleaned_bytes, without_metadata

FOLDER = Path(__file__).parent / "files"
NAMES = sorted(path.name for path in FOLDER.iterdir())


def golden(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def clean(data: bytes) -> tuple[Kind, Cleaned, bytes]:
    """The kind of a file that can be cleaned, what is said of it, and the file without metadata."""
    source = Memory(data)
    kind, cleaned = without_metadata(source)
    assert cleaned is not None, f"{kind} is not cleaned"
    return kind, cleaned, cleaned_bytes(source, cleaned)
