"""What every shelf's calls have in common: it is read whole, and begins with its first record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from chat.fields import b64
from moderation import founding, shelves
from moderation.directory.models import OrganisationNote
from moderation.models import SavedReply
from moderation.month_models import ClosedMonth
from moderation.queue_models import SavedView
from moderation.records import Signed, revisions_of, wraps_of
from moderation.staff_models import Staff
from webapp import wire
from webapp.bodies import body_of
from webapp.services import database
from webapp.sessions import me
from webapp.staff.calls_queue import acting
from webapp.staff.chat_schemas import NewOnShelf

OnShelf = TypeVar("OnShelf", SavedReply, OrganisationNote, SavedView, ClosedMonth)
Keep = Callable[[Session, bytes, Staff, Signed, str], OnShelf]


def read_shelf(kind: str, table: type[OnShelf]) -> dict[str, Any]:
    """Every record of a shelf, sealed as it came, with the shelf's key in its wraps."""
    with database().reading() as session:
        inside = shelves.inside(session, kind)
        if inside is None:
            return {"container_id": None, "wraps": [], "records": []}
        rows = revisions_of(session, table, inside)
        return {
            "container_id": b64(inside),
            "wraps": [wire.wrap(row) for row in wraps_of(session, inside)],
            "records": [wire.record_row(row) for row in rows],
        }


def save_on_shelf(kind: str, keep: Keep[OnShelf]) -> tuple[dict[str, Any], int]:
    """The record is kept, with the shelf where it is the first."""
    body = body_of(NewOnShelf)
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        box = body.container
        if box is not None:
            shelves.open_shelf(session, kind, box.container_id, box.wrap.kept())
        kept = keep(session, here.site, me(), body.record.signed(), acting().hour)
        return wire.record_row(kept), 201
