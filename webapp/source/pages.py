"""The one page of the source side, in the reader's language, at one address."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache

import brotli
from flask import Blueprint, Response, make_response, render_template, request

from webapp.security import PUBLIC, allow
from webapp.services import services
from webapp.source import form_view
from webapp.source.common import form_asked, language_names, outside
from webapp.source.library import readable
from webapp.source.neutral import on_onion
from webapp.source.plain.cookie import was_refused
from webapp.source.plain.show import page, show_visit

LINES = (
    "section|div|h1|h2|p|ul|ol|li|dl|details|main|header|footer|aside|form|template|html|head|body"
    "|meta|link|title|script"
)
AROUND_LINES = re.compile(rf" (?=</?(?:{LINES})\b)|(?<=<!DOCTYPE html>) |(?<=</p>) |(?<=</h1>) ")

AFTER_P = "p|h1|h2|h3|div|ul|ol|dl|form|aside|section|details|footer|header"
AROUND_P = "div|section|aside|details|li|template|form|main|body"
UNSAID = re.compile(rf"</li>|</p>(?=<(?:{AFTER_P})\b|</(?:{AROUND_P})>)| (?=>)")
"""What HTML knows without being told: where an item ends, and a paragraph; and a space inside a tag."""

blueprint = Blueprint("source_pages", __name__)


@blueprint.get("/")
@allow(PUBLIC)
def home() -> Response:
    """The page with every view in it, or a visit's plain page where the browser has its cookie."""
    plain = show_visit()
    if plain is not None:
        return plain
    if was_refused():
        return page("no_cookie", None)
    here = outside()
    answer = _sent_small(
        _small(
            "source/page.html",
            site=here.site,
            demo=here.demo,
            **_asked(),
            language_names=language_names(),
        )
    )
    onion = services().settings.onion
    if onion and not on_onion():
        answer.headers["Onion-Location"] = f"{onion}/"
    return answer


def _asked() -> dict[str, object]:
    """The questions, in the version that a page of ours began with, where it says so."""
    form = form_asked(request.args.get("form", ""))
    return {
        "form": form,
        "screens": form_view.screens(form),
        "orders": form_view.orders(form),
        "notice_first": form_view.notice_doors(form, first=True),
        "notice_later": form_view.notice_doors(form, first=False),
    }


@blueprint.get("/ask")
@allow(PUBLIC)
def ask() -> Response:
    """What only the third door asks: fetched when somebody goes through it."""
    form = form_asked(request.args.get("form", ""))
    return _sent_small(_small("source/ask.html", screens=form_view.late_screens(form)))


@blueprint.get("/more")
@allow(PUBLIC)
def more() -> Response:
    """What only a chat needs: its views and texts, which the script fetches and moves into the page."""
    return _sent_small(_small("source/more.html", site=outside().site))


@blueprint.get("/thread")
@allow(PUBLIC)
def thread() -> Response:
    """What only a thread needs: its views and texts, fetched like what a chat needs."""
    return _sent_small(_small("source/thread.html"))


@blueprint.get("/files")
@allow(PUBLIC)
def files() -> Response:
    """What only somebody with photos or files needs: fetched like what a chat needs."""
    return _sent_small(_small("source/files.html", limits=services().settings.files))


@blueprint.get("/know")
@allow(PUBLIC)
def know() -> Response:
    """What people may want to know first, and what leaving can do: fetched like what a chat needs."""
    here = outside()
    return _sent_small(
        _small("source/know.html", site=here.site, desk_words=here.words, **readable())
    )


def _small(template: str, **values: object) -> str:
    markup = render_template(template, **values)
    # Indentation is for whoever reads the templates; on a slow line it is only weight. No view has
    # text in which it counts, and a space that must not break is not ASCII. Around what begins a
    # line of its own no space is seen either, and some ends HTML knows without being told.
    return UNSAID.sub("", AROUND_LINES.sub("", b" ".join(markup.encode().split()).decode()))


def _sent_small(html: str) -> Response:
    """The page, compressed where the browser takes that: nothing secret is in it to be guessed."""
    answer = make_response(html)
    answer.vary.update(("Accept-Language", "Accept-Encoding", "Cookie"))
    packing = request.accept_encodings.best_match(("br", "gzip"))
    if packing is not None:
        answer.set_data(_packed(html, packing))
        answer.content_encoding = packing
    return answer


@lru_cache(maxsize=80)
def _packed(html: str, packing: str) -> bytes:
    # A fifth smaller; but browsers take it over HTTPS only, which an onion address does not have.
    if packing == "br":
        # It guesses how to cut what it is given; which guess is best shows only afterwards.
        guesses: list[bytes] = [
            brotli.compress(html.encode(), mode=mode)
            for mode in (brotli.MODE_TEXT, brotli.MODE_FONT)
        ]
        return min(guesses, key=len)
    # No time in the header: the same page is the same bytes.
    return gzip.compress(html.encode(), compresslevel=9, mtime=0)
