"""A laptop is lost: its owner follows the guide, with another card or with an administrator's help."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.guide import Guide
from tests.journeys.joining import CHECKED_WORD, PATIENCE, Look, pictures_of
from tests.journeys.texts import texts
from tests.server import RunningSite

pytestmark = [pytest.mark.journey]

PARTS = ("You have another second secret", "You have no other second secret")
TEACHER = "programme"
PHONE = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}
SAY = texts("desk", "en")


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


def press(guide: Guide, page: Page | Locator, name: str) -> None:
    """Press what the guide says next."""
    page.get_by_role("button", name=guide.says(name), exact=True).first.click(timeout=PATIENCE)


def test_the_guide_says_nothing_to_press_beyond_its_two_ways() -> None:
    ways = [step for part in PARTS for step in Guide("lost-device", part).left]
    assert Guide("lost-device").left == ways


def lose(guide: Guide, admin: Desk, shown: str, look: Look) -> tuple[str, str]:
    """The administrator's browser; gives the link and the code."""
    press(guide, admin.page, "Staff")
    row = admin.page.locator(".person", has_text=shown)
    row.get_by_role("button", name=guide.says("Change")).click(timeout=PATIENCE)
    dialog = dialog_of(admin)
    dialog.get_by_label(SAY("lost.sure").replace("{name}", shown)).check()
    look(admin.page, "dialog")
    press(guide, dialog, "Lost device")
    secrets = admin.page.locator(".hand-over dd.secret")
    expect(secrets).to_have_count(2, timeout=PATIENCE)
    look(admin.page, "sheet")
    link, code = secrets.all_inner_texts()
    press(guide, admin.page, "Handed over")
    return link, code


def renew(guide: Guide, desk: Desk, told: tuple[str, str], passphrase: str, look: Look) -> None:
    """The person's new browser: link, code and passphrase, the card, the keys."""
    page, (link, code) = desk.page, told
    page.goto(link)
    page.get_by_label(guide.says("Code"), exact=True).fill(code)
    page.get_by_label(guide.says("Your passphrase"), exact=True).fill(passphrase)
    look(page, "code")
    press(guide, page, "Go on")
    words = page.locator(".hand-over ol.words li")
    expect(words).to_have_count(24, timeout=PATIENCE)
    look(page, "card")
    place = SAY("newcomer.check-word").replace("{place}", str(CHECKED_WORD))
    word = words.nth(CHECKED_WORD - 1).inner_text()
    press(guide, page, "I have written it down")
    page.get_by_label(place, exact=True).fill(word)
    look(page, "check")
    press(guide, page, "Make my keys")
    expect(page.locator("ol.compare li")).to_have_count(12, timeout=PATIENCE)
    look(page, "words")


def compare(guide: Guide, admin: Desk, person: Desk, look: Look) -> None:
    """Both read the same words, and the administrator signs."""
    seen = admin.page.locator(".invite-compare ol.compare li")
    expect(seen).to_have_count(12, timeout=PATIENCE)
    assert seen.all_inner_texts() == person.page.locator("ol.compare li").all_inner_texts()
    look(admin.page, "compare")
    press(guide, admin.page, "The words are the same")
    expect(admin.page.locator(".invite-compare")).to_have_count(0, timeout=PATIENCE)
    press(guide, person.page, "Go to sign-in")


@pytest.mark.long  # test_lost_device.py and renewal.test.ts hold the parts each time
def test_another_administrator_and_the_passphrase_give_new_keys_word_by_word(
    browser: Browser, site: RunningSite, pictures: Path
) -> None:
    guide = Guide("lost-device", PARTS[1])
    lost = Desk(browser, site).sign_in("ana")
    passphrase = lost.account("ana")["passphrase"]
    lost.open_item(TEACHER)  # and so signs with the key that is about to be lost
    nora = Desk(browser, site).sign_in("nora")
    told = lose(guide, nora, "Ana", pictures_of(pictures, "administrator"))
    lost.form.wait_for(timeout=A_WHILE)
    person = Desk(browser, site, **PHONE)
    renew(guide, person, told, passphrase, pictures_of(pictures, "person"))
    assert "lost" not in person.page.url
    assert person.axe() == []
    compare(guide, nora, person, pictures_of(pictures, "administrator"))
    guide.is_done()
    person.form.locator("input").first.fill("ana")  # this browser remembers the new device key
    expect(person.page.locator(".sign-in-known")).to_be_visible(timeout=A_WHILE)
    person.form.locator("input[type=password]").fill(passphrase)
    person.form.locator("button[type=submit]").click()
    person.page.locator(".nav").wait_for(state="attached", timeout=A_WHILE)
    person.open_item(TEACHER)
    expect(person.page.get_by_text(SAY("item.blocked"))).to_have_count(0)
    lost.form.locator("input").first.fill("ana")
    lost.form.locator("input[type=password]").fill(passphrase)
    lost.button("Open the desk").click()
    expect(lost.page.get_by_text("second secret is wrong")).to_be_visible(timeout=A_WHILE)
    for desk in (nora, person, lost):
        desk.leave()


@pytest.mark.long  # the parts are in test_account and test_sign_in
def test_a_lost_laptop_opens_nothing_any_more_word_by_word(
    browser: Browser, site: RunningSite, pictures: Path
) -> None:
    guide = Guide("lost-device", PARTS[0])  # Sam, since Ana has new keys by now
    lost = Desk(browser, site).sign_in("sam")
    passphrase = lost.account("sam")["passphrase"]
    lost.button("My account").click()
    words = add_card(lost, passphrase, "Add a device key", "Add it")
    lost.button("I have written it down").click()

    desk = Desk(browser, site, color_scheme="dark")
    desk.form.locator("input").first.fill("sam")
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

    lost.form.locator("input").first.fill("sam")
    lost.form.locator("input[type=password]").fill(passphrase)
    lost.button("Open the desk").click()
    expect(lost.page.get_by_text("second secret is wrong")).to_be_visible(timeout=A_WHILE)
    desk.leave()
    lost.leave()
