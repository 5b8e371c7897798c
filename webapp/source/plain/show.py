"""Showing where a visit is: one page for each step, with a fresh form id and its token."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any, cast

from flask import Response, make_response, render_template
from flask_babel import gettext
from sqlalchemy.exc import OperationalError

from chat import conversation as conversations
from chat.errors import UnknownReceipt
from chat.visit import Visit, living_visit
from config import clock
from config.files import MB
from crypto.errors import CryptoError
from crypto.receipt import Receipt
from crypto.session import open_session, words_for_form
from crypto.words import word_numbers
from moderation import founding
from webapp import pages
from webapp.schemas import b64
from webapp.services import database, services
from webapp.source.common import form_asked, language_names, outside
from webapp.source.form_view import one_page
from webapp.source.library import readable
from webapp.source.plain import standing
from webapp.source.plain.answering import MORE, asked_by
from webapp.source.plain.cookie import VisitCookie, forget_cookie
from webapp.source.plain.questions import spoken
from webapp.source.plain.reading import messages_of, open_all, thread_of
from webapp.source.plain.warning import warnings_of


def show_visit() -> Response | None:
    """The page of the visit that the request's cookie names, or None where there is none."""
    cookie = VisitCookie.of_request()
    if cookie is None:
        return None
    try:
        with database().reading() as session:
            visit = living_visit(session, cookie.visit_id, clock.unix(clock.now()), to_write=False)
        return show_step(cookie, visit) if visit is not None else None
    except (OperationalError, CryptoError, UnknownReceipt):
        return None  # the first page, with the numbers on it


def show_step(cookie: VisitCookie, visit: Visit, **more: object) -> Response:
    """The page of a visit's step; `more` goes to its template (errors, a text that comes back)."""
    pages.speak(visit.language)
    told: dict[str, Any] = {"door": visit.door, "given": {}, "problem": None, **more}
    if visit.step == "words" and visit.last_form is not None:
        told |= _words(cookie, visit.last_form, visit.language)
    if visit.step == "chat_words" and visit.last_form is not None:
        drawn_from = language_of_mark(visit.last_mark) or visit.language
        told["drawn_from"] = drawn_from
        told |= _words(cookie, visit.last_form, drawn_from)
    if visit.step in {"thread", "chat"}:
        return _show_messages(cookie, visit, told)
    return page(visit.step, cookie, **told)


def _words(cookie: VisitCookie, last_form: bytes, language: str) -> dict[str, Any]:
    """The private words from this language's list; their numbers for who cannot type them."""
    words = words_for_form(cookie.key, last_form, language)
    return {"words": words, "numbers": [] if pages.latin() else word_numbers(words, language)}


def page(step: str, cookie: VisitCookie | None, status: int = 200, **told: object) -> Response:
    """One plain page; its forms carry a new id and its token where there is a visit."""
    form_id = secrets.token_bytes(16)
    told = {"given": {}, "problem": None, "step": step, **told}
    given = cast("dict[str, str]", told["given"])
    if step == "tip":
        told |= _asked(given, cast("str | None", told["door"]))
    if step == "know":
        told |= readable()
    here = outside()
    text = render_template(
        f"source/plain/{step}.html",
        site=here.site,
        demo=here.demo,
        language_names=language_names(),
        spoken=spoken,
        label=_label(given),
        form_id=b64(form_id),
        token=cookie.token(form_id) if cookie else "",
        file_mb=str(services().settings.files.largest // MB),
        **told,
    )
    answer = make_response(text, status)
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer


def _asked(given: Mapping[str, str], door: str | None) -> dict[str, Any]:
    """The questions of the door, in the version with which the person began."""
    form = form_asked(given.get("asked", ""))
    return {"form": form, "asked": one_page(form, door or "need_help", given)}


def _label(given: Mapping[str, str]) -> Callable[[str], str]:
    """What a field asks, where it comes back out of its page."""
    known = asked_by(given).body.by_key()

    def label(name: str) -> str:
        if name == MORE:
            return str(gettext("thread.write"))
        labels = known[name].label if name in known else None
        return str(getattr(labels, pages.current_language(), name))

    return label


def ended(given: dict[str, str], *, no_cookie: bool = False) -> Response:
    """The visit is over; what was just typed comes back once, in this page and nowhere else.

    `no_cookie`: the form was of a visit, and its cookie did not come with it.
    """
    answer = page("ended", None, 403, given=given, no_cookie=no_cookie)
    forget_cookie(answer)
    return answer


def receipt_of(cookie: VisitCookie, visit: Visit, site: bytes) -> Receipt:
    """The receipt whose master the visit holds sealed under the cookie; raises UnknownReceipt."""
    if visit.sealed is None:
        raise UnknownReceipt
    return Receipt.from_master(open_session(cookie.key, site, visit.visit_id, visit.sealed))


def mark_of_language(language: str) -> bytes:
    """While a visit chats, its mark says from which list its words were drawn."""
    return language.encode().ljust(16, b"\0")


def language_of_mark(mark: bytes | None) -> str | None:
    """The language that such a mark says, or None for any other mark."""
    said = (mark or b"").rstrip(b"\0")
    return next((code for code in pages.LANGUAGES if code.encode() == said), None)


def _show_messages(cookie: VisitCookie, visit: Visit, told: dict[str, Any]) -> Response:
    moment = clock.now()
    with database().reading() as session:
        site = founding.site_or_refuse(session).site
        receipt = receipt_of(cookie, visit, site)
        try:
            talk = conversations.find_by_receipt(session, receipt.auth)
        except UnknownReceipt:  # removed from another window
            return page("removed", cookie, **told)
        opened = open_all(session, site, talk, receipt)
        messages = messages_of(opened)
        if visit.step == "thread":
            told["thread"] = thread_of(messages)
            told["warnings"] = warnings_of(talk, opened)
        else:
            told |= standing.of_page(session, talk.conv, messages, moment)
            told["has_words"] = visit.last_form is not None
    return page(visit.step, cookie, **told)
