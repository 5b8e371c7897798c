"""The hourly sweep: what is deleted leaves every log, and what is over leaves its table."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from chat.live_models import Looking
from chat.purge import sweep
from chat.visit import forget_ended
from config import clock
from moderation import blocks, bulk
from moderation.jobs.runner import Turn
from moderation.jobs.table import forget_alerts
from moderation.packet_links import forget_expired


class TracesRemain(Exception):
    """Somebody was reading an old state of the store all the while; it is tried again soon."""


def run(turn: Turn) -> None:
    """No trace of deleted rows, no purge key without rows, no visit that is over is left."""
    with turn.database.writing() as session:
        sweep(session)
        forget_ended(session, turn.now)
        forget_alerts(session, turn.now)
        forget_expired(session, clock.day_of(turn.moment))
        blocks.forget_ended(session, turn.hour)
        bulk.forget_answers(session, clock.hour_of(turn.moment - timedelta(days=1)))
        session.execute(delete(Looking).where(Looking.until <= turn.now))
    if not turn.database.erase_traces():
        raise TracesRemain
