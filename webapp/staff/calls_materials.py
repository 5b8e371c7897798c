"""The library at the desk: what is read outside now, how a draft would look, and publishing it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from chat.fields import Incoming
from config import clock
from moderation import materials, versions
from moderation.materials_body import MaterialsBody
from moderation.version_models import MaterialsVersion
from webapp import wire
from webapp.bodies_named import named_body, version_number
from webapp.publishing import publishing
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.source.library import Shelf, shelves
from webapp.texts import catalogue

blueprint = Blueprint("materials", __name__, url_prefix="/api/v1/materials")


class Draft(Incoming):
    """A library, and the number of the version that it was made from."""

    body: MaterialsBody
    based_on: Annotated[int, Field(ge=0, le=0xFFFFFFFF, strict=True)]


class Look(Incoming):
    """A draft, to be seen in one language."""

    body: MaterialsBody
    language: Literal["en", "es", "ar"]


@blueprint.get("")
@allow("site.manage")
def library() -> dict[str, Any]:
    """What is read now, and every version there was."""
    now = services().materials
    with database().reading() as session:
        rows = versions.versions(session, MaterialsVersion)
        return {
            "number": rows[0].number if rows else 0,
            "body": now.current(session).body.model_dump(mode="json"),
            "versions": [wire.version_line(row) for row in rows],
        }


@blueprint.get("/versions/<number>")
@allow("site.manage")
def version(number: str) -> dict[str, Any]:
    """One version, whole."""
    wanted = version_number(number)
    with database().reading() as session:
        return wire.version(versions.version(session, MaterialsVersion, wanted)) or {}


@blueprint.post("/preview")
@allow("site.manage")
def look() -> dict[str, Any]:
    """How people outside would read the draft; nothing is kept."""
    asked = named_body(Look)
    say = catalogue(asked.language).gettext
    return {
        "language": asked.language,
        "direction": "rtl" if asked.language == "ar" else "ltr",
        "away": say("know.away"),
        "shelves": [
            _shelf(shelf, say(f"know.{shelf.group}"))
            for shelf in shelves(asked.body, asked.language)
        ],
    }


@blueprint.post("")
@allow("site.manage")
def publish() -> tuple[dict[str, Any], int]:
    """The library is read from now on; 422 names what breaks a rule, 409 gives the newest."""
    asked = named_body(Draft)
    origin = (asked.based_on, me().staff_id)
    row = publishing(
        MaterialsVersion,
        lambda session: materials.publish(session, asked.body, origin, clock.now()),
    )
    return wire.version(row) or {}, 201


def _shelf(shelf: Shelf, heading: str) -> dict[str, Any]:
    return {
        "heading": heading,
        "pages": [
            {**page._asdict(), "blocks": [_block(*block) for block in page.blocks]}
            for page in shelf.pages
        ],
    }


def _block(kind: str, lines: list[Any]) -> dict[str, Any]:
    return {"kind": kind, "lines": [[run._asdict() for run in line] for line in lines]}
