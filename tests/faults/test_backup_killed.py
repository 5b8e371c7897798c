"""`kill -9` at every step of a backup and of a restore: what was whole stays whole, nothing half is opened."""

from __future__ import annotations

import resource
from itertools import count
from pathlib import Path

import pytest

from config.database import Database
from config.refusal import SettingsError
from config.settings import Settings, load_settings
from moderation import checker, founding
from moderation.backup.choosing import choose
from moderation.backup.refusal import BackupRefused
from moderation.backup.verifying import look_into
from tests.backups import Vault, empty_settings, everything_under, opened
from tests.databases import often_on
from tests.faults.dying import ROWS, STEPS, Steps, killed_at
from tests.integration.conftest import Town, empty, town

pytestmark = pytest.mark.long

__all__ = ["empty", "town"]

ON_SQLITE = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
MOST_STEPS = 300
FEWEST_STEPS = 2
TIPS = 20


@pytest.fixture
def vault(town: Town, tmp_path: Path) -> Vault:
    """One whole backup of a town with a tip; nobody of this process has the store open."""
    town.source().send_tip()
    made = Vault(tmp_path / "backups")
    made.take(town.store)
    town.store.engine.dispose()
    return made


def state(store: Database) -> str:
    """Whether a store is empty, or whole and sound."""
    with store.reading() as session:
        try:
            founding.site_or_refuse(session)
        except Exception:  # noqa: BLE001 - no table, or no row
            return "empty"
        return "sound" if checker.check(session) == [] else "broken"


@ON_SQLITE
def test_a_backup_killed_at_any_step_leaves_one_that_can_be_restored(
    town: Town, vault: Vault, tmp_path: Path
) -> None:
    def back_up() -> None:
        with opened(town.settings) as store:
            vault.take(store)

    for step in range(1, MOST_STEPS):
        killed = killed_at(step, back_up)
        assert len(list(look_into(vault.folder, vault.key[0]))) >= 2
        if step % 5 == 0 or not killed:
            target = load_settings({"QUIETLINE_DATA_DIR": str(tmp_path / f"at-{step}")})
            assert vault.restore(target).findings == []
        if not killed:
            break
    assert 8 < step < MOST_STEPS - 1
    assert not list(vault.folder.glob("*.part"))
    assert len(vault.names("keys")) == 1


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", often_on("sqlite"))
@pytest.mark.parametrize(
    "steps", [STEPS, pytest.param(ROWS, marks=pytest.mark.long)], ids=["files", "rows"]
)
@ON_SQLITE
def test_a_restore_killed_at_any_step_is_not_opened_and_can_be_done_again(
    vault: Vault, tmp_path: Path, kind: str, steps: Steps
) -> None:
    for step in count(1):
        with empty_settings(kind, tmp_path / f"at-{step}") as target:
            killed = killed_at(step, lambda: vault.restore(target), steps)
            if not killed:
                break
            if is_unfinished(target):
                assert vault.restore(target).findings == []
            with opened(target) as store:
                assert state(store) == "sound"
    assert step > FEWEST_STEPS


def is_unfinished(target: Settings) -> bool:
    """Whether nothing of a killed restore can be opened; else all of it can."""
    try:
        with opened(target) as store:
            return state(store) == "empty"
    except SettingsError:
        return True


@ON_SQLITE
def test_a_disk_that_is_full_leaves_the_backup_that_was_there(town: Town, vault: Vault) -> None:
    for _ in range(TIPS):
        town.source().send_tip()
    assert town.store.erase_traces()
    before, kept = vault.names(), everything_under(vault.folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (24 * 1024, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            vault.take(town.store)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (vault.names(), everything_under(vault.folder)) == (before, kept)
    vault.take(town.store)


@ON_SQLITE
def test_a_finished_restore_is_not_begun_again(vault: Vault, tmp_path: Path) -> None:
    target = load_settings({"QUIETLINE_DATA_DIR": str(tmp_path / "elsewhere")})
    vault.restore(target)
    with pytest.raises(BackupRefused, match="a site here already"):
        vault.restore(target)
    assert choose(vault.folder, None).keys.serial == 1
