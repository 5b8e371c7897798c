"""docs/guides/backup.md, followed word by word: each command is typed, each answer is as the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.actors import Source
from tests.faults.test_full_disk import founded
from tests.guided import commands
from tests.server import RunningSite, environ_of, free_pair, served
from tests.terminal import program

MARK = "1f0c9a7e"
"""Stands on the page for a site's letters."""


def shown(answer: str) -> str:
    """The answer as a pattern: numbers, days and … stand for whatever is there."""
    pattern = re.sub(r"\d+", r"\\d+", re.escape(answer.strip().replace(MARK, "MARK")))
    return pattern.replace("MARK", "[0-9a-f]{8}").replace("…", r"[^\n]*(?:\n  [^\n]*)?")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    with served(tmp_path_factory.mktemp("guide"), "serve") as running:
        assert Source(running.source_url, office=founded(running)).send_tip().status == 201
        yield running


def typed(site: RunningSite, home: Path, command: str) -> CompletedProcess[str]:
    """Type the page's command, with this machine's places for the page's own."""
    key = home / "operator.key"
    public = re.search(r"age1\w+", key.read_text())[0] if key.exists() else ""  # type: ignore[index]
    places = {
        "/media/stick/operator.key": str(key),
        "--out operator.key": f"--out {key}",
        "--identity operator.key": f"--identity {key}",
        "/backup/quietline": str(home / "backups"),
        "--from quietline": f"--from {home / 'backups'}",
        "age1…": public,
    }
    for page_s, here in places.items():
        command = command.replace(page_s, here)
    environ = environ_of(site)
    if " restore " in command:
        new = {"QUIETLINE_DATA_DIR": str(home / "new"), "QUIETLINE_PORT": str(free_pair())}
        environ = {**environ, **new}
    return program("webapp.cli", *command.removeprefix("./quietline ").split(), **environ)


@pytest.mark.long
def test_the_guide_to_backups_is_right_word_by_word(site: RunningSite, tmp_path: Path) -> None:
    followed = []
    for command, answer in commands("backup"):
        if command.startswith("./quietline backup "):
            assert typed(site, tmp_path, command).returncode == 0  # the page shows a later day's
        done = typed(site, tmp_path, command)
        assert (done.returncode, done.stderr) == (0, "")
        said = done.stdout.replace(f"{tmp_path}/", "")
        assert re.match(shown(answer), said), (answer, said)
        followed.append(command.split()[1])
    assert followed == ["backup-key", "backup", "verify", "verify", "restore"]
