"""Errors become answers here, once: problem details (RFC 9457), counted by kind, never quoted."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, json, request
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from chat import errors as chat
from moderation import errors as desk
from webapp import wire
from webapp.services import services


class Problem(Exception):
    """An answer that ends the request: status, slug and what else the body says."""

    def __init__(self, status: int, slug: str, **members: object) -> None:
        super().__init__(slug)
        self.status = status
        self.slug = slug
        self.members = members


TITLES = {
    "bad-request": "The request cannot be read.",
    "invalid": "The request does not follow the rules of this call.",
    "receipt-unknown": "These words open nothing.",
    "sign-in-refused": "Name, passphrase or device key is wrong.",
    "not-signed-in": "Sign in first.",
    "not-permitted": "Your role may not do this.",
    "out-of-step": "Something else was stored first.",
    "already-held": "A colleague has this.",
    "unavailable": "The service cannot store anything right now. Nothing was stored; try again.",
    "server-error": "Something went wrong here. Nothing was stored.",
}

PLAIN: dict[type[Exception], tuple[int, str]] = {
    chat.UnknownReceipt: (401, "receipt-unknown"),
    chat.UnknownConversation: (404, "not-found"),
    chat.ConversationExists: (409, "conversation-exists"),
    chat.BrokenRule: (422, "invalid"),
    desk.NotFound: (404, "not-found"),
    desk.NotAllowed: (409, "not-allowed"),
    desk.CaseChanged: (409, "changed"),
    desk.SignInRefused: (401, "sign-in-refused"),
    desk.AlreadySetUp: (409, "already-set-up"),
    desk.NotSetUp: (503, "not-set-up"),
    desk.BrokenRule: (422, "invalid"),
    desk.StaleRoster: (409, "stale-roster"),
    desk.NameTaken: (409, "name-taken"),
    desk.NumberTaken: (409, "number-taken"),
    desk.ContainerExists: (409, "container-exists"),
}


def answer_with_problems(app: Flask) -> None:
    """Every error of this app, also an unforeseen one, becomes a problem document."""
    app.register_error_handler(Problem, lambda p: problem(p.status, p.slug, **p.members))
    app.register_error_handler(HTTPException, _http)
    for kind, (status, slug) in PLAIN.items():
        app.register_error_handler(kind, _fixed(status, slug))
    app.register_error_handler(
        chat.StaleEpoch, lambda e: problem(409, "stale-epoch", epoch=e.epoch)
    )
    app.register_error_handler(
        chat.OutOfStep, lambda e: problem(409, "out-of-step", **wire.state(e.state))
    )
    app.register_error_handler(
        desk.Held, lambda e: problem(409, "already-held", item=_item(e.item))
    )
    app.register_error_handler(
        desk.NotHolder, lambda e: problem(403, "not-holder", item=_item(e.item))
    )
    app.register_error_handler(
        desk.StaleRevision,
        lambda e: problem(409, "stale-revision", current=wire.record_row(e.current)),
    )
    # Two at the same moment, and the database kept the first: whoever lost looks again.
    app.register_error_handler(IntegrityError, _fixed(409, "changed"))
    # The database is away, full or busy: nothing was stored, and the same bytes may be sent again.
    for away in (OperationalError, PoolTimeout):
        app.register_error_handler(away, _fixed(503, "unavailable"))
    app.register_error_handler(Exception, _unforeseen)


def problem(status: int, slug: str, **members: object) -> Response:
    """The problem document for one error; it repeats nothing of the request."""
    services().counts.add(services().side, slug)
    body = {
        "type": f"urn:quietline:problem:{slug}",
        "title": TITLES.get(slug, slug),
        "status": status,
        **members,
    }
    return Response(json.dumps(body), status, content_type="application/problem+json")


def _item(item: object) -> dict[str, object]:
    return wire.bare_item(item)  # type: ignore[arg-type]


def _fixed(status: int, slug: str) -> Callable[[Exception], Response]:
    return lambda _error: problem(status, slug)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    slug = (error.name or "error").lower().replace(" ", "-")
    answer = problem(status, slug)
    if status == 405 and error.valid_methods:  # type: ignore[attr-defined] # noqa: PLR2004 - MethodNotAllowed
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    if status == 413 and request.environ.get("wsgi.input_terminated") is None:  # noqa: PLR2004
        answer.headers["Connection"] = "close"  # the rest of the body is not read
    return answer


def _unforeseen(error: Exception) -> Response:
    services().counts.add(services().side, type(error).__name__)
    return problem(500, "server-error")
