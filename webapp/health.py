"""Is the service alive, and can it do its work? Two answers for whoever runs it."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import select

from config import clock
from config.database import Database
from moderation.jobs.table import overdue
from moderation.staff_models import Site
from webapp.jobs import NAMES
from webapp.security import PUBLIC, allow
from webapp.services import database

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@allow(PUBLIC)
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@blueprint.get("/readyz")
@allow(PUBLIC)
def readyz() -> tuple[dict[str, str], int]:
    """The database answers too, and what the service does by itself is done; 503 where not."""
    missing = _what_is_missing(database())
    return ({"status": missing}, 503) if missing else ({"status": "ready"}, 200)


def _what_is_missing(store: Database) -> str | None:
    try:
        with store.reading() as session:
            session.execute(select(Site.site)).first()
            late = overdue(session, NAMES, clock.unix(clock.now()))
    except Exception:  # noqa: BLE001 - whatever is wrong, the answer is no
        return "no database"
    return "jobs" if late else None
