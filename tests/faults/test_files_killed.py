"""`kill -9` at every step of an upload: what was acknowledged is there, the same bytes can be sent again."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from config.logs import ErrorCounts
from moderation import checker
from moderation.checker_files import bytes_of_files
from tests.backups import opened
from tests.faults.dying import killed_at
from tests.files import Sending, large
from tests.integration.conftest import Town, empty, town
from webapp import create_source_app, share
from webapp.store import open_blobs

__all__ = ["empty", "town"]

STEPS = ((os, "open"), (os, "pwrite"), (os, "fsync"), (os, "close"), (Path, "rename"))
MOST_STEPS = 200


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_an_upload_killed_at_any_step_goes_on_where_it_was_acknowledged(
    town: Town, tmp_path: Path, every: int
) -> None:
    notes = tmp_path / "acknowledged"
    for step in range(1, MOST_STEPS, every):
        notes.write_text("")
        file = large(town.held_tip(town.ana), parts=2)
        town.store.engine.dispose()
        killed = killed_at(step, partial(send_all, town, file, notes), STEPS)
        acknowledged = notes.read_text().split()
        state = file.begin().body
        assert {n for n in acknowledged if n != "whole"} <= set(map(str, state["have"])) or (
            state["whole"]
        )
        assert "whole" not in acknowledged or state["whole"]
        assert unsound(town) == []
        assert file.sent().whole().status == 200
        if not killed:
            break
    assert not killed
    assert step > 20


def send_all(town: Town, file: Sending, notes: Path) -> None:
    """Send a file at a server of this process, and note each answer."""
    with opened(town.settings) as store, notes.open("a", buffering=1) as said:
        app = create_source_app(share(town.settings, store, ErrorCounts()))
        mine = replace(file, by=replace(file.by, app=app))
        assert mine.begin().status == 201
        for number in range(len(file.parts)):
            assert mine.part(number).status == 204
            said.write(f"{number}\n")
        assert mine.whole().status == 200
        said.write("whole\n")


def unsound(town: Town) -> list[object]:
    """What the checker finds."""
    with town.store.reading() as session:
        return [*checker.check(session), *bytes_of_files(session, open_blobs(town.settings))]
