"""The commands of backups as an operator types them, beside a service that runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.actors import Office, Source
from tests.faults.test_full_disk import founded
from tests.server import RunningSite, environ_of, free_pair, served
from tests.terminal import program

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    with served(tmp_path_factory.mktemp("served"), "serve") as running:
        yield running


@pytest.fixture(scope="module")
def office(site: RunningSite) -> Office:
    made = founded(site)
    assert Source(site.source_url, office=made).send_tip().status == 201
    return made


def quietline(site: RunningSite, *command: str, **more: str) -> CompletedProcess[str]:
    return program("webapp.cli", *command, **{**environ_of(site), **more})


def test_from_a_running_service_into_an_empty_folder(
    site: RunningSite, office: Office, tmp_path: Path
) -> None:
    assert office.site
    key, folder = tmp_path / "operator.key", str(tmp_path / "backups")
    public = quietline(site, "backup-key", "--out", str(key)).stdout.split()[-1]
    taken = quietline(site, "backup", "--to", folder, "--recipient", public)
    assert (taken.returncode, taken.stderr) == (0, "")
    for more in ([], ["--identity", str(key)]):
        seen = quietline(site, "verify", "--from", folder, *more)
        assert (seen.returncode, seen.stderr) == (0, "")
        assert seen.stdout.splitlines()[-1].startswith("Whole")
    elsewhere = {"QUIETLINE_DATA_DIR": str(tmp_path / "new"), "QUIETLINE_PORT": str(free_pair())}
    command = ["restore", "--from", folder, "--identity", str(key)]
    done = quietline(site, *command, **elsewhere)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 conversations, 1 messages" in done.stdout
    assert done.stdout.endswith("Restored and sound.\n")
    assert quietline(site, "check", **elsewhere).stdout == "sound\n"
    again = quietline(site, *command, **elsewhere)
    assert (again.returncode, "site here already" in again.stderr) == (1, True)


def test_nothing_is_restored_beside_a_running_service(site: RunningSite, tmp_path: Path) -> None:
    command = ["restore", "--from", str(tmp_path), "--identity", os.devnull]
    done = quietline(site, *command, QUIETLINE_DATA_DIR=str(tmp_path / "new"))
    assert (done.returncode, "Stop the service first" in done.stderr) == (1, True)
    assert not (tmp_path / "new").exists()


def test_an_unfinished_restore_is_not_opened(site: RunningSite, tmp_path: Path) -> None:
    (tmp_path / "restoring").mkdir()
    (tmp_path / "restoring" / "keys.db").touch()
    for command in ("check", "serve", "jobs"):
        done = quietline(site, command, QUIETLINE_DATA_DIR=str(tmp_path))
        assert (done.returncode, "did not finish" in done.stderr) == (1, True)


def test_where_there_is_no_site_there_is_nothing_to_back_up(
    site: RunningSite, tmp_path: Path
) -> None:
    public = quietline(site, "backup-key", "--out", str(tmp_path / "key")).stdout.split()[-1]
    command = ["backup", "--to", str(tmp_path / "backups"), "--recipient", public]
    done = quietline(site, *command, QUIETLINE_DATA_DIR=str(tmp_path / "new"))
    assert (done.returncode, "no site here yet" in done.stderr) == (1, True)
