"""Is the line well? What everybody who answers must know, and the rest for administrators."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint

from config import clock
from moderation.permissions import may
from webapp import health
from webapp.security import allow
from webapp.services import services
from webapp.sessions import me
from webapp.standing import facts, release

blueprint = Blueprint("status", __name__, url_prefix="/api/v1")

TWENTIETHS = 20
FOR_PEOPLE = {"vanished", "idle", "escalation", "on_call"}
"""Jobs for whose work somebody waits: alerts, and chats that go on without whoever left."""


@blueprint.get("/status")
@allow("status.read")
def read() -> dict[str, Any]:
    """How the service stands now; `whole` is null for whoever does not manage it."""
    made, moment = services(), clock.now()
    heard, files = made.off_loop(facts.fan_out, made), made.off_loop(health.room, made)
    load = made.floods.load(made.database)
    with made.database.reading() as session:
        known = facts.stored(session, moment)
        return {
            "line": heard,
            "files": files,
            "load": load,
            "late": any(job.late for job in known.jobs if job.name in FOR_PEOPLE),
            "alerts_failed": facts.alerts_failed(session),
            "whole": _whole(known) if may(me().role, "status.whole") else None,
        }


def _whole(known: facts.Stored) -> dict[str, Any]:
    free = facts.free_share(services())
    return {
        "jobs": [job._asdict() for job in known.jobs],
        "revision": known.revision,
        "disk_free": int(free * TWENTIETHS) / TWENTIETHS,
        "backup_day": _day(known.backup_day),
        "anchor_day": _day(known.anchor_day),
        "certificate_days": known.certificate_days,
        "roster_days": known.roster_days,
        "version": release.VERSION,
        "newer": release.newer(services().settings),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
