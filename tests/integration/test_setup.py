"""A real site, founded at a terminal with the real program, by somebody who makes slips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crypto.primitives import verify_key_of
from crypto.words import fingerprint_words, words_to_secret
from tests.server import RunningSite, environ_of, free_pair, start_site
from tests.terminal import Terminal, program
from tests.visitor import Visitor
from webapp.schemas import unb64

PASSPHRASE = "kelp orbit violin thaw marble dune"
SECRETS = ("Device key", "Root words", "Recovery words")
CLEARED = r"\x1b\[3J"


@dataclass
class Founded:
    """A real site, what its administrator wrote down, and the code that allowed it."""

    site: RunningSite
    papers: dict[str, str]
    fingerprint: str
    code: str
    exit_status: int


def read_words(terminal: Terminal, count: int) -> list[str]:
    return [terminal.read(rf"\b{place} +([a-z]+)")[1] for place in range(1, count + 1)]


def write_down(terminal: Terminal, title: str) -> list[str]:
    """Read 24 words off the screen and give each word that is asked for once it is clear."""
    terminal.read(f"{title}, 24 words")
    words = read_words(terminal, 24)
    terminal.answer("then press Enter", "")
    terminal.read(CLEARED)
    for _ in range(2):
        place = int(terminal.read(rf"{title}: word (\d+):")[1])
        terminal.type(words[place - 1].upper())
    return words


def write_down_wrongly(terminal: Terminal, title: str) -> None:
    terminal.read(f"{title}, 24 words")
    terminal.answer("then press Enter", "")
    terminal.answer(rf"{title}: word \d+:", "nonsense")
    terminal.read("once more")


def go_through(terminal: Terminal, code: str) -> tuple[dict[str, str], str]:
    """The whole ceremony; gives the papers and the fingerprint."""
    terminal.answer("login name:", "Nora!")
    terminal.answer(r"Error(?s:.*)login name:", "nora")
    terminal.answer("others see it:", "Nora Ellis")
    terminal.answer("Your passphrase:", "too short")
    terminal.answer(r"Error(?s:.*)Your passphrase:", PASSPHRASE)
    terminal.answer("Once more:", PASSPHRASE)
    write_down_wrongly(terminal, SECRETS[0])
    papers = {title: " ".join(write_down(terminal, title)) for title in SECRETS}
    terminal.answer("one-time code.*:", "0" * 32)
    terminal.answer(r"not the code(?s:.*)one-time code.*:", code)
    terminal.read("The site is set up")
    return papers, " ".join(read_words(terminal, 12))


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    running = start_site(tmp_path_factory.mktemp("real"), "serve")
    code = program("webapp.cli", "setup-code", **environ_of(running)).stdout.strip()
    with Terminal(["webapp.cli", "setup"], environ_of(running)) as terminal:
        papers, fingerprint = go_through(terminal, code)
        exit_status = terminal.process.wait(timeout=20)
    yield Founded(running, papers, fingerprint, code, exit_status)
    running.stop()


def signed_in(founded: Founded) -> Visitor:
    details = {
        "name": "nora",
        "passphrase": PASSPHRASE,
        "device_key": founded.papers["Device key"],
    }
    return Visitor.sign_in(founded.site.desk_url, details)


def test_the_administrator_signs_in_and_reads(founded: Founded) -> None:
    nora = signed_in(founded)
    assert founded.exit_status == 0
    assert (nora.session["display_name"], nora.session["role"]) == ("Nora Ellis", 3)
    assert len(nora.epoch_seed()) == 32
    assert nora.waiting() == []


def test_the_site_is_real_and_its_root_is_the_one_on_paper(founded: Founded) -> None:
    desk = signed_in(founded).get("desk")
    root_vk = unb64(desk["root_vk"])
    assert desk["demo"] is False
    assert root_vk == verify_key_of(words_to_secret(founded.papers["Root words"]))
    assert " ".join(fingerprint_words(root_vk)) == founded.fingerprint


def test_nothing_typed_or_shown_is_left_on_disk_or_in_the_server_s_output(
    founded: Founded,
) -> None:
    kept = b"".join(f.read_bytes() for f in founded.site.home.rglob("*") if f.is_file())
    for title in SECRETS:
        assert words_to_secret(founded.papers[title]) not in kept
        assert founded.papers[title].encode() not in kept
    assert PASSPHRASE.encode() not in kept
    assert founded.code.encode() not in kept


@pytest.mark.parametrize("command", ["setup", "setup-code"])
def test_a_site_that_exists_is_not_set_up_again(founded: Founded, command: str) -> None:
    done = program("webapp.cli", command, **environ_of(founded.site))
    assert done.returncode == 1
    assert "set up already" in done.stderr


def test_at_a_real_site_the_demonstration_says_only_where_it_is(founded: Founded) -> None:
    done = program("webapp.demo", **environ_of(founded.site))
    assert done.returncode == 0
    assert [line.split()[-1] for line in done.stdout.splitlines()] == [
        founded.site.source_url,
        founded.site.desk_url,
    ]
    assert not list(founded.site.data_dir.glob("demo-desk*"))


def test_words_that_are_shown_once_are_not_written_to_a_file_or_pipe(tmp_path: Path) -> None:
    running = start_site(tmp_path, "serve")
    try:
        done = program("webapp.cli", "setup", **environ_of(running))
    finally:
        running.stop()
    assert (done.returncode, done.stdout) == (1, "")
    assert "at a terminal" in done.stderr


def test_without_a_server_setup_says_how_to_start_one(tmp_path: Path) -> None:
    done = program(
        "webapp.cli", "setup", QUIETLINE_PORT=str(free_pair()), QUIETLINE_DATA_DIR=str(tmp_path)
    )
    assert done.returncode == 1
    assert "./quietline serve" in done.stderr
