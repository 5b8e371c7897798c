"""The site's settings at the desk: what applies, how it would look outside, and publishing it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from flask import Blueprint, request
from pydantic import Field, ValidationError
from sqlalchemy.exc import IntegrityError

from chat.fields import Incoming
from config import clock
from moderation import site_settings
from moderation.errors import NotFound, SettingsChanged
from moderation.site_body import ACCENTS, SiteBody
from webapp import wire
from webapp.errors import Problem
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.site_preview import preview

Model = TypeVar("Model", bound=Incoming)

blueprint = Blueprint("site_settings", __name__, url_prefix="/api/v1/site-settings")


LONGEST_NUMBER = 10
"""Digits."""


class Draft(Incoming):
    """A draft, and the number of the version that it was made from."""

    body: SiteBody
    based_on: Annotated[int, Field(ge=0, le=0xFFFFFFFF, strict=True)]


class Look(Incoming):
    """A draft, to be seen in one language."""

    body: SiteBody
    language: Literal["en", "es", "ar"]


@blueprint.get("")
@allow("site.manage")
def settings() -> dict[str, Any]:
    """What applies now, as the editor begins with it, and every version there was."""
    now = services().site
    with database().reading() as session:
        rows = site_settings.versions(session)
        return {
            "number": rows[0].number if rows else 0,
            "body": site_settings.draft_of(now.current(session)),
            "versions": [wire.site_version_line(row) for row in rows],
            "accents": list(ACCENTS),
        }


@blueprint.get("/versions/<number>")
@allow("site.manage")
def version(number: str) -> dict[str, Any]:
    """One version, whole."""
    if not number.isascii() or not number.isdigit() or len(number) > LONGEST_NUMBER:
        raise NotFound
    with database().reading() as session:
        return wire.site_version(site_settings.version(session, int(number))) or {}


@blueprint.post("/preview")
@allow("site.manage")
def look() -> dict[str, Any]:
    """How people outside would read the draft; nothing is kept."""
    asked = _read(Look)
    return preview(site_settings.of_body(0, asked.body), asked.language, clock.now())


@blueprint.post("")
@allow("site.manage")
def publish() -> tuple[dict[str, Any], int]:
    """The draft applies from now on, for everybody; 409 with the newest where another came first."""
    draft = _read(Draft)
    try:
        with database().writing() as session:
            row = site_settings.publish(
                session, draft.body, draft.based_on, me().staff_id, clock.now()
            )
    except IntegrityError as error:  # two at the same moment, and the database kept the first
        with database().reading() as session:
            raise SettingsChanged(site_settings.newest(session)) from error
    return wire.site_version(row) or {}, 201


def _read(model: type[Model]) -> Model:
    """The body; where a field is out of its rule, the problem names it, and never quotes it."""
    if request.mimetype != "application/json":
        raise Problem(415, "unsupported-media-type")
    try:
        return model.model_validate_json(request.get_data(cache=False))
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        if any(e["type"] == "json_invalid" for e in found):
            raise Problem(400, "bad-request") from None
        raise Problem(422, "invalid", fields=[_place(e["loc"]) for e in found[:20]]) from None


def _place(where: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in where[1:] if part != "[key]")[:80]
