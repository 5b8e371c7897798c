"""Saved replies: sentences that staff use often, on one shelf that is sealed for the desk only."""

from __future__ import annotations

from sqlalchemy.orm import Session

from moderation import shelves
from moderation.models import SavedReply
from moderation.records import Signed
from moderation.staff_models import Staff

SHELF = "saved_replies"


def keep_reply(
    session: Session, site: bytes, author: Staff, signed: Signed, hour: str
) -> SavedReply:
    """Keep one saved reply, or a new revision of it; raises NotFound before there is a shelf."""
    return shelves.keep_on(session, SHELF, SavedReply, (site, author), signed, hour)
