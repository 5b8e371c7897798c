"""Which version this is, and whether a newer one is known; this asks nobody."""

from __future__ import annotations

import tomllib
from pathlib import Path

from config.settings import Settings

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
VERSION = str(tomllib.loads(PROJECT.read_text())["project"]["version"])


def newer(_settings: Settings) -> str | None:
    """The newer version that was found by whoever looks for releases; None where none is known."""
    return None
