"""What a page of docs/guides says to type, and what it says one then reads, as its boxes show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from tests.server import ROOT
from tests.terminal import Terminal

BLOCK = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)

Answers = dict[str, Callable[[Terminal, re.Match[str]], str | None]]
"""By the beginning of a line that is read: what is typed then, or None for nothing."""


def blocks(name: str) -> list[tuple[str, str]]:
    """The boxes of a guide, each with its kind: `sh` is typed, an empty one is read."""
    page = (ROOT / "docs" / "guides" / f"{name}.md").read_text(encoding="utf-8")
    return [(found["kind"], found["body"]) for found in BLOCK.finditer(page)]


def commands(name: str) -> Iterator[tuple[str, str]]:
    """Each command with the box that follows it; empty where the page shows none."""
    for (kind, body), (next_kind, after) in pairwise([*blocks(name), ("", "")]):
        if kind == "sh":
            yield body.strip(), "" if next_kind else after


def pattern_of(line: str) -> str:
    """A line as a pattern: numbers and … stand for whatever is there."""
    return re.sub(r"\d+", r"\\d+", re.escape(line)).replace("…", r"[^\n]*")


def follow(terminal: Terminal, box: str, answers: Answers) -> None:
    """Every line of the box was read in its order, and every question in it answered.

    Raises AssertionError for a line that never came, and for a question that has no answer.
    """
    for line in box.splitlines():
        found = terminal.read(pattern_of(line.strip()))
        known = [answer for beginning, answer in answers.items() if line.startswith(beginning)]
        assert known or not line.endswith(":") or line.startswith("The fingerprint"), line
        typed = known[0](terminal, found) if known else None
        if typed is not None:
            terminal.type(typed)
