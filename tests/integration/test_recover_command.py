"""From words on paper to a read case: all staff keys are lost, and so is the server."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from config import clock
from crypto.envelope import open_envelope
from crypto.keys import open_self_wrap
from crypto.primitives import verify_key_of
from crypto.words import secret_to_words
from tests.actors import Office, Person, Source
from tests.backups import everything_under
from tests.recovered import Reader
from tests.recovery_guide import PASSPHRASE, Papers, back_up, recover
from tests.server import RunningSite, environ_of, free_pair, served
from tests.set_up import set_up_by
from tests.terminal import Terminal, program
from tests.visitor import Visitor
from webapp.client.tip import desk_of
from webapp.schemas import b64, unb64

pytestmark = pytest.mark.long

CLEARED = r"\x1b\[3J"
CASE = bytes(range(16))


@dataclass
class Lost:
    """What is left of a desk: papers in a safe, a folder of backups, the operator's key."""

    home: Path
    office: Office
    source: Source
    folder: Path
    key: Path

    @property
    def environ(self) -> dict[str, str]:
        """The settings of the new server."""
        return {
            "QUIETLINE_PORT": str(free_pair()),
            "QUIETLINE_DATA_DIR": str(self.home / "new" / "data"),
        }

    @property
    def command(self) -> list[str]:
        """What the administrator types."""
        return ["recover", "--from", str(self.folder), "--identity", str(self.key)]


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Lost:
    """A desk with an answered tip and a case, backed up, then lost."""
    home = tmp_path_factory.mktemp("lost")
    with served(home / "old", "serve") as site:
        ana = Person(site.desk_url)
        office = set_up_by(site, ana)
        assert ana.sign_in().status == 201
        source = Source(site.source_url, office=office)
        assert source.send_tip().status == 201
        open_case(ana, office)
        key = home / "operator.key"
        environ = environ_of(site)
        assert program("webapp.cli", "backup-key", "--out", str(key), **environ).returncode == 0
        to = ["--to", str(home / "backups"), "--recipient", public_of(key)]
        assert program("webapp.cli", "backup", *to, **environ).returncode == 0
    return Lost(home, office, source, home / "backups", key)


def open_case(person: Person, office: Office) -> None:
    key, main_id = secrets.token_bytes(32), secrets.token_bytes(16)
    body = {
        "case_id": b64(CASE),
        "number": "48209134",
        "wrap": person.container(office, CASE, key),
        "main": person.record(office, CASE, key, {"t": "main", "title": "Farm"}, record=main_id),
        "labels": {"channel": "phone", "category": "tip", "language": "en"},
        "conv": None,
    }
    assert person.call("POST", "/api/v1/cases", body).status == 201


def public_of(key: Path) -> str:
    """The public half, as the file of the private one names it."""
    return key.read_text().split("public key: ")[1].split()[0]


def papers_of(office: Office) -> tuple[str, str]:
    """The root words and the recovery words, as they stand on paper."""
    root, recovery = (secret_to_words(s) for s in (office.root_seed, office.recovery_seed))
    return " ".join(root), " ".join(recovery)


def go_through(terminal: Terminal, root: str, recovery: str) -> str:
    """The whole ceremony, with slips; gives the words of the device key."""
    terminal.answer("Root words, all 24 in one line:", "these are not the words")
    terminal.answer(r"not the 24 words(?s:.*)Root words.*:", recovery)
    terminal.answer(r"of another site(?s:.*)Root words.*:", root.upper())
    terminal.read(CLEARED)
    terminal.answer("Recovery words, all 24 in one line:", recovery)
    terminal.read(CLEARED)
    terminal.answer("login name:", "ana")
    terminal.answer(r"had this name(?s:.*)login name:", "rosa")
    terminal.answer("others see it:", "Rosa")
    terminal.answer("Your passphrase:", PASSPHRASE)
    terminal.answer("Once more:", PASSPHRASE)
    terminal.read("Device key, 24 words")
    words = [terminal.read(rf"\b{place} +([a-z]+)")[1] for place in range(1, 25)]
    terminal.answer("then press Enter", "")
    for _ in range(2):
        place = int(terminal.read(r"Device key: word (\d+):")[1])
        terminal.type(words[place - 1])
    terminal.read("Restored and sound.")
    terminal.read("begins anew")
    return " ".join(words)


@pytest.fixture(scope="module")
def anew(lost: Lost) -> Iterator[tuple[RunningSite, Reader]]:
    """The new server, recovered as docs/guides/recovery.md says, and its administrator, signed in."""
    papers = Papers(*papers_of(lost.office))
    recover(papers, lost.folder, lost.key, lost.environ)
    with served(lost.home / "new", "serve") as site:
        yield site, Reader(Visitor.sign_in(site.desk_url, papers.details))


def test_an_old_case_is_read(anew: tuple[RunningSite, Reader]) -> None:
    assert anew[1].case(b64(CASE)) == [{"t": "main", "title": "Farm"}]


def test_an_old_conversation_is_read_and_answered_and_its_source_reads_it(
    anew: tuple[RunningSite, Reader], lost: Lost
) -> None:
    site, rosa = anew
    conv = b64(lost.source.conv)
    assert rosa.words(conv)[0]["body"] == "hello"
    rosa.answer(conv, "We are here again.")
    source = lost.source
    source.app = site.source_url
    record = source.records[0]
    got = source.call("GET", "/api/v1/conversation").body["envelopes"]
    key = open_self_wrap(lost.office.site, record, source.receipt)
    said = [json.loads(open_envelope(key, lost.office.site, record.commit, unb64(e))) for e in got]
    assert "We are here again." in [each["body"] for each in said]


def test_sources_take_the_new_desk_under_the_root_that_they_know(
    anew: tuple[RunningSite, Reader], lost: Lost
) -> None:
    roster = desk_of(
        anew[0].source_url, verify_key_of(lost.office.root_seed), clock.unix(clock.now())
    )
    assert (roster.serial, roster.epoch) == (2, 2)


def test_the_new_store_is_sound_and_keeps_none_of_the_papers(
    anew: tuple[RunningSite, Reader], lost: Lost
) -> None:
    assert program("webapp.cli", "check", **environ_of(anew[0])).stdout == "sound\n"
    kept = everything_under(anew[0].home)
    for seed in (lost.office.root_seed, lost.office.recovery_seed):
        assert seed not in kept
        assert " ".join(secret_to_words(seed)).encode() not in kept
    assert PASSPHRASE.encode() not in kept


def test_a_backup_taken_at_once_removes_the_keys_that_were_lost(
    anew: tuple[RunningSite, Reader], lost: Lost, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    shutil.copytree(lost.folder, folder)
    old = set(folder.glob("keys-*"))
    back_up(folder, public_of(lost.key), environ_of(anew[0]))
    assert len(new := set(folder.glob("keys-*"))) == 1
    assert new & old == set()


def test_words_on_paper_are_typed_at_a_terminal_only(lost: Lost, tmp_path: Path) -> None:
    environ = {**lost.environ, "QUIETLINE_DATA_DIR": str(tmp_path / "data")}
    done = program("webapp.cli", *lost.command, **environ)
    assert (done.returncode, "at a terminal" in done.stderr) == (1, True)
    assert everything_under(tmp_path) == b""


def test_whoever_goes_away_in_the_middle_leaves_nothing(lost: Lost, tmp_path: Path) -> None:
    environ = {**lost.environ, "QUIETLINE_DATA_DIR": str(tmp_path / "data")}
    with Terminal(["webapp.cli", *lost.command], environ) as terminal:
        terminal.read("Root words")
        terminal.process.terminate()
        terminal.process.wait(timeout=20)
    assert program("webapp.cli", "check", **environ).returncode == 1
    with Terminal(["webapp.cli", *lost.command], environ) as terminal:
        go_through(terminal, *papers_of(lost.office))
    assert program("webapp.cli", "check", **environ).stdout == "sound\n"
