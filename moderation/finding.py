"""What the checker finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One broken promise, and the id of what breaks it."""

    promise: str
    subject: bytes
