"""All targets by name; each is loaded by itself, so that an engine instruments no more than it needs."""

from __future__ import annotations

from importlib import import_module

from tests.fuzz.target import Target

NAMES = (
    *("envelope", "record", "roster", "file", "part"),
    *("form", "directory", "backup", "cases", "packet", "picture"),
)


def load(name: str) -> Target:
    """The target of this name; raises KeyError for none."""
    if name not in NAMES:
        raise KeyError(name)
    found: Target = import_module(f"tests.fuzz.{name}").TARGET
    return found
