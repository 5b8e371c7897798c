"""A machine that fails under a running server: its disk, its memory, its database.

Nothing acknowledged is lost, `/readyz` says what is wrong, and once that is over the server goes on by
itself; the checker finds nothing.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from tests.actors import Answer, Caller, Office, Person, Source
from tests.cluster.stores import PostgreSQL
from tests.faults.system_calls import SYNCS, TO_DISK, answered
from tests.files import Sending, large
from tests.server import ROOT, RunningSite, environ_of, free_pair, patiently, start_site
from tests.set_up import set_up_by

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

PEOPLE = 8


def ready(site: RunningSite) -> tuple[int, str]:
    """What `/readyz` says."""
    got = Caller(site.source_url).call("GET", "/readyz")
    return got.status, str(got.body.get("status"))


def check(site: RunningSite, more: dict[str, str]) -> str:
    """What `quietline check` says."""
    command = [sys.executable, "-m", "webapp.cli", "check"]
    environ = {**os.environ, **environ_of(site), **more}
    return subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    ).stdout


@dataclass
class Crowd:
    """People who write on and on; what was acknowledged must be there at the end."""

    url: str
    office: Office
    acknowledged: list[Source] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    files: list[Sending] = field(default_factory=list)
    """Those that are whole."""

    def one(self) -> Source:
        """Somebody who has not written yet."""
        return Source(self.url, office=self.office)

    def tip(self, person: Source, body: object) -> Answer | None:
        """The answer to a tip, None where there was none."""
        try:
            got = person.call("POST", "/api/v1/conversations", body)
        except OSError as error:
            self.refused.append(type(error).__name__)
            return None
        if got.status == 201:
            self.acknowledged.append(person)
        else:
            self.refused.append(got.slug)
        return got

    def send_file(self, person: Source) -> None:
        """Somebody whose tip was acknowledged sends a file, as far as it is taken."""
        file = large(person, parts=2)
        steps = (file.begin, partial(file.part, 0), partial(file.part, 1), file.whole)
        for step in steps:
            try:
                got = step()
            except OSError as error:
                self.refused.append(type(error).__name__)
                return
            if got.status >= 400:
                self.refused.append(got.slug)
                return
        self.files.append(file)

    def many(self, times: int) -> None:
        """Some people at once, each of whom writes so often."""

        def write(_number: int) -> None:
            for _ in range(times):
                person = self.one()
                self.tip(person, person.tip())

        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(write, range(PEOPLE)))

    def all_there(self) -> bool:
        """Whether each acknowledged tip is found by whoever wrote it."""
        found = [
            person.call("GET", "/api/v1/conversation").body.get("envelopes", ())
            for person in self.acknowledged
        ]
        return all(len(each) == 1 for each in found)


@contextmanager
def town(home: Path, **more: str) -> Iterator[tuple[RunningSite, Crowd]]:
    """A served site whose desk is set up."""
    site = start_site(home, "serve", more=more)
    try:
        yield site, Crowd(site.source_url, set_up_by(site, Person(site.desk_url)))
    finally:
        site.stop()


@pytest.mark.parametrize("error", ["EROFS", "EIO", "ENOSPC"])
def test_a_disk_that_takes_nothing_any_more_refuses_says_so_and_goes_on_when_it_does_again(
    tmp_path: Path, error: str
) -> None:
    with town(tmp_path) as (site, crowd):
        crowd.many(1)
        assert ready(site) == (200, "ready")
        person = crowd.one()
        body = person.tip()
        with answered(site.process.pid, TO_DISK, f"error={error}"):
            refused = crowd.tip(person, body)
            assert refused is not None
            assert (refused.status, refused.slug) == (503, "unavailable")
            assert ready(site) == (503, "no writing")
            page = Caller(site.source_url).call("GET", "/")
            assert (page.status, b"1-888-373-7888" in page.raw) == (200, True)
        assert ready(site) == (200, "ready")
        again = crowd.tip(person, body)
        assert again is not None
        assert again.status == 201
        crowd.many(1)
        assert crowd.all_there()
        assert check(site, {}) == "sound\n"
        site.kill()
        site.process = start_site(tmp_path, "serve", site.port).process
        assert crowd.all_there()


SLOW = 0.2
"""Seconds that each sync of a slow disk takes."""


def test_a_slow_disk_makes_people_wait_for_their_answer_and_nobody_for_the_page(
    tmp_path: Path,
) -> None:
    with town(tmp_path) as (site, crowd):
        slow = f"delay_enter={int(SLOW * 1_000_000)}"
        with answered(site.process.pid, SYNCS, slow), ThreadPoolExecutor(1) as beside:
            writing = beside.submit(crowd.many, 3)
            waited = []
            while not writing.done():
                began = time.monotonic()
                assert Caller(site.source_url).call("GET", "/healthz").status == 200
                waited.append(time.monotonic() - began)
            writing.result()
        assert sorted(waited)[len(waited) // 2] < SLOW
        assert crowd.refused == []
        assert len(crowd.acknowledged) == 3 * PEOPLE
        assert crowd.all_there()
        assert check(site, {}) == "sound\n"


TOO_MUCH = 64 << 20
"""Bytes that the server has above what it may: it gets no piece of memory from the kernel any more."""


def size_of(pid: int) -> int:
    """Bytes of address space that a process has."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def test_a_server_without_memory_loses_nothing_and_goes_on_when_there_is_some(
    tmp_path: Path,
) -> None:
    with town(tmp_path) as (site, crowd):
        crowd.many(2)
        pid = site.process.pid
        resource.prlimit(pid, resource.RLIMIT_AS, (size_of(pid) - TOO_MUCH, resource.RLIM_INFINITY))
        crowd.many(1)
        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(crowd.send_file, crowd.acknowledged[:PEOPLE]))
        assert crowd.refused
        lives = site.process.poll() is None
        if lives:
            resource.prlimit(pid, resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
        else:  # as systemd would: Restart=always
            site.process = start_site(tmp_path, "serve", site.port).process
        sys.stdout.write(f"lives: {lives}, refused: {len(crowd.refused)} {set(crowd.refused)}\n")
        patiently(lambda: ready(site) == (200, "ready"))
        crowd.refused.clear()
        crowd.many(2)
        assert crowd.refused == []
        assert crowd.all_there()
        assert all(file.begin().body["whole"] for file in crowd.files)
        assert check(site, {}) == "sound\n"


@pytest.fixture
def database() -> Iterator[PostgreSQL]:
    """A PostgreSQL of our own, that can be killed."""
    with tempfile.TemporaryDirectory() as home:  # pytest's own folders are for one account alone
        Path(home).chmod(0o755)
        made = PostgreSQL(Path(home), free_pair())
        made.start()
        yield made
        made.part.stop()


def test_a_database_that_is_killed_and_started_again_has_all_that_was_acknowledged(
    tmp_path: Path, database: PostgreSQL
) -> None:
    more = {"QUIETLINE_DATABASE_URL": database.url}
    with town(tmp_path / "site", **more) as (site, crowd), ThreadPoolExecutor(1) as beside:
        crowd.many(1)
        ends: list[Callable[[], None]] = [database.part.kill, database.part.stop]
        for end in ends:
            writing = beside.submit(crowd.many, 6)
            patiently(lambda: len(crowd.acknowledged) > PEOPLE)
            end()
            assert ready(site) == (503, "no database")
            database.part.start()
            writing.result()
            patiently(lambda: ready(site) == (200, "ready"))
        assert crowd.refused
        crowd.refused.clear()
        crowd.many(1)
        assert crowd.refused == []
        assert crowd.all_there()
        assert check(site, more) == "sound\n"
