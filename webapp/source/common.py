"""What both forms of the source side show: the site's settings, the languages, a demonstration."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from functools import lru_cache

from babel import Locale
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from crypto.words import fingerprint_words
from moderation import founding
from moderation.errors import NotFound
from moderation.forms import Form
from moderation.site_settings import SiteSettings
from webapp import pages
from webapp.services import database, services
from webapp.source.neutral import reachable


@dataclass(frozen=True)
class Outside:
    """What every page outside shows of the site.

    `words` are the twelve of its root key, by which people compare this desk with a poster.
    """

    site: SiteSettings
    demo: bool
    words: tuple[str, ...] = ()


def outside() -> Outside:
    """The site as it is now; without a database, as it was last: the numbers must be shown."""
    told = _told()
    return replace(told, site=replace(told.site, exit_url=reachable(told.site.exit_url)))


def _told() -> Outside:
    now = services().site
    try:
        with database().reading() as session:
            here = founding.the_site(session)
            current = now.current(session)
    except (OperationalError, PoolTimeout):
        return Outside(now.known, demo=False)
    if here is None:
        return Outside(current, demo=False)
    return Outside(current, here.demo, tuple(fingerprint_words(here.root_vk)))


LONGEST_NUMBER = 10
"""Digits of the number of a version."""


def number_of(text: str) -> int | None:
    """The number of a version that a page sent back, or None where it is none."""
    is_number = text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER
    return int(text) if is_number else None


def form_asked(version: str) -> Form:
    """The questions of this version, so that whoever began with it goes on; else the newest."""
    now, number = services().forms, number_of(version)
    try:
        with database().reading() as session:
            if number is not None:
                with contextlib.suppress(NotFound):
                    return now.of_version(session, number)
            return now.current(session)
    except (OperationalError, PoolTimeout):
        return now.known


@lru_cache
def language_names() -> dict[str, str]:
    """Each language by its code, as its speakers write it."""
    return {code: _own_name(code) for code in pages.LANGUAGES}


def _own_name(code: str) -> str:
    """A language as its speakers write it."""
    name = Locale.parse(code).get_language_name(code) or code
    return name[:1].upper() + name[1:]
