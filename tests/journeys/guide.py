"""A page of docs/guides, followed word by word: what it says to press is what a journey presses."""

from __future__ import annotations

import re

from tests.server import ROOT

PART = re.compile(r"^## (.+)\n((?:(?!## ).*\n?)*)", re.MULTILINE)
STEP = re.compile(r"\*\*(?P<press>[^*]+)\*\*|`(?P<type>\./quietline [^`]+)`")


class Guide:
    """What one guide says to press (in bold) and to type at a terminal (as code), in its order.

    With `part`, only what stands below that heading of the second level.
    """

    def __init__(self, name: str, part: str = "") -> None:
        text = (ROOT / "docs" / "guides" / f"{name}.md").read_text(encoding="utf-8")
        if part:
            text = dict(PART.findall(text))[part]
        self.name = name
        self.left = [
            found["press"] or found["type"] for found in STEP.finditer(re.sub(r"\s+", " ", text))
        ]

    def says(self, step: str) -> str:
        """The step, which must be the next one that the guide names; it counts as done."""
        assert self.left, f"{self.name}: the guide ends before {step!r}"
        named = self.left.pop(0)
        assert named == step, f"{self.name}: the guide says {named!r} where one does {step!r}"
        return step

    def is_done(self) -> None:
        """Nothing that the guide names was left out."""
        assert self.left == [], f"{self.name}: never done: {self.left}"
