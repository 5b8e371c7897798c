"""When somebody waits and nobody is on shift, whoever is on call is alerted, at most once an interval.

Each person's alert is a row of the table of jobs, so it is claimed like one: one process sends it,
and one that failed is sent again soon. A process killed between sending and noting it sends it
once more, since an alert too many harms nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from chat.live_models import LiveChat
from config.logs import ErrorCounts
from moderation.jobs import table
from moderation.jobs.runner import RETRY, Turn
from moderation.models import OnCall, QueueItem
from moderation.presence import on_shift
from moderation.staff_models import Staff

FAILURES = 3
"""After so many in one run the rest waits for the next: other jobs wait for this one to end."""


@dataclass(frozen=True)
class Alerts:
    """`send` takes a kind and an address, and raises where the alert was not taken."""

    send: Callable[[str, str], None]
    interval: int
    counts: ErrorCounts

    def run(self, turn: Turn) -> None:
        """Everybody on call has been alerted within the interval, or will be tried again soon."""
        with turn.database.reading() as session:
            if on_shift(session, turn.now) or not _somebody_waits(session):
                return
            people = _on_call(session)
        failures = 0
        for person in people:
            if failures == FAILURES:
                return
            turn.keep()
            failures += not self._alert(turn, person)

    def _alert(self, turn: Turn, person: OnCall) -> bool:
        """False where sending failed."""
        name = f"{table.ALERT}{person.staff_id.hex()}"
        with turn.database.writing() as session:
            table.enter(session, name, turn.now)
            due = table.claim(session, name, self.interval, turn.now, turn.runner)
        if due is None:
            return True
        try:
            self.send(person.kind, person.address)
        except Exception as error:  # noqa: BLE001 - the others on call must hear of it all the more
            self.counts.add("alerts", type(error).__name__)
            with turn.database.writing() as session:
                table.put_off(session, name, turn.now + RETRY, turn.runner)
            return False
        with turn.database.writing() as session:
            table.finish(session, name, turn.now + self.interval, turn.runner)
        return True


def _somebody_waits(session: Session) -> bool:
    chat = select(LiveChat.conv).where(LiveChat.phase == "waiting").exists()
    waits = QueueItem.status == "waiting", QueueItem.urgency == "immediate"
    item = select(QueueItem.conv).where(*waits).exists()
    return session.scalar(select(1).where(or_(chat, item))) is not None


def _on_call(session: Session) -> list[OnCall]:
    here = select(OnCall).join(Staff, Staff.staff_id == OnCall.staff_id).where(Staff.active)
    return list(session.scalars(here.order_by(OnCall.staff_id)))
