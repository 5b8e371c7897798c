"""Signing in and out: the server sees a proof of both secrets, never the passphrase."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint

from config import clock
from crypto.hashes import digest
from moderation import founding, staff
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
        staff_id = staff.id_for_name(session, founding.site_or_refuse(session), body.name)
    return {"staff_id": schemas.b64(staff_id), "methods": [1]}


@blueprint.post("")
@allow(PUBLIC)
def begin() -> tuple[dict[str, Any], int]:
    """A token for this browser and the person's own keys, still sealed."""
    body = body_of(schemas.SignIn)
    token = secrets.token_bytes(32)
    with database().writing() as session:
        member, method = staff.sign_in(session, body.staff_id, body.method, body.auth)
        staff.begin_session(session, member, token, clock.unix(clock.now()))
    answer = {
        "token": schemas.b64(token),
        "blob": schemas.b64(method.blob),
        "staff_id": schemas.b64(member.staff_id),
        "name": member.name,
        "display_name": member.display_name,
        "role": member.role,
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
