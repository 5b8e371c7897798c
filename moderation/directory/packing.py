"""Documents as they are stored: packed, to less than half of their size, so that the database stays small."""

from __future__ import annotations

import json
import zlib
from typing import Any


def packed(text: str) -> bytes:
    """A document's text as it is stored."""
    return zlib.compress(text.encode())


def unpacked(stored: bytes) -> str:
    """A document's text."""
    return zlib.decompress(stored).decode()


def document(stored: bytes) -> dict[str, Any]:
    """A document."""
    found: dict[str, Any] = json.loads(unpacked(stored))
    return found
