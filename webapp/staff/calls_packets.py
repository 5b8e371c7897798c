"""A referral's packet for whoever has its link: no member of staff, and no account."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from config import clock
from moderation import packet_links
from moderation.errors import NotFound
from webapp.bodies import body_of
from webapp.schemas import b64
from webapp.security import PUBLIC, allow
from webapp.services import database
from webapp.staff import release_schemas

blueprint = Blueprint("packets", __name__, url_prefix="/api/v1/packets")


@blueprint.post("/take")
@allow(PUBLIC)
def take() -> dict[str, Any]:
    """The sealed packet of a link, for the first browser that shows its secret and no other."""
    body = body_of(release_schemas.TakePacket)
    today = clock.day_of(clock.now())
    _refuse_unknown(body.auth)
    with database().writing() as session:
        return {"sealed": b64(packet_links.take(session, body.auth, body.visit, today))}


@blueprint.post("/opened")
@allow(PUBLIC)
def opened() -> tuple[str, int]:
    """It was opened, and is here no more."""
    body = body_of(release_schemas.TakePacket)
    with database().reading() as session:
        if not packet_links.is_there(session, body.auth):
            return "", 204
    with database().writing() as session:
        packet_links.opened(session, body.auth, body.visit, clock.hour_of(clock.now()))
    return "", 204


def _refuse_unknown(auth: bytes) -> None:
    """A guess waits for no lock, and keeps nobody else waiting."""
    with database().reading() as session:
        if not packet_links.is_there(session, auth):
            raise NotFound
