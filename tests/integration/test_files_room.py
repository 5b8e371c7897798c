"""Files leave room: what would fill the disk is refused with a word of its own, and words still find room."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from config.logs import ErrorCounts
from config.refusal import SettingsError
from config.settings import Settings, load_settings
from tests.actors import Source
from tests.files import Sending, large
from tests.integration.conftest import Town
from tests.integration.test_files import at_the_desk, on_disk
from webapp import create_source_app, share

on_sqlite = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
MORE_THAN_ANY_DISK = 1 << 60


def full(town: Town, person: Source) -> Source:
    """The same person, at a server that must leave more free than there is."""
    files = replace(town.settings.files, keep_free=MORE_THAN_ANY_DISK)
    settings: Settings = replace(town.settings, files=files)
    app = create_source_app(share(settings, town.store, ErrorCounts()))
    return replace(person, app=app)


@pytest.fixture
def person(town: Town) -> Source:
    return town.held_tip(town.ana)


@on_sqlite
def test_where_too_little_is_free_no_file_begins_and_no_part_is_taken(
    town: Town, person: Source
) -> None:
    file = large(person).begun(0)
    mine = full(town, person)
    assert Sending(mine).begin().slug == "no-room"
    refused = file.part(1, by=mine)
    assert (refused.status, refused.slug) == (507, "no-room")
    assert file.begin().body["have"] == [0]
    assert mine.write().status == 201  # words find room
    assert file.part(1).status == file.part(2).status == 204
    assert file.whole().status == 200
    assert at_the_desk(town, file).raw == file.blob


@on_sqlite
def test_whoever_watches_the_service_is_told_and_nobody_is_turned_away(
    town: Town, person: Source
) -> None:
    ready = town.stranger().call("GET", "/readyz")
    assert (ready.status, ready.body) == (200, {"status": "ready", "files": "room"})
    ready = full(town, person).call("GET", "/readyz")
    assert (ready.status, ready.body["files"]) == (200, "no room")


@on_sqlite
def test_where_the_folder_cannot_be_written_nothing_is_lost(town: Town, person: Source) -> None:
    file = large(person).begun(0)
    folder = town.settings.files.folder
    staging = folder / "staging"
    staging.rename(aside := folder / "aside")
    staging.touch()  # no folder any more
    assert (file.part(1).status, file.part(1).slug) == (503, "unavailable")
    staging.unlink()
    aside.rename(staging)
    assert file.part(1).status == 204
    assert file.begin().body["have"] == [0, 1]
    assert len(on_disk(town)[0]) == 1


@pytest.mark.parametrize("name", ["QUIETLINE_FILES", "QUIETLINE_FILE_MB", "QUIETLINE_FREE_MB"])
@pytest.mark.parametrize("value", ["", "-1", "x", "9999999999", "٣"])
def test_a_limit_that_cannot_be_used_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({name: value})


def test_files_lie_in_the_data_folder_unless_it_is_said_where() -> None:
    assert load_settings({"QUIETLINE_DATA_DIR": "/d"}).files.folder == Path("/d/blobs")
    assert load_settings({"QUIETLINE_BLOBS": "/e"}).files.folder == Path("/e")
