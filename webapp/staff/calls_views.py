"""Saved views of the queue: sealed by whoever made them, and read by them alone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from moderation.queue_models import SavedView
from moderation.saved_views import keep_view, shelf_name
from webapp.security import allow
from webapp.sessions import me
from webapp.staff.shelf_calls import read_shelf, save_on_shelf

blueprint = Blueprint("views", __name__, url_prefix="/api/v1")


@blueprint.get("/views")
@allow("queue.read")
def read() -> dict[str, Any]:
    """Every view of whoever asks, sealed as it came."""
    return read_shelf(shelf_name(me().staff_id), SavedView)


@blueprint.post("/views")
@allow("queue.read")
def save() -> tuple[dict[str, Any], int]:
    """The view is kept, with its shelf where it is the first."""
    return save_on_shelf(shelf_name(me().staff_id), keep_view)
