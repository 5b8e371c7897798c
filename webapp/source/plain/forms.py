"""Each form of the plain side: what it does, and where the visit stands afterwards.

Every form is posted to the one address and answered by a redirect to it. Without the cookie's
token nothing is done, and what was typed comes back once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from functools import partial

from flask import Blueprint, Response, request
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chat.errors import Blocked, ConversationFull, OutOfStep, StoreAway, UnknownReceipt
from chat.visit import Visit, begin_visit, end_visit, living_visit
from config import clock
from config.database import Database
from crypto.errors import CryptoError
from crypto.hashes import same
from moderation.errors import NotFound, NotSetUp
from webapp import pages
from webapp.errors import Problem
from webapp.schemas import unb64
from webapp.security import PUBLIC, allow
from webapp.services import database, services
from webapp.source.common import number_of
from webapp.source.neutral import reachable
from webapp.source.plain import acts, attaching, chatting, renewing, telling
from webapp.source.plain.answering import written
from webapp.source.plain.arriving import Arriving
from webapp.source.plain.cookie import VisitCookie, forget_cookie
from webapp.source.plain.show import ended, page, show_step
from webapp.source.plain.turns import turn

blueprint = Blueprint("plain_forms", __name__)

LONGEST = 20_000
"""Characters of one answer; the same limit stands on the fields."""

ONCE = (
    "do", "form", "token", "step", "door", "language", "asked", "site", "words", "how", "more",
    "place", acts.TRAP,
)  # fmt: skip
"""Fields that answer no question: they have one value."""


@blueprint.post("/")
@allow(PUBLIC)
def act() -> Response:
    """Carry out one form of a visit, or begin one."""
    if request.mimetype == "multipart/form-data":
        return _attach()
    if request.mimetype != "application/x-www-form-urlencoded":
        raise Problem(415, "unsupported-media-type")
    if _from_elsewhere():
        return ended(_typed())
    cookie, what = VisitCookie.of_request(), _what()
    if what == "exit":
        return _exit(cookie)
    try:
        return _begin() if what == "begin" else _act(what, cookie)
    except Blocked as block:
        return _again(cookie, _fields(), block.until)
    except AWAY as error:
        return _later(cookie, error)


def _later(cookie: VisitCookie | None, error: Exception) -> Response:
    """Not now; where very many come, the page says so and when it is this form's turn."""
    if not isinstance(error, Problem) or error.slug != "slower":
        return _again(cookie, _fields())
    place, wait = str(error.members["place"] or ""), int(str(error.members["wait"]))
    return _again(cookie, {**_fields(), "place": place}, minutes=-(-wait // A_MINUTE))


def _attach() -> Response:
    """The one form with a file: its fields are looked at before any byte of the file."""
    if _from_elsewhere():
        return ended({})
    with turn() as is_mine:
        return _take() if is_mine else _again(VisitCookie.of_request(), {})


def _take() -> Response:
    arriving = Arriving(request, services().settings.files.largest)
    cookie = VisitCookie.of_request()
    visit = _living(cookie) if cookie else None
    form_id = _checked_form(cookie, arriving.fields) if cookie else None
    if cookie is None or visit is None or form_id is None:
        arriving.rest()
        return ended({}, no_cookie=cookie is None and "token" in arriving.fields)
    pages.speak(visit.language)
    try:
        form = acts.Form(cookie, visit, form_id, arriving.fields)
        return attaching.attach(form, arriving) or _on_to("/")
    except UnknownReceipt:
        return ended({})
    except Blocked as block:
        arriving.rest()
        return _again(cookie, {"do": "to", "step": visit.step}, block.until)
    except AWAY:
        arriving.rest()
        return _again(cookie, {"do": "to", "step": visit.step})


def _act(what: str, cookie: VisitCookie | None) -> Response:
    """What the form asks for, if it is a form of a living visit; else the text comes back."""
    visit = _living(cookie) if cookie else None
    form_id = _checked_form(cookie, request.form) if cookie else None
    if cookie is None or visit is None or form_id is None or what not in ACTS:
        return ended(_typed(), no_cookie=cookie is None and "token" in request.form)
    pages.speak(visit.language)
    try:
        return ACTS[what](acts.Form(cookie, visit, form_id, _fields())) or _on_to("/")
    except UnknownReceipt:
        return ended(_typed())


A_MINUTE = 60

ACTS: dict[str, Callable[[acts.Form], Response | None]] = {
    "language": acts.choose_language,
    "door": acts.choose_door,
    "to": acts.go_to,
    "tip": acts.send_tip,
    "chat": chatting.open_chat,
    "say": chatting.say,
    "practise": acts.practise,
    "open": acts.come_back,
    "write": acts.write_more,
    "remove": acts.remove_way_back,
    "renew": renewing.renew,
}


AWAY = (
    Problem, OperationalError, PoolTimeout, OutOfStep, ConversationFull, NotSetUp, CryptoError,
    StoreAway,
)  # fmt: skip
"""What keeps a form from being carried out now; nothing of it was stored."""


def _what() -> str:
    """What the form does; its own button, or that of a language, which takes along what was typed."""
    what = request.form.get("do", "")
    return "language" if what in CARRIED and "language" in request.form else what


CARRIED = ("tip", "write", "say")


def _again(
    cookie: VisitCookie | None,
    fields: dict[str, str],
    blocked: str | None = None,
    minutes: int | None = None,
) -> Response:
    """Nothing was stored, and the page says so; the same form can be sent again from it.

    `blocked` is the hour from which these private words can send something again; `minutes` are
    those until it is this form's turn, while very many come.
    """
    slug, status = ("receipt-blocked", 403) if blocked else ("unavailable", 503)
    slug, status = ("slower", 429) if minutes else (slug, status)
    services().counts.add(services().side, slug)
    again = {name: text for name, text in fields.items() if name not in {"form", "token"}}
    told = {"blocked": telling.hour_here(blocked)} if blocked else {}
    return page(
        "busy", cookie, status, given=again, written=written(again), minutes=minutes, **told
    )


def _begin() -> Response:
    cookie = VisitCookie.new()
    given = _typed()
    pages.speak(request.form.get("language") or pages.current_language())
    with database().writing() as session:
        now = clock.unix(clock.now())
        visit = begin_visit(session, cookie.visit_id, pages.current_language(), now)
        if given:
            visit.step, visit.door = "tip", acts.door_of(request.form.get("door", ""))
    answer = show_step(cookie, visit, given=_as_tip(given)) if given else _on_to("/")
    cookie.set_on(answer)
    return answer


def _as_tip(given: dict[str, str]) -> dict[str, str]:
    """A text that was meant for a thread becomes the beginning of a new message."""
    return {**given, "what": given.get("what") or given.get("more", "")}


def _living(cookie: VisitCookie) -> Visit | None:
    with database().reading() as session:
        return living_visit(session, cookie.visit_id, clock.unix(clock.now()), to_write=False)


def _exit(cookie: VisitCookie | None) -> Response:
    """The visit is over; whatever fails here, the person leaves, and the hourly sweep comes after."""
    answer = _on_to(reachable(_exit_page()))
    if cookie is not None:
        with contextlib.suppress(SQLAlchemyError), database().writing() as session:
            end_visit(session, cookie.visit_id)
        answer.call_on_close(partial(_erase_traces, database()))
    answer.headers["Clear-Site-Data"] = '"cache","cookies","storage"'
    forget_cookie(answer)
    return answer


def _exit_page() -> str:
    """Where the page that this form stands on leads: its browser would let it go nowhere else."""
    now, shown = services().site, number_of(request.form.get("site", ""))
    try:
        with database().reading() as session:
            if shown is not None:
                return now.of_version(session, shown).exit_url
            return now.current(session).exit_url
    except (SQLAlchemyError, NotFound):
        return now.known.exit_url


def _erase_traces(store: Database) -> None:
    # Only once the answer is out: nobody who leaves waits for a file to be rewritten.
    with contextlib.suppress(SQLAlchemyError):
        store.erase_traces()


def _on_to(address: str) -> Response:
    """Send the browser on with a GET, so that no form is sent again by looking at a page."""
    return Response(status=303, headers={"Location": address})


def _checked_form(cookie: VisitCookie, fields: Mapping[str, str]) -> bytes | None:
    """The form's id, where its token was made with this visit's cookie."""
    try:
        form_id = unb64(fields.get("form", ""))
        token = unb64(fields.get("token", ""))
        right = unb64(cookie.token(form_id)) if len(form_id) == len(cookie.visit_id) else b""
    except ValueError:
        return None
    return form_id if right and same(right, token) else None


def _from_elsewhere() -> bool:
    """Whether another site's page sent this form."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}


def _fields() -> dict[str, str]:
    """Each field once; of several answers to one question all, as they are sealed."""
    told = request.form.lists()
    return {
        name: (values[0] if name in ONCE else " ".join(values))[:LONGEST] for name, values in told
    }


def _typed() -> dict[str, str]:
    fields = _fields()
    given = {name: fields[name] for name in written(fields) if fields[name].strip()}
    return {**given, **_of_what(fields)} if given else {}


def _of_what(fields: dict[str, str]) -> dict[str, str]:
    """Which questions the fields answer."""
    return {name: fields[name] for name in ("asked", "door") if name in fields}
