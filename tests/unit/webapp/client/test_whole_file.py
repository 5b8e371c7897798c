"""A file that we write is the old one or the new one, whenever the power goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.killed import killed_at
from webapp.client import whole_file
from webapp.client.whole_file import unfinished, write_whole

OLD, NEW = b"the older export", b"the newer export " * 500


def test_killed_at_any_step_the_file_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    path, seen, step = tmp_path / "cases.json", set(), 0
    path.write_bytes(OLD)
    while killed_at(step, whole_file, lambda: write_whole(path, NEW)):
        seen.add(path.read_bytes())
        path.write_bytes(OLD)
        step += 1
    assert seen == {OLD, NEW}
    assert step >= 5


def test_killed_at_any_step_no_file_is_half_there(tmp_path: Path) -> None:
    path, step = tmp_path / "cases.json", 0
    while killed_at(step, whole_file, lambda: write_whole(path, NEW)):
        assert not path.exists() or path.read_bytes() == NEW
        path.unlink(missing_ok=True)
        step += 1
    assert path.read_bytes() == NEW


def test_it_is_its_owner_s_alone_also_while_it_is_written(tmp_path: Path) -> None:
    path, modes = tmp_path / "cases.json", []

    def look(_: int) -> None:
        modes.append(unfinished(path).stat().st_mode & 0o777 if unfinished(path).exists() else 0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", look)
        write_whole(path, NEW)
    assert (modes[0], path.stat().st_mode & 0o777) == (0o600, 0o600)


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_bytes(OLD)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            write_whole(path, NEW)
    assert path.read_bytes() == OLD
    assert [file.name for file in tmp_path.iterdir()] == ["cases.json"]


def test_a_link_that_somebody_laid_there_is_not_followed(tmp_path: Path) -> None:
    path, theirs = tmp_path / "cases.json", tmp_path / "theirs"
    theirs.write_bytes(OLD)
    unfinished(path).symlink_to(theirs)
    write_whole(path, NEW)
    assert (theirs.read_bytes(), path.read_bytes(), path.is_symlink()) == (OLD, NEW, False)
