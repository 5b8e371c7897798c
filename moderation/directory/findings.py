"""What is wrong with an import: where, and a code for which the desk has words; never what was read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MOST = 500
"""Findings that are told one by one; the rest is counted."""

REMARKS = frozenset({"dangling", "place-off", "unknown-file"})
"""What does not stop an import."""


@dataclass(frozen=True)
class Finding:
    """`line` counts from 1: of a table its line, of NDJSON its line, of JSON the organisation."""

    code: str
    file: str = ""
    line: int = 0
    where: str = ""


@dataclass
class Report:
    """All findings of one import."""

    told: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, code: str, file: str = "", line: int = 0, where: str = "") -> None:
        """One more; after so many only their number grows."""
        self.counts[code] += 1
        if len(self.told) < MOST:
            self.told.append(Finding(code, file, line, where[:80]))

    @property
    def stops(self) -> bool:
        """Whether any of them stops the import."""
        return any(code not in REMARKS for code in self.counts)

    @property
    def loose(self) -> int:
        """How many references point at nothing."""
        return self.counts["dangling"]
