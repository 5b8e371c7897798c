"""The one page of the source side, in the reader's language, at one address."""

from __future__ import annotations

import gzip
from functools import lru_cache

from babel import Locale
from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy.exc import OperationalError

from config.settings import Phone
from moderation import founding
from webapp import pages
from webapp.security import PUBLIC, allow
from webapp.services import database, services

blueprint = Blueprint("source_pages", __name__)


@blueprint.get("/")
@allow(PUBLIC)
def home() -> Response:
    """The page with every view in it; it varies by the language asked for and by nothing else."""
    settings = services().settings
    return _sent_small(_rendered(settings.phones, settings.exit_url, demo=_is_demo()))


def _is_demo() -> bool:
    """Whether this is a demonstration; without a database the numbers must still be shown."""
    try:
        with database().reading() as session:
            here = founding.the_site(session)
    except OperationalError:
        return False
    return here is not None and here.demo


def _rendered(phones: tuple[Phone, ...], exit_url: str, *, demo: bool) -> str:
    page = render_template(
        "source/page.html",
        phones=phones,
        exit_url=exit_url,
        demo=demo,
        language_names={code: _own_name(code) for code in pages.LANGUAGES},
    )
    # Indentation is for whoever reads the templates; on a slow line it is only weight. No view has
    # text in which it counts, and a space that must not break is not ASCII.
    return b" ".join(page.encode().split()).decode()


def _sent_small(html: str) -> Response:
    """The page, compressed where the browser takes that: nothing secret is in it to be guessed."""
    page = make_response(html)
    page.vary.update(("Accept-Language", "Accept-Encoding"))
    if request.accept_encodings["gzip"]:
        page.set_data(_gzipped(html))
        page.content_encoding = "gzip"
    return page


@lru_cache(maxsize=8)
def _gzipped(html: str) -> bytes:
    # No time in the header: the same page is the same bytes.
    return gzip.compress(html.encode(), compresslevel=9, mtime=0)


def _own_name(code: str) -> str:
    """A language as its speakers write it."""
    name = Locale.parse(code).get_language_name(code) or code
    return name[:1].upper() + name[1:]
