"""The library as pages show it: by whom it is for, in the reader's language, as blocks of text.

It comes whole or not at all: which page of it somebody reads, the server does not learn.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from moderation.material_text import Block, blocks, has_address
from moderation.materials import Library
from moderation.materials_body import GROUPS, MaterialsBody
from webapp import pages
from webapp.services import database, services
from webapp.source.neutral import on_onion


class Page(NamedTuple):
    """One material: `language` is English where the reader's lacks it."""

    key: str
    language: str
    direction: str
    title: str
    blocks: list[Block]
    leads_away: bool


class Shelf(NamedTuple):
    """What is for the same people."""

    group: str
    pages: list[Page]


def readable() -> dict[str, object]:
    """What the template shows; whoever came by the onion is led to no other site."""
    return {
        "shelves": shelves(library().body, pages.current_language()),
        "led_nowhere": on_onion(),
    }


def library() -> Library:
    """The library as it is now; without a database, as it was last."""
    now = services().materials
    try:
        with database().reading() as session:
            return now.current(session)
    except (OperationalError, PoolTimeout):
        return now.known


def shelves(body: MaterialsBody, language: str) -> list[Shelf]:
    """Each group that has something, in the order of the page outside."""
    found = [
        Shelf(group, [_page(*m.said(language), m.key) for m in body.materials if m.group == group])
        for group in GROUPS
    ]
    return [shelf for shelf in found if shelf.pages]


def _page(language: str, title: str, text: str, key: str) -> Page:
    direction = "rtl" if language in pages.RIGHT_TO_LEFT else "ltr"
    return Page(key, language, direction, title, blocks(text), has_address(text))
