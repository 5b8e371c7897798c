"""`kill -9` while people write: what was acknowledged is there and opens, nothing is there twice."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from chat import conversation as conversations
from chat.models import Conversation, Envelope
from config import clock
from config.settings import load_settings
from crypto.envelope import open_envelope
from crypto.keys import open_desk_wrap
from moderation.models import CaseRecord
from tests.actors import Office, Person, Source, founding
from tests.databases import DATABASES, fresh_database, often_on
from tests.faults.worker import Worker
from tests.server import ROOT, RunningSite, environ_of, free_pair, start_site
from webapp.cli import write_setup_code
from webapp.store import open_store

pytestmark = pytest.mark.long

SEED = 20_261_124
WORKERS = 4
FEWEST, MOST = 11, 20
"""Acknowledgements after which the server is killed, drawn between these: by work and not by time,
so that a slow machine does as much of it."""

TOO_LONG = 60.0
"""Seconds after which a run that gets no answers is ended all the same."""


def case_numbers() -> Iterator[str]:
    """Numbers with their Luhn digit, each once."""
    for body in count(1_000_000):
        doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(str(body))]
        yield f"{body}{-sum(d - 9 if d > 9 else d for d in doubled) % 10}"


class Town:
    """A served site that is killed again and again, with the people who go on working."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.port, self.office = home, free_pair(), Office()
        self.more = {"QUIETLINE_DATABASE_URL": url}
        self.source_url, self.desk_url = (f"http://localhost:{self.port + i}" for i in (0, 1))
        self.people = [Person(self.desk_url, name=f"person{i}") for i in range(WORKERS)]
        numbers, turn = case_numbers(), threading.Lock()

        def number() -> str:
            with turn:
                return next(numbers)

        self.workers = [
            Worker(person, random.Random(SEED + i), self.new_source, number)
            for i, person in enumerate(self.people)
        ]

    def new_source(self) -> Source:
        """Somebody new outside."""
        return Source(self.source_url, office=self.office)

    def start(self) -> RunningSite:
        """Serve, on the same ports and the same store."""
        return start_site(self.home, "serve", self.port, self.more)

    def found(self, site: RunningSite) -> None:
        """Set the site up and sign everybody in."""
        settings = load_settings({**environ_of(site), **self.more})
        body = founding(
            self.office, self.people, write_setup_code(settings), clock.unix(clock.now())
        )
        assert self.people[0].call("POST", "/api/v1/setup", body).status == 201
        assert {person.sign_in().status for person in self.people} == {201}

    def acknowledged(self) -> int:
        """How many answers there were so far."""
        return sum(len(worker.acknowledged) for worker in self.workers)

    def work_and_kill(self, site: RunningSite, answers: int) -> None:
        """Everybody works; after so many answers the server is gone, whatever it is doing."""
        enough, end = self.acknowledged() + answers, time.monotonic() + TOO_LONG

        def watch() -> None:
            while self.acknowledged() < enough and time.monotonic() < end:
                time.sleep(0.001)  # between two looks
            site.kill()

        death = threading.Thread(target=watch)
        death.start()
        with ThreadPoolExecutor(WORKERS) as pool:
            for done in [pool.submit(w.work_until_the_line_breaks) for w in self.workers]:
                done.result()
        death.join()

    def check(self, site: RunningSite) -> str:
        """What `quietline check` says."""
        command = [sys.executable, "-m", "webapp.cli", "check"]
        environ = {**environ_of(site), **self.more, "PATH": ""}
        got = subprocess.run(
            command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
        )
        return got.stdout

    def stored(self, site: RunningSite) -> tuple[Counter[bytes], int]:
        """Every envelope and record in the store, and how many envelopes of sources open."""
        settings = load_settings({**environ_of(site), **self.more})
        with open_store(settings).reading() as session:
            kept = Counter(session.scalars(select(Envelope.sealed)))
            kept.update(session.scalars(select(CaseRecord.sealed)))
            opened = 0
            for talk in session.scalars(select(Conversation)):
                record = conversations.key_records(session, talk)[0]
                key, _ = open_desk_wrap(self.office.site, record, self.office.epoch_seed)
                for sealed in session.scalars(
                    select(Envelope.sealed).where(Envelope.conv == talk.conv)
                ):
                    open_envelope(key, self.office.site, record.commit, sealed)
                    opened += 1
        return kept, opened


def killed_again_and_again(home: Path, kind: str, runs: int) -> None:
    """The whole story: so many runs, each ended by a kill, and what is left afterwards."""
    chance = random.Random(SEED)
    with fresh_database(kind) as url:
        town = Town(home, url)
        site = town.start()
        town.found(site)
        for _ in range(runs):
            town.work_and_kill(site, chance.randint(FEWEST, MOST))
            site = town.start()
            assert town.check(site) == "sound\n"
        town.work_and_kill(site, MOST)  # whatever had no answer yet is sent again
        site = town.start()
        try:
            kept, opened = town.stored(site)
            assert town.check(site) == "sound\n"
        finally:
            site.stop()
    assert [worker.refusals for worker in town.workers] == [[]] * WORKERS
    acknowledged = {sealed for worker in town.workers for sealed in worker.acknowledged}
    assert len(acknowledged) > 10 * runs
    assert acknowledged <= set(kept)
    assert set(kept.values()) == {1}
    assert opened == sum(1 for sealed in kept if sealed[1] == 1)


@pytest.mark.parametrize("kind", often_on("postgresql"))
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path, kind: str) -> None:
    killed_again_and_again(tmp_path, kind, runs=2)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", DATABASES)
def test_nothing_acknowledged_is_lost_in_fifty_kills(tmp_path: Path, kind: str) -> None:
    killed_again_and_again(tmp_path, kind, runs=50)
