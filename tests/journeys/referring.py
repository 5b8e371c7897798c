"""From a case to an organisation, at a browser: what leaves, how it is handed over, and how it is opened."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.desk import PATIENCE, Desk
from tests.journeys.texts import texts


@dataclass
class Link:
    """What staff hand over by two ways."""

    address: str
    words: str


def release(desk: Desk, organisation: str, mode: str, ground: str, names: list[str]) -> Locator:
    """The open case has a release of just the things with these names; gives its place on screen."""
    page = desk.page
    desk.press("referral.new")
    dialog = page.get_by_role("dialog")
    desk.field("referral.mode", dialog).select_option(mode)
    desk.field("referral.find", dialog).fill(organisation)
    dialog.get_by_role("button", name=organisation).first.click(timeout=PATIENCE)
    another = dialog.get_by_role("button", name=desk.say("referral.another"))
    expect(another).to_be_visible(timeout=PATIENCE)  # the list gives its place to what was chosen
    desk.field("referral.ground", dialog).select_option(ground)
    assert dialog.locator(".checks input:checked").count() == 0  # nothing leaves by itself
    for name in names:
        dialog.locator(".checks").get_by_label(name, exact=True).check()
    desk.press("referral.make", dialog)
    expect(dialog).to_have_count(0, timeout=PATIENCE)
    made = page.locator("article.release").filter(has_text=organisation)
    expect(made).to_contain_text(desk.say("referral.state-made"), timeout=PATIENCE)
    return made


def hand_link(desk: Desk, made: Locator) -> Link:
    """A link to the release's packet, and the words that open it."""
    made.get_by_role("button", name=desk.say("packet.hand-over")).click()
    dialog = desk.page.get_by_role("dialog")
    desk.press("packet.by-link", dialog)
    shown = dialog.locator("dd.secret")
    expect(shown).to_have_count(2, timeout=PATIENCE)
    link = Link(shown.nth(0).inner_text().strip(), shown.nth(1).inner_text().strip())
    desk.press("action.cancel", dialog)
    return link


def hand_spoken(desk: Desk, made: Locator) -> None:
    """It is on record that the recipient was told."""
    made.get_by_role("button", name=desk.say("packet.hand-over")).click()
    desk.press("packet.by-mouth", desk.page.get_by_role("dialog"))
    told = desk.say("term.packet_way.spoken")
    expect(made).to_contain_text(told, timeout=PATIENCE)
    desk.press("action.cancel", desk.page.get_by_role("dialog"))


def open_link(browser: Browser, link: Link, language: str, words: str | None = None) -> Page:
    """Somebody without an account opens a link with these words, else with the right ones."""
    say = texts("desk", language)
    page = browser.new_context(locale=language, viewport={"width": 320, "height": 640}).new_page()
    page.goto(link.address)
    page.get_by_label(say("packet.page-words"), exact=True).fill(words or link.words)
    page.get_by_role("button", name=say("packet.page-open"), exact=True).click()
    return page
