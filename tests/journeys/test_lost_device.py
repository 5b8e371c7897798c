"""A laptop is lost: its owner, with another card, follows the guide and it opens nothing any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.guide import Guide
from tests.server import RunningSite

pytestmark = [pytest.mark.journey, pytest.mark.long]


def add_card(desk: Desk, passphrase: str, press: str, submit: str) -> str:
    """Add a device key on the account page; gives the words of its card."""
    desk.button(press).click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("Your name for it (optional)").fill("second card")
    dialog.get_by_label("Present passphrase").fill(passphrase)
    dialog.get_by_role("button", name=submit).click()
    words = dialog.locator(".words li")
    words.nth(23).wait_for(timeout=A_WHILE)
    return " ".join(words.all_inner_texts())


def dialog_of(desk: Desk) -> Locator:
    return desk.page.get_by_role("dialog")


def look(desk: Desk, folder: Path) -> None:
    """Leave pictures of the account page, as people with other screens see it."""
    for code in ("en", "es", "ar"):
        desk.language(code)
        for width in (320, 1280):
            desk.page.set_viewport_size({"width": width, "height": 800})
            desk.picture(folder, f"account-{code}-{width}")
            wide = desk.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (code, width, wide)
    desk.language("en")


def test_a_lost_laptop_opens_nothing_any_more_word_by_word(
    browser: Browser, site: RunningSite, pictures: Path
) -> None:
    guide = Guide("lost-device")
    lost = Desk(browser, site).sign_in("ana")
    passphrase = lost.account("ana")["passphrase"]
    lost.button("My account").click()
    words = add_card(lost, passphrase, "Add a device key", "Add it")
    lost.button("I have written it down").click()

    desk = Desk(browser, site, color_scheme="dark")
    desk.form.locator("input").first.fill("ana")
    desk.form.locator("input[type=password]").fill(passphrase)
    desk.form.locator("textarea").fill(words)
    desk.button(guide.says("Open the desk")).click()
    desk.page.locator(".nav").wait_for(state="attached", timeout=A_WHILE)
    desk.button(guide.says("My account")).click()
    desk.page.get_by_text("second card").wait_for(timeout=A_WHILE)
    look(desk, pictures)
    assert desk.axe() == []
    lost_row = desk.page.locator(".row.method", has=desk.page.get_by_text("Device key").first)
    lost_row.filter(has_not_text="second card").get_by_role(
        "button", name=guide.says("Remove")
    ).click()
    dialog_of(desk).get_by_label("Present passphrase").fill(passphrase)
    dialog_of(desk).get_by_role("button", name=guide.says("Remove"), exact=True).click()
    expect(desk.page.locator(".account .rows").first.locator("li")).to_have_count(
        1, timeout=A_WHILE
    )
    expect(lost.form).to_be_visible(timeout=A_WHILE)
    add_card(desk, passphrase, guide.says("Add a device key"), guide.says("Add it"))
    desk.button(guide.says("I have written it down")).click()
    guide.is_done()

    lost.form.locator("input").first.fill("ana")
    lost.form.locator("input[type=password]").fill(passphrase)
    lost.button("Open the desk").click()
    expect(lost.page.get_by_text("second secret is wrong")).to_be_visible(timeout=A_WHILE)
    desk.leave()
    lost.leave()
