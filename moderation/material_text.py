"""The text of a material as blocks: what is written is never markup, so nothing can be injected.

A line is a paragraph; a line that begins with `- ` is a point of a list, one that begins with `# `
a heading. An https address is a link that is shown whole. There is nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from moderation.addresses import https_address

LONGEST_ADDRESS = 200

_LIKE_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S*")
_AFTER = ".,;:!?)\"'\u00bb\u201d\u2019\u060c\u061b\u061f"
"""What ends a sentence, and no address."""

_SIGNS = {"- ": "points", "# ": "heading"}


class Run(NamedTuple):
    """A piece of a line: words, or an address that leads to another site."""

    text: str
    is_address: bool = False


class Block(NamedTuple):
    """A heading, a paragraph, or the points of a list, each a line of runs."""

    kind: Literal["heading", "text", "points"]
    lines: list[list[Run]]


def blocks(text: str) -> list[Block]:
    """The text as it is laid out."""
    marked = [_marked(line.strip()) for line in text.split("\n") if line.strip()]
    found: list[Block] = []
    for kind, same in groupby(marked, key=lambda told: told[0]):
        lines = [_runs(line) for _, line in same]
        if kind == "points":
            found.append(Block("points", lines))
        else:
            found += [Block("heading" if kind == "heading" else "text", [line]) for line in lines]
    return found


def has_strange_address(text: str) -> bool:
    """Whether something looks like an address, and is none to which the page would lead."""
    return any(not _is_safe(address) for address in _addresses(text))


def has_address(text: str) -> bool:
    """Whether it leads to another site."""
    return any(_is_safe(address) for address in _addresses(text))


def _marked(line: str) -> tuple[str, str]:
    for sign, kind in _SIGNS.items():
        if line.startswith(sign):
            return kind, line.removeprefix(sign).strip()
    return "text", line


def _addresses(text: str) -> Iterator[str]:
    for match in _LIKE_ADDRESS.finditer(text):
        yield match[0].rstrip(_AFTER)


def _is_safe(address: str) -> bool:
    if len(address) > LONGEST_ADDRESS:
        return False
    try:
        https_address(address)
    except ValueError:
        return False
    return True


def _runs(line: str) -> list[Run]:
    found, at = list[Run](), 0
    for match in _LIKE_ADDRESS.finditer(line):
        address = match[0].rstrip(_AFTER)
        if _is_safe(address):
            end = match.start() + len(address)
            found += [Run(line[at : match.start()]), Run(address, is_address=True)]
            at = end
    return [run for run in (*found, Run(line[at:])) if run.text]
