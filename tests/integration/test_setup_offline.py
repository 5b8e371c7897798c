"""Keys made on a machine without a line: its file founds the site, and holds nothing that opens anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crypto.words import words_to_secret
from tests.integration.test_setup import PASSPHRASE, SECRETS, read_words, write_down
from tests.server import RunningSite, environ_of, free_pair, start_site
from tests.terminal import Terminal, program
from tests.visitor import Visitor
from webapp.cli_offline import NAME, NoSetupFile, read_file
from webapp.client.calls import CallFailed, call
from webapp.schemas import b64

FINGERPRINT = 12


@dataclass
class Offline:
    """What the machine without a line left: a folder, and papers."""

    folder: Path
    papers: dict[str, str]
    fingerprint: list[str]


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Offline:
    folder = tmp_path_factory.mktemp("offline") / "stick"
    nowhere = {"QUIETLINE_PORT": str(free_pair())}
    with Terminal(["webapp.cli", "setup", "--offline", str(folder)], nowhere) as terminal:
        terminal.answer("login name:", "nora")
        terminal.answer("others see it:", "Nora Ellis")
        terminal.answer("Your passphrase:", PASSPHRASE)
        terminal.answer("Once more:", PASSPHRASE)
        papers = {title: " ".join(write_down(terminal, title)) for title in SECRETS}
        terminal.read("fingerprint")
        fingerprint = read_words(terminal, FINGERPRINT)
        assert terminal.process.wait(timeout=20) == 0
    return Offline(folder, papers, fingerprint)


@pytest.fixture(scope="module")
def founded(offline: Offline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    running = start_site(tmp_path_factory.mktemp("online"), "serve")
    code = program("webapp.cli", "setup-code", **environ_of(running)).stdout.strip()
    command = ["webapp.cli", "setup", "--from", str(offline.folder)]
    with Terminal(command, environ_of(running)) as terminal:
        terminal.read("fingerprint")
        assert read_words(terminal, FINGERPRINT) == offline.fingerprint
        terminal.answer("one-time code.*:", code)
        terminal.read("Sign in at .* as nora")
        assert terminal.process.wait(timeout=20) == 0
    yield running
    running.stop()


def test_who_made_the_keys_offline_signs_in_and_reads(
    offline: Offline, founded: RunningSite
) -> None:
    details = {
        "name": "nora",
        "passphrase": PASSPHRASE,
        "device_key": offline.papers["Device key"],
    }
    assert Visitor.sign_in(founded.desk_url, details).waiting() == []


def test_the_file_holds_no_words_and_no_key_that_opens_anything(offline: Offline) -> None:
    written = (offline.folder / NAME).read_text()
    assert PASSPHRASE not in written
    for words in offline.papers.values():
        assert words not in written
        assert b64(words_to_secret(words)) not in written


def test_with_the_file_alone_nobody_signs_in(offline: Offline, founded: RunningSite) -> None:
    person = json.loads((offline.folder / NAME).read_text())["staff"][0]
    proof = {"staff_id": person["staff_id"], "method": 1, "auth": person["methods"][0]["auth"]}
    with pytest.raises(CallFailed) as refused:
        call("POST", f"{founded.desk_url}/api/v1/session", proof)
    assert refused.value.status == 401


def test_a_file_that_is_there_is_not_overwritten(offline: Offline) -> None:
    done = program("webapp.cli", "setup", "--offline", str(offline.folder))
    assert (done.returncode, "there already" in done.stderr) == (1, True)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"demo": true}', "x" * 400_000])
def test_a_file_that_founds_nothing_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content)
    with pytest.raises(NoSetupFile):
        read_file(tmp_path)


def test_a_file_of_a_demonstration_founds_no_real_site(offline: Offline, tmp_path: Path) -> None:
    body = json.loads((offline.folder / NAME).read_text())
    (tmp_path / NAME).write_text(json.dumps({**body, "demo": True}))
    with pytest.raises(NoSetupFile):
        read_file(tmp_path)


def test_offline_and_from_are_two_machines(tmp_path: Path) -> None:
    done = program("webapp.cli", "setup", "--offline", str(tmp_path), "--from", str(tmp_path))
    assert done.returncode == 2
