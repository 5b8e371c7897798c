"""The frame in which a chat's messages renew themselves, so that writing is never interrupted.

It has no form and no link: a browser notes an address in its history only where somebody goes by
themselves. It does not prolong the visit; it only says to the desk that somebody is still there.
"""

from __future__ import annotations

import contextlib
from datetime import datetime

from flask import Blueprint, Response, make_response, render_template
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chat import conversation as conversations
from chat.errors import UnknownReceipt
from chat.visit import SLOT, Visit, living_visit
from chat.writer import Busy
from config import clock
from crypto.errors import CryptoError
from moderation import founding, live
from moderation.errors import NotSetUp
from webapp import pages
from webapp.security import FRAME, PUBLIC, allow
from webapp.services import database, services
from webapp.source.plain import pace, show, standing
from webapp.source.plain.cookie import VisitCookie
from webapp.source.plain.questions import spoken
from webapp.source.plain.reading import messages_of, open_all
from webapp.source.plain.warning import warnings_of

blueprint = Blueprint("plain_frame", __name__)

CHATS = ("chat", "chat_words")


@blueprint.get(FRAME)
@allow(PUBLIC)
def frame() -> Response:
    """How the visit's chat stands, and its messages; looks again by itself while the visit lasts."""
    cookie, moment = VisitCookie.of_request(), clock.now()
    try:
        visit = _chatting(cookie, moment)
        if cookie is None or visit is None:
            return _framed(403, what="over")
        pages.speak(visit.language)
        return _messages(cookie, visit, moment)
    except (UnknownReceipt, CryptoError):
        return _framed(403, what="over")
    except (OperationalError, PoolTimeout, NotSetUp):
        return _framed(503, what="away", seconds=pace.seconds())


def _chatting(cookie: VisitCookie | None, moment: datetime) -> Visit | None:
    if cookie is None:
        return None
    with database().reading() as session:
        visit = living_visit(session, cookie.visit_id, clock.unix(moment), to_write=False)
    return visit if visit is not None and visit.step in CHATS else None


def _messages(cookie: VisitCookie, visit: Visit, moment: datetime) -> Response:
    with database().reading() as session:
        site = founding.site_or_refuse(session).site
        receipt = show.receipt_of(cookie, visit, site)
        talk = conversations.find_by_receipt(session, receipt.auth)
        if not services().allowances.take(receipt.auth, "sync"):
            return _framed(503, what="away", seconds=pace.seconds())
        opened = open_all(session, site, talk, receipt)
        told = standing.of_frame(session, talk.conv, messages_of(opened), moment)
        told["warnings"] = warnings_of(talk, opened)
        chat = live.of(session, talk.conv)
        stale = chat is not None and chat.seen < live.minute_number(moment)
    if stale:
        _was_there(talk.conv, moment)
    ends_soon = visit.last_slot <= clock.unix(moment) // SLOT
    return _framed(200, what="messages", seconds=pace.seconds(), ends_soon=ends_soon, **told)


def _was_there(conv: bytes, moment: datetime) -> None:
    """At most one write a minute; where it fails, the next look tries again."""
    with contextlib.suppress(SQLAlchemyError, Busy):
        services().writer.run(conv, lambda s: live.source_was_there(s, conv, moment))


def _framed(status: int, **told: object) -> Response:
    site = services().site.known
    answer = make_response(
        render_template("source/plain/frame.html", spoken=spoken, site=site, **told), status
    )
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer
