"""What a person outside is shown of a file that was sent: what it is and how large, never its name."""

from __future__ import annotations

from typing import Any, NamedTuple

from babel.units import format_unit

from config.files import MB
from webapp import pages

WORDS = {
    **dict.fromkeys(("jpeg", "png", "webp", "heic", "avif", "tiff", "gif"), "photo"),
    **dict.fromkeys(("mp4", "mov", "matroska"), "film"),
    "audio": "sound",
    **dict.fromkeys(("pdf", "office"), "document"),
}
MOST = 100


class SentFile(NamedTuple):
    """A file in a thread: `word` is photo, film, sound, document or other; `size` is in bytes."""

    word: str
    size: int

    @property
    def spoken_size(self) -> str:
        """The size in megabytes, as the page's language writes it."""
        tenths = max(1, round(self.size / MB * 10))
        unit = "digital-megabyte"
        return format_unit(tenths / 10, unit, "short", locale=pages.current_language())


def files_in(said: dict[str, Any]) -> tuple[SentFile, ...]:
    """The files that a message names, whatever else it holds."""
    told = said.get("files")
    if not isinstance(told, list):
        return ()
    return tuple(_one(each) for each in told[:MOST] if isinstance(each, dict))


def _one(told: dict[str, Any]) -> SentFile:
    size, kind = told.get("size"), told.get("kind")
    word = WORDS.get(kind, "other") if isinstance(kind, str) else "other"
    return SentFile(word, size if isinstance(size, int) and 0 <= size < 2**40 else 0)
