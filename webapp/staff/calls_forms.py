"""The questions behind the doors at the desk: what is asked now, what was asked, and publishing."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint
from pydantic import Field

from chat.fields import Incoming
from config import clock
from moderation import forms, versions
from moderation.form_body import FormBody
from moderation.version_models import FormVersion
from webapp import wire
from webapp.bodies_named import named_body, version_number
from webapp.publishing import publishing
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me

blueprint = Blueprint("forms", __name__, url_prefix="/api/v1/forms")


class Draft(Incoming):
    """A form, and the number of the version that it was made from."""

    body: FormBody
    based_on: Annotated[int, Field(ge=0, le=0xFFFFFFFF, strict=True)]


@blueprint.get("")
@allow("site.manage")
def form() -> dict[str, Any]:
    """What is asked now, what ships, and every version there was."""
    now = services().forms
    with database().reading() as session:
        rows = versions.versions(session, FormVersion)
        return {
            "number": rows[0].number if rows else 0,
            "body": now.current(session).body.model_dump(mode="json"),
            "shipped": now.shipped.model_dump(mode="json"),
            "versions": [wire.version_line(row) for row in rows],
        }


@blueprint.get("/versions/<number>")
@allow("desk.enter")
def version(number: str) -> dict[str, Any]:
    """One version, whole: who reads a tip needs the words of its questions, which anybody could read."""
    wanted = version_number(number)
    with database().reading() as session:
        return wire.version(versions.version(session, FormVersion, wanted)) or {}


@blueprint.post("")
@allow("site.manage")
def publish() -> tuple[dict[str, Any], int]:
    """The form is asked from now on; 422 names what breaks a rule, 409 gives the newest."""
    asked, now = named_body(Draft), services().forms
    origin = (asked.based_on, me().staff_id)
    row = publishing(
        FormVersion,
        lambda session: forms.publish(session, asked.body, now.shipped, origin, clock.now()),
    )
    return wire.version(row) or {}, 201
