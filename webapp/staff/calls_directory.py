"""The directory at the desk: cards and documents for a search in the browser, and changes of one organisation."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from config import clock
from moderation import founding
from moderation.directory import cards as cards_of
from moderation.directory import keeping, keys, listing, notes
from moderation.directory.keeping import Edit
from moderation.directory.models import Organisation, OrganisationNote
from webapp import wire
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.security import allow
from webapp.services import database, services
from webapp.sessions import me
from webapp.staff import directory_schemas as schemas
from webapp.staff.calls_queue import acting
from webapp.staff.shelf_calls import read_shelf, save_on_shelf

blueprint = Blueprint("directory", __name__, url_prefix="/api/v1/directory")

LONGEST = 12
"""Digits of a number in an address: what is longer is not even read."""
LONGEST_ID = 100
QUICK = 4
"""How hard gzip tries: the rest of its levels cost more time than they save."""


@blueprint.get("")
@allow("directory.read")
def cards() -> Response:
    """Cards that changed since a serial, a page at a time; what the search needs, and no search."""
    since, after = number("since"), request.args.get("after", "")
    if len(after) > LONGEST_ID:
        raise Problem(422, "invalid")
    with database().reading() as session:
        found = listing.cards_after(session, since, after)
        site = services().site.current(session)
    about = {
        "serial": found.serial,
        "last": found.last,
        "zone": site.hours.zone,
        "country": site.country,
    }
    head = json.dumps(about, ensure_ascii=False)
    return _packed(f'{head[:-1]},"cards":[{",".join(found.cards)}]}}')


@blueprint.get("/documents")
@allow("directory.read")
def documents() -> Response:
    """Every document of a lot: about so many that nobody sees which one was meant."""
    lot, bits = number("lot"), number("bits")
    if lot >= cards_of.LOTS or bits > listing.MOST_BITS:
        raise Problem(422, "invalid")
    with database().reading() as session:
        found = [wire.organisation(row) for row in listing.documents(session, lot, bits)]
    return _packed(json.dumps({"organisations": found}, ensure_ascii=False))


@blueprint.post("/new")
@allow("directory.write")
def add() -> tuple[dict[str, Any], int]:
    """The organisation is in the directory; its id is the browser's choice."""
    body = body_of(schemas.NewOrganisation)
    edit = Edit(body.kind, body.main.model_dump(), 0)
    with database().writing() as session:
        return wire.organisation(keeping.add(session, body.id, edit, acting())), 201


@blueprint.post("/facts")
@allow("directory.write")
def save() -> dict[str, Any]:
    """The main facts are these; 409 with the organisation where somebody else was first."""
    body = body_of(schemas.Changed)
    edit = Edit(body.kind, body.main.model_dump(), body.version)
    return _changed(lambda session: keeping.save(session, body.id, edit, acting()))


@blueprint.post("/checked")
@allow("directory.check")
def mark_checked() -> dict[str, Any]:
    """Whoever asks looked today whether it is as it stands here."""
    body, today = body_of(schemas.Seen), clock.day_of(clock.now())
    return _changed(
        lambda session: keeping.mark_checked(session, body.id, body.version, today, acting())
    )


@blueprint.post("/removed")
@allow("directory.write")
def set_removed() -> dict[str, Any]:
    """It is no longer found by searches, or is again."""
    body = body_of(schemas.Removal)
    return _changed(
        lambda session: keeping.set_removed(session, body.id, body.version, body.removed, acting())
    )


@blueprint.post("/key")
@allow("site.manage")
def set_key() -> dict[str, Any]:
    """Referrals to it are sealed to this key."""
    body = body_of(schemas.NewKey)
    key = body.key
    named = keys.NamedKey(key.recipient, key.day, key.signature) if key else None

    def name(session: Session) -> Organisation:
        by = keys.Namer(founding.site_or_refuse(session).site, me())
        return keys.set_key(session, (body.id, body.version), named, by, acting())

    return _changed(name)


@blueprint.get("/notes")
@allow("note.write")
def read_notes() -> dict[str, Any]:
    """Every note on organisations, sealed as it came: which one is about whom is inside."""
    return read_shelf(notes.SHELF, OrganisationNote)


@blueprint.post("/notes")
@allow("note.write")
def save_note() -> tuple[dict[str, Any], int]:
    """The note is kept, with its shelf where it is the first."""
    return save_on_shelf(notes.SHELF, notes.keep_note)


def number(name: str) -> int:
    """A number of the address, 0 where there is none; a problem for anything else."""
    text = request.args.get(name, "0")
    if not (text.isascii() and text.isdigit()) or len(text) > LONGEST:
        raise Problem(422, "invalid")
    return int(text)


def _changed(change: Callable[[Session], Organisation]) -> dict[str, Any]:
    with database().writing() as session:
        return wire.organisation(change(session))


def _packed(text: str) -> Response:
    """The JSON, packed where whoever asks can unpack it; nothing secret is in it to be guessed at."""
    response = Response(content_type="application/json")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.set_data(services().off_loop(gzip.compress, text.encode(), QUICK))
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.set_data(text)
    return response
