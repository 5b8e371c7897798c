"""Is the service alive, and can it do its work? Two answers for whoever runs it."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import select, update

from chat.errors import NoRoom, StoreAway
from chat.live_models import JobRow
from chat.uploads import check_room
from config import clock
from config.database import Database
from moderation.jobs.table import overdue
from moderation.staff_models import Site
from webapp.jobs import NAMES
from webapp.security import PUBLIC, allow
from webapp.services import Services, services

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@allow(PUBLIC)
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@blueprint.get("/readyz")
@allow(PUBLIC)
def readyz() -> tuple[dict[str, str], int]:
    """The database answers too, and what the service does by itself is done; 503 where not.

    Whether files find room is said beside that: without them words are still taken, and nobody who
    fills the disk with files may turn people away.
    """
    made = services()
    missing = _what_is_missing(made.database)
    if missing:
        return {"status": missing}, 503
    return {"status": "ready", "files": made.off_loop(room, made)}, 200


def room(made: Services) -> str:
    """Whether files find `room`, `no room`, or their store is `away`."""
    try:
        check_room(made.blobs, made.settings.files, 0)
    except NoRoom:
        return "no room"
    except StoreAway:
        return "away"
    return "room"


def _what_is_missing(store: Database) -> str | None:
    try:
        with store.reading() as session:
            session.execute(select(Site.site)).first()
            late = overdue(session, NAMES, clock.unix(clock.now()))
    except Exception:  # noqa: BLE001 - whatever is wrong, the answer is no
        return "no database"
    if store.refused_last and not _takes_writes(store):
        return "no writing"
    return "jobs" if late else None


def _takes_writes(store: Database) -> bool:
    """Whether something can be written, looked at only after a refusal: a job is due a second sooner.

    (A row that is written as it is SQLite does not write at all.)
    """
    sooner = update(JobRow).where(JobRow.name == NAMES[0]).values(due=JobRow.due - 1)
    try:
        with store.writing() as session:
            session.execute(sooner)
    except Exception:  # noqa: BLE001 - as above
        return False
    return True
