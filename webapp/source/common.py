"""What both forms of the source side show: the languages, and whether this is a demonstration."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from crypto.words import fingerprint_words
from moderation import founding
from webapp import pages
from webapp.services import database


def is_demo() -> bool:
    """Whether this is a demonstration; without a database the numbers must still be shown."""
    try:
        with database().reading() as session:
            here = founding.the_site(session)
    except (OperationalError, PoolTimeout):
        return False
    return here is not None and here.demo


def desk_words() -> tuple[str, ...]:
    """The twelve words of the root key, by which people compare this desk with a poster."""
    try:
        with database().reading() as session:
            here = founding.the_site(session)
    except (OperationalError, PoolTimeout):
        return ()
    return tuple(fingerprint_words(here.root_vk)) if here is not None else ()


@lru_cache
def language_names() -> dict[str, str]:
    """Each language by its code, as its speakers write it."""
    return {code: _own_name(code) for code in pages.LANGUAGES}


def _own_name(code: str) -> str:
    """A language as its speakers write it."""
    name = Locale.parse(code).get_language_name(code) or code
    return name[:1].upper() + name[1:]
