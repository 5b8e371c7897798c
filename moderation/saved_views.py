"""Saved views: names and filters of one member of staff, sealed, on a shelf of their own."""

from __future__ import annotations

from sqlalchemy.orm import Session

from chat.fields import b64
from moderation import shelves
from moderation.queue_models import SavedView
from moderation.records import Signed
from moderation.staff_models import Staff


def shelf_name(staff_id: bytes) -> str:
    """The shelf of one person: colleagues' browsers could open it, and are never given it."""
    return f"views:{b64(staff_id)}"


def keep_view(session: Session, site: bytes, author: Staff, signed: Signed, hour: str) -> SavedView:
    """Keep one view, or a new revision of it; raises NotFound before there is a shelf."""
    shelf = shelf_name(author.staff_id)
    return shelves.keep_on(session, shelf, SavedView, (site, author), signed, hour)
