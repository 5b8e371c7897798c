"""Signing in and out: the server sees a proof of both secrets, never the passphrase."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from config import clock
from crypto.hashes import digest
from moderation import founding, sign_in, staff
from moderation.errors import SignInRefused, TooManyAttempts
from moderation.sign_in import Attempt, Refused, SignedIn
from webapp import schemas
from webapp.bodies import body_of
from webapp.security import PUBLIC, allow
from webapp.services import database, services
from webapp.sessions import staff_token

blueprint = Blueprint("session", __name__, url_prefix="/api/v1/session")


@blueprint.post("/start")
@allow(PUBLIC)
def start() -> dict[str, Any]:
    """The id that salts this name's passphrase; unknown names have one too, always the same."""
    body = body_of(schemas.SignInName)
    with database().reading() as session:
        staff_id = sign_in.id_for_name(session, founding.site_or_refuse(session), body.name)
    return {"staff_id": schemas.b64(staff_id), "methods": [1, 2]}


@blueprint.post("")
@allow(PUBLIC)
def begin() -> tuple[dict[str, Any], int]:
    """A token for this browser and the person's own keys, still sealed.

    A browser that asks to be remembered gets `device`, to be shown when the person comes back.
    """
    body = body_of(schemas.SignIn)
    tried = Attempt(body.staff_id, body.method, body.auth, body.device or sign_in.NO_DEVICE)
    token = secrets.token_bytes(32)
    with database().writing() as session:
        site = founding.site_or_refuse(session)
        result = sign_in.sign_in(session, site, tried, clock.unix(clock.now()))
        device = None
        if isinstance(result, SignedIn):
            _begin(session, result, token)
            device = _remember(session, result, body)
    if isinstance(result, Refused):  # said only now, since a wrong attempt must stay written down
        raise TooManyAttempts(result.wait) if result.wait else SignInRefused
    member = result.member
    answer = {
        "token": schemas.b64(token),
        "blob": schemas.b64(result.method.blob),
        "staff_id": schemas.b64(member.staff_id),
        "name": member.name,
        "display_name": member.display_name,
        "role": member.role,
        "provable": member.again_hash is not None,
        "device": None if device is None else schemas.b64(device),
    }
    return answer, 201


@blueprint.delete("")
@allow("session.end")
def end() -> tuple[str, int]:
    """The token speaks for nobody any more."""
    with database().writing() as session:
        staff.end_session(session, staff_token())
    services().tokens.forget(staff_token())
    services().news.signed_out(digest(staff_token()))
    return "", 204


def _begin(session: Session, result: SignedIn, token: bytes) -> None:
    new = staff.NewSession(token, secrets.token_bytes(16), result.method)
    staff.begin_session(session, result.member, new, clock.now())


def _remember(session: Session, result: SignedIn, body: schemas.SignIn) -> bytes | None:
    today = clock.day_of(clock.now())
    if result.known and body.device is not None:
        sign_in.device_used(session, body.device, today)
    elif body.remember:
        device = secrets.token_bytes(32)
        sign_in.know_device(session, result.member.staff_id, device, today)
        return device
    return None
