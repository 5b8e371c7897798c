"""A backup while people write: nothing that was acknowledged before it began is missing in it."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from chat.models import Envelope
from config.settings import load_settings
from moderation.backup.verifying import look_into
from moderation.models import CaseRecord
from tests.backups import Vault, empty_settings, opened
from tests.databases import DATABASES, fresh_database, often_on
from tests.faults.test_kill import MOST, WORKERS, Town
from tests.server import ROOT, RunningSite, environ_of

pytestmark = pytest.mark.long

TOO_LONG = 90.0


def at_work(town: Town, answers: int) -> None:
    """Return once so many more answers have come."""
    enough, end = town.acknowledged() + answers, time.monotonic() + TOO_LONG
    while town.acknowledged() < enough:
        assert time.monotonic() < end
        time.sleep(0.01)  # between two looks


def stored_after_restore(vault: Vault, kind: str, home: Path) -> set[bytes]:
    """Every envelope and record that the newest backup gives back into an empty store."""
    with empty_settings(kind, home) as target:
        assert vault.restore(target).findings == []
        with opened(target) as store, store.reading() as session:
            kept = set(session.scalars(select(Envelope.sealed)))
            return kept | set(session.scalars(select(CaseRecord.sealed)))


def known(town: Town) -> set[bytes]:
    return {sealed for worker in town.workers for sealed in list(worker.acknowledged)}


def backed_up_at_work(home: Path, kind: str, rounds: int) -> None:
    """Everybody writes all the while; each backup is restored and holds what was acknowledged."""
    vault = Vault(home / "backups")
    with fresh_database(kind) as url:
        town = Town(home, url)
        site = town.start()
        town.found(site)
        settings = load_settings({**environ_of(site), **town.more})
        with ThreadPoolExecutor(WORKERS) as pool, opened(settings) as store:
            working = [pool.submit(w.work_until_the_line_breaks) for w in town.workers]
            try:
                for turn in range(rounds):
                    at_work(town, MOST)
                    before = known(town)
                    vault.take(store)
                    kept = stored_after_restore(vault, kind, home / f"restored-{turn}")
                    assert before <= kept
                    assert len(before) >= MOST
            finally:
                site.stop()
            for done in working:
                done.result()
        assert [worker.refusals for worker in town.workers] == [[]] * WORKERS


@pytest.mark.parametrize("kind", often_on("sqlite"))
def test_nothing_acknowledged_before_a_backup_is_missing_in_it(tmp_path: Path, kind: str) -> None:
    backed_up_at_work(tmp_path, kind, rounds=2)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", DATABASES)
def test_nothing_acknowledged_is_missing_in_many_backups(tmp_path: Path, kind: str) -> None:
    backed_up_at_work(tmp_path, kind, rounds=20)


def kill_a_backup(site: RunningSite, town: Town, vault: Vault, after: float) -> None:
    """The command as a program of its own, killed after so many seconds, whatever it is doing."""
    command = ["backup", "--to", str(vault.folder), "--recipient", vault.key[1]]
    process = subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", *command],
        cwd=ROOT,
        env={**environ_of(site), **town.more, "PATH": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    timer = threading.Timer(after, process.kill)
    timer.start()
    process.wait()
    timer.cancel()


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", DATABASES)
def test_a_backup_killed_at_any_time_beside_writers_leaves_a_whole_one(
    tmp_path: Path, kind: str
) -> None:
    vault, chance = Vault(tmp_path / "backups"), random.Random(27)
    with fresh_database(kind) as url:
        town = Town(tmp_path, url)
        site = town.start()
        town.found(site)
        settings = load_settings({**environ_of(site), **town.more})
        with opened(settings) as store:
            vault.take(store)
        with ThreadPoolExecutor(WORKERS) as pool:
            working = [pool.submit(w.work_until_the_line_breaks) for w in town.workers]
            for _ in range(40):
                kill_a_backup(site, town, vault, chance.uniform(0.3, 3.0))
                assert len(list(look_into(vault.folder, vault.key[0]))) >= 2
            site.stop()
            for done in working:
                done.result()
        assert stored_after_restore(vault, kind, tmp_path / "restored") is not None
