"""An upgrade and its way back: whatever is refused or killed, the link leads to a release that can run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.dying import killed_at
from tests.stub_releases import STEPS, Installation
from webapp.release.tree import UpgradeRefused
from webapp.release.upgrade import go_back, go_forward

BACKUP = ["--to", "x", "--recipient", "age1x"]
ADDS, BREAKS = ["0001", "0002", "0003"], ["0001", "0002", "0004"]


def forward(here: Installation, folder: Path, *, anyway: bool = False) -> None:
    go_forward(here.place, folder, BACKUP, anyway=anyway)


def test_a_release_that_only_adds_takes_over_while_the_older_one_serves(tmp_path: Path) -> None:
    here = Installation(tmp_path, served=True)
    forward(here, here.release("1.1", ADDS, "0002"))
    assert (here.now, here.revision, here.backups) == ("1.1", "0003", ["0002"])
    go_back(here.place, None, give_up=False)
    assert (here.now, here.revision) == ("1.0", "0003")
    assert here.is_whole
    assert "1.1/quietline backup" in here.said[-1]


def test_one_that_breaks_the_older_one_waits_until_nothing_is_served(tmp_path: Path) -> None:
    here = Installation(tmp_path, served=True)
    newer = here.release("2.0", BREAKS, "0004")
    with pytest.raises(UpgradeRefused, match="Stop the service"):
        forward(here, newer)
    assert (here.now, here.revision, here.backups) == ("1.0", "0002", [])
    here.served = False
    forward(here, newer)
    assert (here.now, here.revision) == ("2.0", "0004")


def test_the_way_back_from_it_says_what_is_lost_and_makes_a_backup_first(tmp_path: Path) -> None:
    here = Installation(tmp_path)
    forward(here, here.release("2.0", BREAKS, "0004"))
    with pytest.raises(UpgradeRefused, match="Every message stays"):
        go_back(here.place, BACKUP, give_up=False)
    here.served = True
    with pytest.raises(UpgradeRefused, match="Stop the service"):
        go_back(here.place, BACKUP, give_up=True)
    assert here.now == "2.0"
    here.served = False
    go_back(here.place, BACKUP, give_up=True)
    assert (here.now, here.revision, here.backups) == ("1.0", "0002", ["0002", "0004"])


@pytest.mark.parametrize("breaks", [False, True], ids=["adds", "breaks"])
def test_killed_at_any_step_of_the_way_forward_what_the_link_leads_to_can_run(
    tmp_path: Path, breaks: bool
) -> None:
    for step in range(1, 40):
        here = Installation(tmp_path / str(step))
        newer = here.release("2", BREAKS if breaks else ADDS, "0004" if breaks else "0002")
        killed = killed_at(step, lambda: forward(here, newer), STEPS)  # noqa: B023 - called now
        assert here.is_whole, step
        if not killed:
            break
        if here.now != "2":
            forward(here, newer)
        assert here.is_whole
        assert here.now == "2"
    assert 15 < step < 39


@pytest.mark.parametrize("breaks", [False, True], ids=["adds", "breaks"])
def test_killed_at_any_step_of_the_way_back_too(tmp_path: Path, breaks: bool) -> None:
    for step in range(1, 40):
        here = Installation(tmp_path / str(step))
        newer = here.release("2", BREAKS if breaks else ADDS, "0004" if breaks else "0002")
        forward(here, newer)
        killed = killed_at(step, lambda: go_back(here.place, BACKUP, give_up=True), STEPS)  # noqa: B023
        assert here.is_whole, step
        if not killed:
            break
        go_back(here.place, BACKUP, give_up=True)
        assert here.now == "1.0"
    assert 4 < step < 39


@pytest.mark.parametrize("breaks", [False, True], ids=["adds", "breaks"])
def test_a_migration_that_fails_leaves_the_older_release(tmp_path: Path, breaks: bool) -> None:
    here = Installation(tmp_path)
    newer = here.release("2", BREAKS if breaks else ADDS, "0004" if breaks else "0002")
    (newer / "broken").touch()
    with pytest.raises(UpgradeRefused, match="it breaks"):
        forward(here, newer)
    assert (here.now, here.revision) == ("1.0", "0002")


def test_what_is_no_whole_release_an_older_one_and_an_ill_site_are_refused(tmp_path: Path) -> None:
    here = Installation(tmp_path)
    newer = here.release("2", ADDS, "0002")
    (here.old / "doctor").write_text('[{"level": "wrong", "what": "the moon is late"}]\n')
    with pytest.raises(UpgradeRefused, match="the moon"):
        forward(here, newer)
    (newer / "webapp" / "static" / "source").rmdir()
    for folder, why in (
        (newer, "not built"),
        (tmp_path, "no release"),
        (here.old, "runs already"),
        (here.release("0.9", ["0001"], "0001"), "older than what runs"),
    ):
        with pytest.raises(UpgradeRefused, match=why):
            forward(here, folder, anyway=True)
    with pytest.raises(UpgradeRefused, match="no upgrade here"):
        go_back(here.place, BACKUP, give_up=True)
    assert (here.now, here.backups) == ("1.0", [])


def test_without_the_settings_of_the_service_nothing_is_done_anywhere(tmp_path: Path) -> None:
    here = Installation(tmp_path)
    newer = here.release("2", ADDS, "0002")
    forward(here, newer)
    elsewhere = replace(here.place, data_dir=tmp_path / "var")
    with pytest.raises(UpgradeRefused, match="no data"):
        go_back(elsewhere, BACKUP, give_up=True)
    with pytest.raises(UpgradeRefused, match="no data"):
        go_forward(elsewhere, here.release("3", ADDS, "0002"), BACKUP, anyway=True)
    assert (here.now, here.revision) == ("2", "0003")


def test_every_release_is_told_where_the_data_is(tmp_path: Path) -> None:
    here = Installation(tmp_path)
    (here.old / "quietline").write_text('#!/bin/sh\necho "$QUIETLINE_DATA_DIR"\n')
    assert here.place.tree(here.old).done("where") == f"{tmp_path / 'data'}\n"


def test_two_upgrades_at_once_are_one(tmp_path: Path) -> None:
    here = Installation(tmp_path)
    with here.link.alone(), pytest.raises(UpgradeRefused, match="Another"), here.link.alone():
        pass


def test_after_a_way_back_a_third_release_is_preceded_by_a_whole_backup(tmp_path: Path) -> None:
    here = Installation(tmp_path, served=True)
    forward(here, here.release("1.1", ADDS, "0002"))
    go_back(here.place, None, give_up=False)
    forward(here, here.release("1.2", [*ADDS, "0005"], "0002"))
    assert (here.now, here.revision, here.backups) == ("1.2", "0005", ["0002", "0003"])
