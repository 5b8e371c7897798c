"""Time after contacts and cases are over: a town whose schedules run, and a look at every byte of it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.blobs import BlobStore
from chat.uploads import forget
from config import clock
from config.database import Content, Database, Keys
from moderation import checker
from moderation.checker_files import bytes_of_files
from moderation.jobs import sweep
from moderation.jobs.erasing import Erasing
from moderation.jobs.old_rows import OldRows
from moderation.jobs.retaining import Retaining
from moderation.jobs.runner import Job
from moderation.schedule import Schedule
from moderation.site_settings import SiteNow
from tests.actors import Person, Source
from tests.integration.conftest import Town, item_id
from tests.integration.test_case_calls import Opened
from tests.integration.test_deletion import is_under, log_of
from tests.ticking import Bench, Clock
from webapp.schemas import b64, unb64
from webapp.store import open_blobs

AN_HOUR = 3600


def tables_with(store: Database, needles: Iterable[bytes | str]) -> set[str]:
    """Every table of which a column holds one of these, as bytes or as text."""
    found, raw = set(), list(needles)
    with store.reading() as session:
        for table in (*Content.metadata.sorted_tables, *Keys.metadata.sorted_tables):
            rows = session.execute(select(table)).all()
            if any(_holds(value, needle) for row in rows for value in row for needle in raw):
                found.add(table.fullname)
    return found


def _holds(value: Any, needle: bytes | str) -> bool:
    if isinstance(needle, str):
        return isinstance(value, str) and needle in value
    if isinstance(value, str):
        return b64(needle) in value
    return isinstance(value, bytes) and needle in value


@dataclass
class Later:
    """A town whose clock is moved by days, while its schedules run as they do when it is served."""

    town: Town
    schedule: Schedule = field(default_factory=Schedule)
    bench: Bench = field(init=False)
    site: SiteNow | None = None

    def __post_init__(self) -> None:
        """The jobs that delete, on a clock that begins this morning: some hours more are the same day."""
        morning = clock.now().replace(hour=6, minute=0)
        self.bench = Bench(self.town.store, Clock(morning))
        self.blobs: BlobStore = open_blobs(self.town.settings)
        self.runner = self.bench.runner(*self.jobs())

    def jobs(self) -> list[Job]:
        """Those of the service that delete."""

        def gone(lying: Any) -> None:
            forget(self.blobs, lying)

        return [
            Job("retaining", AN_HOUR, Retaining(lambda _: self.schedule, self.settled, gone).run),
            Job("erasing", AN_HOUR, Erasing(lambda _: 24, gone).run),
            Job("old_rows", AN_HOUR, OldRows(self.settled).run),
            Job("sweep", AN_HOUR, sweep.run),
        ]

    def settled(self, session: Session, day: date) -> Schedule:
        """As `SiteNow` has it, of the schedule that stands since a week."""
        return self.site.settled_schedule(session, day) if self.site else self.schedule

    @property
    def today(self) -> date:
        """The day of the moved clock."""
        return self.bench.clock.moment.date()

    def run(self) -> None:
        """Every job has run to its end."""
        self.bench.clock.forward(hours=1)
        assert self.runner.run_due() == [job.name for job in self.runner.jobs]
        assert self.bench.counted() == {}

    def days(self, number: int) -> None:
        """So many days pass without a service; then the jobs run."""
        self.bench.clock.forward(days=number)
        self.run()

    def sound(self) -> bool:
        """Whether the checker finds nothing, in rows and in the store of files."""
        with self.town.store.reading() as session:
            return [*checker.check(session), *bytes_of_files(session, self.blobs)] == []

    def on_disk(self, *needles: bytes) -> list[bytes]:
        """Which of these are anywhere in the files of the database, its logs, or the store of files."""
        folders: list[Path] = [self.town.settings.data_dir]
        log = log_of(self.town.store) if _has_log(self.town.store) else None
        folders += [log] if log is not None else []
        return [needle for needle in needles if any(is_under(f, needle) for f in folders)]


def _has_log(store: Database) -> bool:
    return store.engine.dialect.name == "postgresql"


def close(by: Person, person: Source) -> None:
    """The item is closed by its holder."""
    path = f"/api/v1/items/{item_id(person)}/close"
    assert by.call("POST", path, {"disposition": "information_given"}).status == 200


def closed_tip(town: Town) -> Source:
    """Somebody who wrote, whom ana answered, on whom she took a note, and who is closed."""
    person, ana = town.held_tip(town.ana), town.ana
    path = f"/api/v1/conversations/{item_id(person)}"
    assert ana.call("POST", f"{path}/accept", ana.accept(town.office, person)).status in {200, 201}
    said = person.envelope("D")
    assert ana.call("POST", f"{path}/envelopes", {"envelope": b64(said)}).status == 201
    person.sent["D"].append(said)
    container, key = secrets.token_bytes(16), secrets.token_bytes(32)
    note = {
        "container": {
            "container_id": b64(container),
            "wrap": ana.container(town.office, container, key),
        },
        "record": ana.record(town.office, container, key, {"t": "note"}),
    }
    assert ana.call("POST", f"{path}/notes", note).status == 201
    close(ana, person)
    return person


def closed_case(town: Town, number: str = "48209134") -> tuple[Opened, Source]:
    """A case with somebody's contact, worked on, and closed."""
    person, case = town.held_tip(town.ana), Opened(town, town.ana)
    assert case.open(conv=b64(person.conv), number=number).status == 201
    close(town.ana, person)
    set_status(case, "open", "closed")
    return case, person


def set_status(case: Opened, old: str, new: str, by: Person | None = None) -> None:
    """The case moves on."""
    path = f"/api/v1/cases/{b64(case.case_id)}/status"
    assert (by or case.by).call("POST", path, {"from": old, "to": new}).status == 200


def hold(case: Opened, by: Person, until: date | None, **other: Any) -> tuple[int, bytes]:
    """The case is held up to this day, or not any more; gives the answer's status and the record."""
    record = by.record(case.town.office, case.case_id, case.key, {"t": "hold"}, **other)
    body = {"until": until.isoformat() if until else None, "record": record}
    answer = by.call("POST", f"/api/v1/cases/{b64(case.case_id)}/holds", body)
    return answer.status, unb64(record["record"])


def a_week(moment: date) -> date:
    """A week later."""
    return moment + timedelta(days=7)
