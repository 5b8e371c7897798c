"""Files as a power cut leaves them: logs that end anywhere, rubbish behind them, half a blob.

What was synced to the disk is not touched, since no power cut touches it. What came after the last
sync may be there in part, in SQLite's order: the keys' log before the content's.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from chat.disk_store import DiskStore
from config import clock
from config.settings import Settings, load_settings
from tests.actors import Office, Person, Source, founding
from tests.faults.dying_server import Dead, Death, Dying
from tests.files import large
from tests.migrated import migrated_store
from webapp.cli import write_setup_code
from webapp.store import open_blobs

SEED = 20_261_124
KEYS, CONTENT = "keys.db-wal", "content.db-wal"
LONGEST_RUBBISH = 9_000
"""Bytes: more than two pages of a log."""


@dataclass
class Cut:
    """Files after the last acknowledged write, and after one more of which nobody heard."""

    synced: Path
    written: Path
    office: Office
    heard: Source
    unheard: Source
    body: dict[str, Any]

    def size(self, folder: Path, log: str) -> int:
        """How long a log is there."""
        return (folder / log).stat().st_size


def settings_of(folder: Path) -> Settings:
    """The settings with which a store there is found."""
    return load_settings({"QUIETLINE_DATA_DIR": str(folder)})


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Cut:
    """A site with one tip that was acknowledged, and the files around the next."""
    home = tmp_path_factory.mktemp("torn")
    with migrated_store("sqlite", home / "data") as (settings, store):
        store.engine.dispose()
    server, office = Dying(settings), Office()
    desk, now = Person(server.app("desk")), clock.unix(clock.now())
    body = founding(office, [desk], write_setup_code(settings), now)
    assert desk.call("POST", "/api/v1/setup", body).status == 201
    heard = Source(server.app("source"), office=office)
    assert heard.send_tip().status == 201
    server.kill()
    synced = Path(shutil.copytree(settings.data_dir, home / "synced"))
    dying = Dying(settings, [Death(1, "after")], starts_again=False)
    unheard = Source(dying.app("source"), office=office)
    tip = unheard.tip()
    with pytest.raises(Dead):
        unheard.call("POST", "/api/v1/conversations", tip)
    written = Path(shutil.copytree(settings.data_dir, home / "written"))
    return Cut(synced, written, office, heard, unheard, tip)


def torn(cut: Cut, chance: Random, folder: Path) -> Settings:
    """A power cut somewhere in the last write: in the keys' log, or in the content's after it."""
    shutil.copytree(cut.written, folder)
    sizes = {
        log: (cut.size(cut.synced, log), cut.size(cut.written, log)) for log in (KEYS, CONTENT)
    }
    where = chance.choice((KEYS, CONTENT))
    ends = {log: size[1] for log, size in sizes.items()}
    ends[where] = chance.randint(*sizes[where])
    if where == KEYS:
        ends[CONTENT] = sizes[CONTENT][0]
    for log, end in ends.items():
        with (folder / log).open("r+b") as file:
            file.truncate(end)
            if end < sizes[log][1]:  # what a disk has behind the last sector that it wrote
                file.seek(end)
                file.write(chance.randbytes(chance.randrange(LONGEST_RUBBISH)))
        (folder / log.replace("-wal", "-shm")).write_bytes(chance.randbytes(32_768))
    return settings_of(folder)


@pytest.mark.parametrize("times", [4, pytest.param(200, marks=pytest.mark.long)])
def test_wherever_a_write_was_torn_nothing_acknowledged_is_lost_and_it_is_sent_again(
    cut: Cut, tmp_path: Path, times: int
) -> None:
    chance = Random(SEED)
    for number in range(times):
        server = Dying(torn(cut, chance, tmp_path / str(number)))
        cut.heard.app, cut.unheard.app = server.app("source"), server.app("source")
        assert server.check() == [], number
        assert len(cut.heard.call("GET", "/api/v1/conversation").body["envelopes"]) == 1
        for _ in range(2):
            assert cut.unheard.call("POST", "/api/v1/conversations", cut.body).status == 201
        assert len(cut.unheard.call("GET", "/api/v1/conversation").body["envelopes"]) == 1
        assert server.check() == [], number
        server.stop()
        shutil.rmtree(tmp_path / str(number))


def test_a_log_that_was_cut_before_its_last_sync_would_be_noticed(cut: Cut, tmp_path: Path) -> None:
    """The control: what a power cut does not do, the same look finds."""
    folder = Path(shutil.copytree(cut.synced, tmp_path / "data"))
    with (folder / CONTENT).open("r+b") as file:
        file.truncate(cut.size(cut.synced, CONTENT) // 3)
    server = Dying(settings_of(folder))
    cut.heard.app = server.app("source")
    assert cut.heard.call("GET", "/api/v1/conversation").status != 200
    server.stop()


def test_a_blob_of_which_a_half_is_left_is_named_and_a_half_part_is_sent_again(
    cut: Cut, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(cut.synced, tmp_path / "data"))
    server = Dying(settings_of(folder))
    cut.heard.app = server.app("source")
    whole, begun = large(cut.heard, parts=2).sent(), large(cut.heard, parts=2).begun(0)
    server.kill()
    blobs = open_blobs(settings_of(folder))
    assert isinstance(blobs, DiskStore)
    (upload,) = blobs.staged()
    with blobs.staged_at(upload).open("r+b") as file:
        file.truncate(1_000)
    assert begun.part(0).status == begun.part(1).status == 204
    assert begun.whole().status == 200
    assert server.check() == []
    (address, _) = blobs.stored()
    blobs.whole_at(address).write_bytes(whole.blob[: len(whole.blob) // 2])
    assert server.check() == ["a whole file has all its bytes"]
    server.stop()
