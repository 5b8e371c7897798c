"""`kill -9` of the server while several people send files: each goes on where it was acknowledged."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from chat.file_models import File
from config.settings import load_settings
from crypto.hashes import digest
from tests.actors import Source
from tests.databases import DATABASES, fresh_database, often_on
from tests.faults.test_kill import TOO_LONG, Town
from tests.files import Sending, large
from tests.server import RunningSite, environ_of
from webapp.store import open_blobs, open_store

pytestmark = pytest.mark.long

SEED = 20_261_128
WORKERS = 4
FEWEST, MOST = 6, 14
"""Acknowledgements after which the server is killed."""


@dataclass
class Sender:
    """Somebody who sends file after file; a broken line ends their turn, and the next goes on."""

    town: Town
    chance: random.Random
    by: Source | None = None
    file: Sending | None = None
    parts: set[int] = field(default_factory=set)
    finished: list[Sending] = field(default_factory=list)
    answers: int = 0
    wrong: list[tuple[str, int, str]] = field(default_factory=list)

    def send_until_the_line_breaks(self) -> None:
        """File after file; returns when the server is gone."""
        try:
            while True:
                self.send_one()
        except OSError:
            return

    def send_one(self) -> None:
        """The file at hand is whole; whatever was acknowledged before is there still."""
        if self.by is None:
            self.by = self.town.new_source()
            self.tip = self.by.tip()
        if self.file is None:
            self.note("tip", self.by.call("POST", "/api/v1/conversations", self.tip).status, 201)
            self.file, self.parts = large(self.by, self.chance.randint(1, 4)), set()
        begun = self.file.begin()
        self.note("begin", begun.status, 201)
        have = set(begun.body["have"])
        if not begun.body["whole"] and not self.parts <= have:
            self.wrong.append(("lost", len(self.parts - have), ""))
        missing = [n for n in range(len(self.file.parts)) if n not in have]
        for number in self.chance.sample(missing, len(missing)):
            self.note("part", self.file.part(number).status, 204)
            self.parts.add(number)
        self.note("whole", self.file.whole().status, 200)
        self.finished.append(self.file)
        self.file = None
        if len(self.finished) % 10 == 0:
            self.by = None

    def note(self, what: str, status: int, due: int) -> None:
        """There was an answer."""
        self.answers += 1
        if status != due:
            self.wrong.append((what, status, ""))


def sent_and_killed(site: RunningSite, senders: list[Sender], answers: int) -> None:
    """Everybody sends; after so many answers the server is gone, whatever it is doing."""
    enough = sum(sender.answers for sender in senders) + answers
    end = time.monotonic() + TOO_LONG

    def watch() -> None:
        while sum(s.answers for s in senders) < enough and time.monotonic() < end:
            time.sleep(0.001)  # between two looks
        site.kill()

    death = threading.Thread(target=watch)
    death.start()
    with ThreadPoolExecutor(WORKERS) as pool:
        for done in [pool.submit(sender.send_until_the_line_breaks) for sender in senders]:
            done.result()
    death.join()


def stored(town: Town, site: RunningSite) -> dict[bytes, bytes]:
    """Each whole file's bytes as the store gives them, by its id."""
    settings = load_settings({**environ_of(site), **town.more})
    store, blobs, found = open_store(settings), open_blobs(settings), {}
    with store.reading() as session:
        for file in session.scalars(select(File).where(File.hash.is_not(None))):
            address = file.address()
            assert address is not None
            reading = blobs.read(address)
            found[file.file_id] = digest(b"".join(iter(reading.piece, b"")))
            reading.close()
    store.engine.dispose()
    return found


def killed_again_and_again(home: Path, kind: str, runs: int) -> None:
    """The whole story: so many kills, and what is left afterwards."""
    chance = random.Random(SEED)
    with fresh_database(kind) as url:
        town = Town(home, url)
        senders = [Sender(town, random.Random(SEED + i)) for i in range(WORKERS)]
        site = town.start()
        town.found(site)
        for _ in range(runs):
            sent_and_killed(site, senders, chance.randint(FEWEST, MOST))
            site = town.start()
            assert town.check(site) == "sound\n"
        for sender in senders:
            sender.send_one()
        kept = stored(town, site)
        site.stop()
    assert [sender.wrong for sender in senders] == [[]] * WORKERS
    acknowledged = {f.file_id: digest(f.blob) for s in senders for f in s.finished}
    assert acknowledged.items() <= kept.items()
    assert len(acknowledged) >= WORKERS


@pytest.mark.parametrize("kind", often_on("sqlite"))
def test_no_acknowledged_part_is_lost_by_a_kill(tmp_path: Path, kind: str) -> None:
    killed_again_and_again(tmp_path, kind, runs=1)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", DATABASES)
def test_no_acknowledged_part_is_lost_by_twenty_kills(tmp_path: Path, kind: str) -> None:
    killed_again_and_again(tmp_path, kind, runs=20)
