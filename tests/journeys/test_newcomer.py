"""A newcomer: asked by a link and a spoken code, keys of their own, the same words at both browsers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.joining import confirm, invite, make_keys, pictures_of, press
from tests.server import RunningSite

TEACHER = "programme"
PHONE = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}


@pytest.mark.long  # test_invites.py and test_leaver.py hold the parts
def test_a_newcomer_makes_keys_of_their_own_and_reads_once_the_administrator_has_signed(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    nora = Desk(browser, site).sign_in("nora")
    link, code = invite(nora.page, "lea", "Lea New")
    nora.picture(pictures, "invite-sheet")
    press(nora.page, "invite.done")
    lea = Desk(browser, site, **PHONE)
    details = make_keys(lea.page, link, code, pictures_of(pictures, "newcomer"))
    assert "invite" not in lea.page.url
    assert lea.axe() == []
    confirm(nora.page, lea.page, pictures_of(pictures, "administrator"))
    expect(nora.page.locator(".person", has_text="Lea New")).to_be_visible(timeout=A_WHILE)
    assert nora.axe() == []
    lea.form.locator("input").first.fill("lea")  # this browser remembers the device key
    expect(lea.page.locator(".sign-in-known")).to_be_visible(timeout=A_WHILE)
    lea.form.locator("input[type=password]").fill(details["passphrase"])
    lea.form.locator("button[type=submit]").click()
    lea.page.locator(".nav").wait_for(state="attached", timeout=A_WHILE)
    lea.open_item(TEACHER)
    assert details["passphrase"] not in nora.page.content()
    nora.language("ar")
    nora.picture(pictures, "people-ar")
    nora.leave()
    lea.leave()
