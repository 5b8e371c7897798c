"""Setting the site up, once, with a one-time code; the keys were made by whoever calls."""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path
from typing import Any

from flask import Blueprint
from sqlalchemy.exc import IntegrityError

from config import clock
from moderation import founding
from moderation.errors import AlreadySetUp
from webapp import schemas
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.security import PUBLIC, allow
from webapp.services import database, services
from webapp.staff.people_schemas import Setup, SetupCode

blueprint = Blueprint("setup", __name__, url_prefix="/api/v1")


@blueprint.get("/site")
@allow(PUBLIC)
def about() -> dict[str, Any]:
    """Whether there is a site, and which root key speaks for it."""
    with database().reading() as session:
        here = founding.the_site(session)
        return {
            "set_up": here is not None,
            "demo": here.demo if here else False,
            "site": schemas.b64(here.site) if here else None,
            "root_vk": schemas.b64(here.root_vk) if here else None,
        }


@blueprint.post("/setup/code")
@allow(PUBLIC)
def try_code() -> tuple[str, int]:
    """The code is the one that the server printed; it is not used up.

    A wrong one is counted and costs nothing: 128 bits are not guessed, and any limit on tries
    would let whoever is bored keep the operator out.
    """
    body = body_of(SetupCode)
    with database().reading() as session:
        if founding.the_site(session) is not None:
            raise AlreadySetUp
    _check_code(services().settings.setup_code_file, body.code)
    return "", 204


@blueprint.post("/setup")
@allow(PUBLIC)
def set_up() -> tuple[dict[str, Any], int]:
    """The site exists and its first people can sign in; the code is used up."""
    body = body_of(Setup)
    settings = services().settings
    _check_code(settings.setup_code_file, body.code)
    if body.demo and not settings.loopback_only:
        raise Problem(403, "demonstration-is-not-public")
    try:
        with database().writing() as session:
            founding.set_up(session, _new_site(body), secrets.token_bytes(32), clock.now())
    except IntegrityError as error:  # two at the same moment, and the database kept the first
        raise AlreadySetUp from error
    settings.setup_code_file.unlink(missing_ok=True)
    return {"set_up": True}, 201


def _check_code(file: Path, code: str) -> None:
    expected = file.read_text().strip() if file.exists() else ""
    if not expected or not hmac.compare_digest(expected.encode(), code.encode()):
        raise Problem(403, "setup-code")


def _new_site(body: Setup) -> founding.NewSite:
    return founding.NewSite(
        site=body.site,
        demo=body.demo,
        root_vk=body.root_vk,
        certificate=body.certificate,
        certificate_signature=body.certificate_signature,
        roster=body.roster.signed(),
        people=[person.member() for person in body.staff],
        recovery_kem_public=body.recovery_kem_public,
        epoch_wraps=[founding.SeedWrap(w.epoch, w.staff_id, w.wrap) for w in body.epoch_wraps],
        roster_key_wraps={w.staff_id: w.wrap for w in body.roster_key_wraps},
    )
