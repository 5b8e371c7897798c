"""Saved replies: sealed sentences that every advocate can use."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from moderation import replies
from moderation.models import SavedReply
from webapp.security import allow
from webapp.staff.shelf_calls import read_shelf, save_on_shelf

blueprint = Blueprint("replies", __name__, url_prefix="/api/v1")


@blueprint.get("/replies")
@allow("note.write")
def read() -> dict[str, Any]:
    """Every saved reply, sealed as it came."""
    return read_shelf(replies.SHELF, SavedReply)


@blueprint.post("/replies")
@allow("note.write")
def save() -> tuple[dict[str, Any], int]:
    """The reply is kept, with the shelf where it is the first."""
    return save_on_shelf(replies.SHELF, replies.keep_reply)
