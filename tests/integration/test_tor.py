"""The torrc that we deliver, read and started by Debian's tor: no network is needed and none is used."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from config.settings import ONION
from tests.server import ROOT, patiently

DELIVERED = ROOT / "config" / "deploy" / "torrc"
COMMENTED = re.compile(r"^#(?=(?:HiddenService|SocksPort)\w* )", re.MULTILINE)


def program() -> str:
    """Debian's tor."""
    found = shutil.which("tor")
    assert found, "tests/debian-packages installs tor"
    return found


def written(home: Path, *, whole: bool, changed: tuple[str, str] = ("", "")) -> list[str]:
    """The command that starts tor with the delivered file, in a folder of its own."""
    text = DELIVERED.read_text().replace("/var/lib/tor", str(home))
    if whole:
        text = COMMENTED.sub("", text.replace("SocksPort 0\n", ""))
    home.chmod(0o700)
    (home / "torrc").write_text(text.replace(*changed))
    (home / "none").touch()
    mine = ["--DataDirectory", str(home / "data"), "--DisableNetwork", "1"]
    return [program(), "-f", str(home / "torrc"), "--defaults-torrc", str(home / "none"), *mine]


def without_root(said: str) -> list[str]:
    """What tor said, but for its word on who starts it: on a machine of tests that may be root."""
    return [line for line in said.splitlines() if "running Tor as root" not in line]


@pytest.mark.parametrize("whole", [False, True])
def test_tor_takes_the_file_and_what_stands_in_it_as_a_choice(tmp_path: Path, whole: bool) -> None:
    command = [*written(tmp_path, whole=whole), "--verify-config"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
    assert [line for line in without_root(told.stdout) if "[notice]" not in line] == [
        "Configuration was valid"
    ]


def test_a_tor_that_refuses_a_word_of_it_is_heard(tmp_path: Path) -> None:
    command = written(tmp_path, whole=False, changed=("PoWDefensesEnabled 1", "PoWDefences 1"))
    told = subprocess.run(
        [*command, "--verify-config"], capture_output=True, text=True, check=False
    )
    assert (told.returncode, "PoWDefences" in told.stdout) == (1, True)


def test_this_tor_can_ask_for_work() -> None:
    modules = subprocess.run(
        [program(), "--list-modules"], capture_output=True, text=True, check=True
    )
    assert "pow: yes" in modules.stdout


def test_it_makes_an_address_and_writes_no_word_and_no_file_but_its_own(tmp_path: Path) -> None:
    command = [*written(tmp_path, whole=False), "--hush"]  # its greeting comes before it reads
    with (tmp_path / "said").open("wb") as said:
        tor = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        name = tmp_path / "quietline" / "hostname"
        patiently(lambda: tor.poll() is not None or (name.exists() and name.read_text()))
        assert tor.poll() is None, (tmp_path / "said").read_text()
        assert ONION.fullmatch("http://" + name.read_text().strip())
    finally:
        tor.kill()  # told to stop while it still begins, this tor falls over and says so
        tor.wait(timeout=20)
    assert without_root((tmp_path / "said").read_text()) == []
    made = {path.name for path in (tmp_path / "data").iterdir()}
    assert made <= {"keys", "lock", "state"}
