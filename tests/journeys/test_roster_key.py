"""A new roster key: the request is carried to a machine without a network, and the answer back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.joining import press
from tests.journeys.texts import texts
from tests.server import RunningSite
from tests.terminal import Terminal
from tests.visitor import Visitor

pytestmark = pytest.mark.journey

SAY = texts("desk", "en")


def at_the_keys(browser: Browser, site: RunningSite) -> Desk:
    """Nora at the part of the page that names a new key."""
    nora = Desk(browser, site).sign_in("nora")
    press(nora.page, "nav.people")
    nora.page.get_by_text(SAY("keys.new"), exact=True).click()
    return nora


def certified(site: RunningSite, request: Path, answer: Path) -> None:
    """`./quietline certify` at a machine without a line: the root words, and a look at who holds it."""
    with Terminal(["webapp.cli", "certify", str(request), str(answer)], {}) as terminal:
        terminal.answer(r"Root words \(24\):", site.demo["root_words"])
        held = terminal.read(r"will be held by:(?s:.*)and nobody else\?")[0]
        assert "  Nora, administrator who reads" in held
        assert "Ana" not in held
        terminal.type("y")
        terminal.read(f"Bring {answer.name} back to the desk")
        assert terminal.process.wait(timeout=20) == 0


def bring(nora: Desk, answer: Path) -> None:
    """Choose the file that came back."""
    nora.page.locator("input[type=file]").set_input_files(answer)


@pytest.mark.long  # test_certifying and new-roster-key.test.ts hold the parts
def test_a_request_goes_to_a_terminal_and_its_answer_puts_a_new_key_to_work(
    site: RunningSite, browser: Browser, tmp_path: Path, pictures: Path
) -> None:
    before = Visitor.sign_in(site.desk_url, site.demo["staff"][0]).get("desk")
    nora = at_the_keys(browser, site)
    with nora.page.expect_download() as saved:
        press(nora.page, "keys.save-request")
    request, answer = tmp_path / "quietline-request.json", tmp_path / "quietline-answer.json"
    saved.value.save_as(request)
    certified(site, request, answer)
    bring(nora, answer)
    expect(nora.page.get_by_text(SAY("keys.named"))).to_be_attached(timeout=A_WHILE)
    nora.picture(pictures, "named")
    visitor = Visitor.sign_in(site.desk_url, nora.account("nora"))
    after = visitor.get("desk")
    assert len(after["certificates"]) == len(before["certificates"]) + 1
    assert visitor.roster().serial > len(before["rosters"])  # and its chain is right from the root
    bring(nora, answer.rename(tmp_path / "brought-twice.json"))
    expect(nora.page.get_by_text(SAY("error.invalid"))).to_be_visible(timeout=A_WHILE)
    nora.leave()


@pytest.mark.long  # test_certifying and new-roster-key.test.ts hold the parts
def test_words_of_another_root_and_an_answer_of_nobody_s_are_refused(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    nora = at_the_keys(browser, site)
    nora.picture(pictures, "roster-key")
    assert nora.axe() == []
    nora.page.get_by_label(SAY("keys.root-words"), exact=True).fill("no words of ours")
    press(nora.page, "keys.name")
    expect(nora.page.get_by_text(SAY("keys.root-wrong"))).to_be_visible(timeout=A_WHILE)
    answer = pictures / "answer.json"
    answer.write_text(json.dumps({"certificate": "AAAA"}))
    bring(nora, answer)
    expect(nora.page.get_by_text(SAY("error.invalid"))).to_be_visible(timeout=A_WHILE)
    nora.leave()
