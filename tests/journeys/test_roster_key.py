"""A new roster key: the request is carried to a machine without a network, and the answer back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from config import clock
from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.joining import press
from tests.journeys.texts import texts
from tests.server import RunningSite
from tests.visitor import Visitor
from webapp.client import certifying


@pytest.mark.long  # test_certifying and new-roster-key.test.ts hold the parts
def test_words_of_another_root_are_refused_and_a_request_can_be_saved(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    say = texts("desk", "en")
    nora = Desk(browser, site).sign_in("nora")
    press(nora.page, "nav.people")
    nora.page.get_by_text(say("keys.new"), exact=True).click()
    nora.picture(pictures, "roster-key")
    assert nora.axe() == []
    with nora.page.expect_download() as saved:
        press(nora.page, "keys.save-request")
    request = certifying.read_request(Path(saved.value.path()).read_text())
    words = Visitor.sign_in(site.desk_url, nora.account("nora"))
    assert request.root_vk
    assert words.roster().not_after > clock.unix(clock.now())
    nora.page.get_by_label(say("keys.root-words"), exact=True).fill("no words of ours")
    press(nora.page, "keys.name")
    expect(nora.page.get_by_text(say("keys.root-wrong"))).to_be_visible(timeout=A_WHILE)
    answer = pictures / "answer.json"
    answer.write_text(json.dumps({"certificate": "AAAA"}))
    nora.page.locator("input[type=file]").set_input_files(answer)
    expect(nora.page.get_by_text(say("error.invalid"))).to_be_visible(timeout=A_WHILE)
    nora.leave()
