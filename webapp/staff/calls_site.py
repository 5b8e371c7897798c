"""The site's settings at the desk: what applies, how it would look outside, and publishing it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from chat.fields import Incoming
from config import clock
from moderation import site_settings, versions
from moderation.site_body import ACCENTS, SiteBody
from moderation.version_models import SiteVersion
from webapp import wire
from webapp.bodies_named import named_body, version_number
from webapp.publishing import publishing
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.site_preview import preview

blueprint = Blueprint("site_settings", __name__, url_prefix="/api/v1/site-settings")


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
        rows = versions.versions(session, SiteVersion)
        return {
            "number": rows[0].number if rows else 0,
            "body": site_settings.draft_of(now.current(session)),
            "versions": [wire.version_line(row) for row in rows],
            "accents": list(ACCENTS),
        }


@blueprint.get("/versions/<number>")
@allow("site.manage")
def version(number: str) -> dict[str, Any]:
    """One version, whole."""
    wanted = version_number(number)
    with database().reading() as session:
        return wire.version(versions.version(session, SiteVersion, wanted)) or {}


@blueprint.post("/preview")
@allow("site.manage")
def look() -> dict[str, Any]:
    """How people outside would read the draft; nothing is kept."""
    asked = named_body(Look)
    return preview(site_settings.of_body(0, asked.body), asked.language, clock.now())


@blueprint.post("")
@allow("site.manage")
def publish() -> tuple[dict[str, Any], int]:
    """The draft applies from now on, for everybody; 409 with the newest where another came first."""
    asked = named_body(Draft)
    draft = versions.Draft(asked.body.model_dump_json(), asked.based_on, me().staff_id, "settings")
    row = publishing(
        SiteVersion, lambda session: versions.publish(session, SiteVersion, draft, clock.now())
    )
    return wire.version(row) or {}, 201
