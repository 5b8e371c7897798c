"""`./quietline desk` at a real terminal: what is typed is not shown, and the desk is compared first."""

from __future__ import annotations

from pathlib import Path

import pytest

from crypto.words import fingerprint_words
from tests.at_desk import Terminal
from tests.server import start_site
from tests.terminal import Terminal as Console

pytestmark = pytest.mark.long  # the command with its secrets in a file runs each time


def test_the_first_visit_compares_words_and_shows_no_secret(tmp_path: Path) -> None:
    site = start_site(tmp_path / "site")
    try:
        ana = Terminal(site, tmp_path)
        options = ["--url", site.desk_url, "--name", "ana", "--pin", str(tmp_path / "pin")]
        with Console(["webapp.cli", "desk", *options, "list"], {}) as console:
            words = fingerprint_words(ana.root.root_vk)
            shown = console.answer("twelve words of your hotline", "y")
            assert all(word in shown.string for word in words)
            console.answer("Your passphrase", ana.who["passphrase"])
            asked = console.answer("Your device key", ana.who["device_key"])
            assert ana.who["passphrase"] not in asked.string
            console.process.wait(timeout=30)
            assert console.process.returncode == 0
            assert ana.who["device_key"] not in console.said
        assert (tmp_path / "pin").exists()
    finally:
        site.stop()
