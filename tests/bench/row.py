"""One line of the table of measurements."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, its goal, the figure, what stands beside it, and what limits it and how far."""

    what: str
    goal: str
    measured: str
    beside: str = ""
    limit: str = ""
