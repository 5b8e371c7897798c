"""Errors become answers here, once: problem details (RFC 9457), counted by kind, never quoted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask, Response, json, request
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from chat import errors as chat
from chat.writer import Busy
from moderation import errors as desk
from moderation.directory import errors as directory
from webapp import wire
from webapp.services import services


class Problem(Exception):
    """An answer that ends the request: status, slug and what else the body says."""

    def __init__(self, status: int, slug: str, **members: object) -> None:
        super().__init__(slug)
        self.status = status
        self.slug = slug
        self.members = members


RETRY_AFTER = 5
"""Seconds after which somebody may try again whom the database could not serve."""

TITLES = {
    "bad-request": "The request cannot be read.",
    "invalid": "The request does not follow the rules of this call.",
    "conversation-full": "This conversation holds as much as one may.",
    "receipt-unknown": "These words open nothing.",
    "sign-in-refused": "Name, passphrase or second secret is wrong.",
    "too-many-attempts": "Too many attempts were wrong. Wait before the next one.",
    "proof-refused": "Passphrase or second secret is wrong.",
    "not-signed-in": "Sign in first.",
    "not-permitted": "Your role may not do this.",
    "receipt-blocked": "Nothing can be sent with these words for some hours. Reading goes on.",
    "slow-down": "More is asked than any person can. Wait a little.",
    "puzzle": "Very many messages are coming in. Do this work first, or ask for a turn without it.",
    "slower": "Very many messages are coming in. Send the same again when it is your turn.",
    "out-of-step": "Something else was stored first.",
    "already-held": "A colleague has this.",
    "unavailable": "The service cannot store anything right now. Nothing was stored; try again.",
    "file-differs": "These are other bytes than were said. Send the file from its beginning.",
    "file-too-large": "The file is too large.",
    "too-many-files": "This conversation has as many files as one may.",
    "part-length": "This part of the file has another length.",
    "parts-missing": "Parts of the file are missing.",
    "no-room": "There is no room for this file right now. Nothing of it was lost; try again later.",
    "import-refused": "Something in the file is wrong. Nothing of it was imported.",
    "directory-changed": "The directory has changed since you looked. Look again.",
    "organisation-changed": "Somebody else changed this organisation first.",
    "key-refused": "This is not an age public key.",
    "locked": "This file is locked.",
    "not-locked": "This file is not locked.",
    "organisation-gone": "The directory has no such organisation any more.",
    "organisation-stale": "Nobody checked this organisation within a year.",
    "release-over": "Nothing more leaves by this release.",
    "case-held": "A legal hold keeps this case as it is.",
    "taken-elsewhere": "Another browser fetched this first.",
    "server-error": "Something went wrong here. Nothing was stored.",
}

PLAIN: dict[type[Exception], tuple[int, str]] = {
    chat.UnknownReceipt: (401, "receipt-unknown"),
    chat.UnknownConversation: (404, "not-found"),
    chat.ConversationExists: (409, "conversation-exists"),
    chat.BrokenRule: (422, "invalid"),
    chat.ConversationFull: (422, "conversation-full"),
    chat.UnknownFile: (404, "not-found"),
    chat.BytesGone: (404, "not-found"),
    chat.FileDiffers: (409, "file-differs"),
    chat.FileTooLarge: (413, "file-too-large"),
    chat.TooManyFiles: (409, "too-many-files"),
    chat.PartLength: (409, "part-length"),
    chat.NoRoom: (507, "no-room"),
    chat.StoreAway: (503, "unavailable"),
    desk.NotFound: (404, "not-found"),
    desk.NotAllowed: (409, "not-allowed"),
    desk.MonthNotOver: (409, "month-not-over"),
    desk.FileLocked: (403, "locked"),
    desk.NotLocked: (409, "not-locked"),
    desk.OrganisationGone: (409, "organisation-gone"),
    desk.OrganisationStale: (409, "organisation-stale"),
    desk.ReleaseOver: (409, "release-over"),
    desk.CaseHeld: (409, "case-held"),
    desk.TakenElsewhere: (410, "taken-elsewhere"),
    desk.CaseChanged: (409, "changed"),
    desk.SignInRefused: (401, "sign-in-refused"),
    desk.ProofRefused: (403, "proof-refused"),
    desk.LastMethod: (409, "last-method"),
    desk.MethodExists: (409, "method-exists"),
    desk.TooManyMethods: (409, "too-many-methods"),
    desk.AlreadySetUp: (409, "already-set-up"),
    desk.NotSetUp: (503, "not-set-up"),
    desk.BrokenRule: (422, "invalid"),
    desk.StaleRoster: (409, "stale-roster"),
    desk.Outdated: (401, "not-signed-in"),
    desk.LastOne: (409, "last-one"),
    desk.EpochInUse: (409, "epoch-in-use"),
    desk.EpochOver: (409, "epoch-over"),
    desk.NoPassphraseProof: (409, "no-passphrase-proof"),
    desk.NameTaken: (409, "name-taken"),
    desk.NumberTaken: (409, "number-taken"),
    desk.ContainerExists: (409, "container-exists"),
    desk.NotOnShift: (409, "not-on-shift"),
    desk.AtCapacity: (409, "at-capacity"),
    desk.WrapUpDue: (409, "wrap-up-due"),
    desk.NotOnline: (409, "not-online"),
    desk.NobodyWaits: (409, "nobody-waits"),
    desk.ChatLive: (409, "chat-live"),
    desk.NeedsSupervisor: (403, "needs-supervisor"),
    desk.ItemChanged: (409, "changed"),
    desk.BulkDiffers: (409, "bulk-differs"),
    desk.AlreadyAnchored: (409, "already-anchored"),
    directory.ImportRefused: (422, "import-refused"),
    directory.KeyRefused: (422, "key-refused"),
    # Two at the same moment, and the database kept the first: whoever lost looks again.
    IntegrityError: (409, "changed"),
    # The database is away, full or busy: nothing was stored, and the same bytes may be sent again.
    OperationalError: (503, "unavailable"),
    PoolTimeout: (503, "unavailable"),
    Busy: (503, "unavailable"),
}


def answer_with_problems(app: Flask) -> None:
    """Every error of this app, also an unforeseen one, becomes a problem document."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _any)


class Told(NamedTuple):
    """What is told of an error: its status, its slug and what else the body says."""

    status: int
    slug: str
    members: dict[str, Any]


def told(error: Exception) -> Told:
    """What a call or an event answers to this error."""
    for kind in type(error).__mro__:
        if kind in WITH_MORE:
            return WITH_MORE[kind](error)
        if kind in PLAIN:
            return Told(*PLAIN[kind], {})
    return Told(*BROKEN, {})


UNAVAILABLE, BROKEN = (503, "unavailable"), (500, "server-error")

INVITE = {"unknown": 404, "closed": 403, "code": 403, "proof": 403, "used": 409}

WITH_MORE: dict[type, Callable[[Any], Told]] = {
    # Whoever was cut off in the middle: the database was stopped, or waited for too long.
    DBAPIError: lambda e: Told(*(UNAVAILABLE if e.connection_invalidated else BROKEN), {}),
    chat.StaleEpoch: lambda e: Told(409, "stale-epoch", {"epoch": e.epoch}),
    desk.InviteRefused: lambda e: Told(INVITE[e.why], f"invite-{e.why}", {}),
    chat.PartsMissing: lambda e: Told(409, "parts-missing", {"have": e.have}),
    chat.Blocked: lambda e: Told(429, "receipt-blocked", {"until": e.until}),
    chat.OutOfStep: lambda e: Told(409, "out-of-step", wire.state(e.state)),
    desk.Held: lambda e: Told(409, "already-held", {"item": wire.bare_item(e.item)}),
    desk.NotHolder: lambda e: Told(403, "not-holder", {"item": wire.bare_item(e.item)}),
    desk.StaleRevision: lambda e: Told(
        409, "stale-revision", {"current": wire.record_row(e.current)}
    ),
    desk.TooManyAttempts: lambda e: Told(429, "too-many-attempts", {"wait": e.wait}),
    desk.SettingsChanged: lambda e: Told(
        409, "settings-changed", {"newest": wire.version(e.newest)}
    ),
    desk.DraftRefused: lambda e: Told(422, "invalid", {"fields": e.fields[:20]}),
    directory.DirectoryChanged: lambda e: Told(409, "directory-changed", {"serial": e.serial}),
    directory.OrganisationChanged: lambda e: Told(
        409, "organisation-changed", {"current": wire.organisation(e.current)}
    ),
    Problem: lambda p: Told(p.status, p.slug, p.members),
}


def body_of_problem(status: int, slug: str, members: dict[str, Any]) -> dict[str, Any]:
    """The problem document for one error; it repeats nothing of what was asked."""
    return {
        "type": f"urn:quietline:problem:{slug}",
        "title": TITLES.get(slug, slug),
        "status": status,
        **members,
    }


def problem(status: int, slug: str, members: dict[str, Any]) -> Response:
    """The answer for one error, which is counted by its kind."""
    services().counts.add(services().side, slug)
    body = body_of_problem(status, slug, members)
    answer = Response(json.dumps(body), status, content_type="application/problem+json")
    if (status, slug) == UNAVAILABLE:
        answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _any(error: Exception) -> Response:
    answer = told(error)
    if answer.status == 500:  # noqa: PLR2004 - nobody foresaw it: its kind is counted
        services().counts.add(services().side, type(error).__name__)
    return problem(*answer)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    slug = (error.name or "error").lower().replace(" ", "-")
    answer = problem(status, slug, {})
    if status == 405 and error.valid_methods:  # type: ignore[attr-defined] # noqa: PLR2004 - MethodNotAllowed
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    if status == 413 and request.environ.get("wsgi.input_terminated") is None:  # noqa: PLR2004
        answer.headers["Connection"] = "close"  # the rest of the body is not read
    return answer
