"""What the handbook says to type: its boxes in their order, and the commands that stand in its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.guided import BLOCK
from tests.server import ROOT

FOLDER = ROOT / "docs" / "handbook"
INLINE = re.compile(
    r"`((?:systemctl|journalctl|certbot|chmod|chown|df|du|timedatectl|quietline|readlink) [^`…]+)`"
)
OWN = re.compile(r"\bown computer\b", re.IGNORECASE)
"""Where the line above a box says so, it is typed there."""


@dataclass(frozen=True)
class Box:
    """One box of a page; `own` where it is typed on the operator's own computer."""

    page: str
    kind: str
    body: str
    own: bool


def pages() -> list[str]:
    """The name of every page."""
    return sorted(path.stem for path in FOLDER.glob("*.md"))


def text_of(page: str) -> str:
    """The page."""
    return (FOLDER / f"{page}.md").read_text(encoding="utf-8")


def boxes(page: str) -> list[Box]:
    """All boxes of a page."""
    text = text_of(page)
    made = []
    for found in BLOCK.finditer(text):
        above = text[: found.start()].rstrip().rpartition("\n")[2]
        made.append(Box(page, found["kind"], found["body"], bool(OWN.search(above))))
    return made


def inline(page: str) -> list[str]:
    """The commands that stand in the lines and tables, each once."""
    return list(dict.fromkeys(INLINE.findall(BLOCK.sub("", text_of(page)))))


def commands(body: str) -> list[list[str]]:
    """The words of each simple command of a box, without what a document of lines holds."""
    body = re.sub(r"<<'(\w+)'\n.*?^\1$", "", body, flags=re.MULTILINE | re.DOTALL)
    inner = re.findall(r"\$\(([^)]*)\)", body)
    lines = [part for line in body.splitlines() for part in re.split(r"\|\||&&", line)]
    return [words for line in [*lines, *inner] if (words := line.split())]
