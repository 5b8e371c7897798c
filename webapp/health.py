"""Is the service alive, and can it do its work? Two answers for whoever runs it."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import select

from config.database import Database
from moderation.staff_models import Site
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
    """The database answers too; 503 where it does not."""
    if _database_answers(database()):
        return {"status": "ready"}, 200
    return {"status": "no database"}, 503


def _database_answers(store: Database) -> bool:
    try:
        with store.reading() as session:
            session.execute(select(Site.site)).first()
    except Exception:  # noqa: BLE001 - whatever is wrong, the answer is no
        return False
    return True
