"""Each form of the plain side: what it does, and where the visit stands afterwards.

Every form is posted to the one address and answered by a redirect to it. Without the cookie's
token nothing is done, and what was typed comes back once.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request
from sqlalchemy.exc import OperationalError

from chat.errors import OutOfStep, UnknownReceipt
from chat.visit import Visit, begin_visit, end_visit, living_visit
from config import clock
from crypto.hashes import same
from webapp import pages
from webapp.errors import Problem
from webapp.schemas import unb64
from webapp.security import PUBLIC, allow
from webapp.services import database, services
from webapp.source.plain import acts
from webapp.source.plain.cookie import VisitCookie, forget_cookie
from webapp.source.plain.show import ended, page, show_step

blueprint = Blueprint("plain_forms", __name__)

LONGEST = 20_000
"""Characters of one answer; the same limit stands on the fields."""

TYPED = (
    "what", "where", "when", "who_danger", "reach", "flight", "airline", "seats",
    "school", "since", "employer", "people", "more",
)  # fmt: skip
"""Fields whose text comes back where a form cannot be carried out."""


@blueprint.post("/")
@allow(PUBLIC)
def act() -> Response:
    """Carry out one form of a visit, or begin one."""
    if request.mimetype != "application/x-www-form-urlencoded":
        raise Problem(415, "unsupported-media-type")
    if _from_elsewhere():
        return ended(_typed())
    what = request.form.get("do", "")
    if what == "begin":
        return _begin()
    cookie = VisitCookie.of_request()
    visit = _living(cookie) if cookie else None
    if cookie is None or visit is None or what not in ACTS:
        return _exit(None) if what == "exit" else ended(_typed())
    if what == "exit":
        return _exit(cookie)
    form_id = _checked_form(cookie)
    if form_id is None:
        return ended(_typed())
    pages.speak(visit.language)
    return _carried_out(what, acts.Form(cookie, visit, form_id, _fields()))


ACTS: dict[str, Callable[[acts.Form], Response | None]] = {
    "exit": lambda _form: None,
    "language": acts.choose_language,
    "door": acts.choose_door,
    "to": acts.go_to,
    "tip": acts.send_tip,
    "practise": acts.practise,
    "open": acts.come_back,
    "write": acts.write_more,
    "remove": acts.remove_way_back,
}


def _carried_out(what: str, form: acts.Form) -> Response:
    """The act is done and the visit's page comes next, or a page says that nothing was stored."""
    try:
        return ACTS[what](form) or _on_to("/")
    except UnknownReceipt:
        return ended(_typed())
    except (Problem, OperationalError, OutOfStep):
        again = {name: text for name, text in form.fields.items() if name not in {"form", "token"}}
        return page("busy", form.cookie, 503, given=again, written=TYPED)


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
    if cookie is not None:
        with database().writing() as session:
            end_visit(session, cookie.visit_id)
        database().erase_traces()
    answer = _on_to(services().settings.exit_url)
    answer.headers["Clear-Site-Data"] = '"cache","cookies","storage"'
    forget_cookie(answer)
    return answer


def _on_to(address: str) -> Response:
    """Send the browser on with a GET, so that no form is sent again by looking at a page."""
    return Response(status=303, headers={"Location": address})


def _checked_form(cookie: VisitCookie) -> bytes | None:
    """The form's id, where its token was made with this visit's cookie."""
    try:
        form_id = unb64(request.form.get("form", ""))
        token = unb64(request.form.get("token", ""))
        right = unb64(cookie.token(form_id)) if len(form_id) == len(cookie.visit_id) else b""
    except ValueError:
        return None
    return form_id if right and same(right, token) else None


def _from_elsewhere() -> bool:
    """Whether another site's page sent this form."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}


def _fields() -> dict[str, str]:
    return {name: value[:LONGEST] for name, value in request.form.items()}


def _typed() -> dict[str, str]:
    fields = _fields()
    return {name: fields[name] for name in TYPED if fields.get(name, "").strip()}
