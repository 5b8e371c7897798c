"""The table of attacks is true: each test exists, and each fails once its check is taken out of the sources."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.table import ATTACKS, Attack, rows
from tests.server import ROOT

CHECKED = [each for each in ATTACKS if each.check is not None]


def test_the_page_shows_this_table() -> None:
    page = (ROOT / "docs" / "attacks.md").read_text().splitlines()
    assert [line for line in page if line.startswith("|")] == rows()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda each: each.tried)
def test_each_test_exists_and_each_check_stands_in_the_sources_once(attack: Attack) -> None:
    path, _, name = attack.test.partition("::")
    text = (ROOT / path).read_text()
    assert f"def {name.partition('[')[0]}(" in text or not name
    for file, old, _ in attack.check.edits if attack.check else ():
        assert (ROOT / file).read_text().count(old) == 1, (file, old)
    assert attack.check or attack.control


def copied(home: Path) -> Path:
    """The sources, and beside them what is installed and built."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    for name in filter(None, names):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, home / name)
    shutil.copytree(ROOT / "webapp" / "static", home / "webapp" / "static")
    for built in (ROOT / "webapp" / "translations").rglob("*.mo"):
        shutil.copy2(built, home / built.relative_to(ROOT))
    for name in (".venv", "node_modules"):
        (home / name).symlink_to((ROOT / name).resolve())
    return home


def outcome(home: Path, test: str) -> str:
    """The last line of what pytest says of one test there."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("attack", CHECKED, ids=lambda each: each.tried)
def test_without_its_check_the_test_fails(attack: Attack, tmp_path: Path) -> None:
    home = copied(tmp_path / "sources")
    assert re.search(r"\d+ passed", outcome(home, attack.test))
    assert attack.check is not None
    for file, old, new in attack.check.edits:
        text = (home / file).read_text()
        (home / file).write_text(text.replace(old, new))
    without = outcome(home, attack.test)
    assert "1 failed" in without, without
    assert "error" not in without, without
