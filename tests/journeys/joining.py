"""Somebody comes onto staff at two browsers: an administrator's, and their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.texts import texts

PATIENCE = 60_000
CHECKED_WORD = 17
"""The word of the card that the newcomer's browser asks for."""

Look = Callable[[Page, str], None]
"""What a test does at each step, for instance a picture."""


def nothing(_page: Page, _step: str) -> None:
    """A step that nobody looks at."""


def press(page: Page, key: str) -> None:
    """Press the first button with this text."""
    name = texts("desk", "en")(key)
    page.get_by_role("button", name=name, exact=True).first.click(timeout=PATIENCE)


def fill(page: Page, key: str, text: str) -> None:
    """Fill the field with this label."""
    page.get_by_label(texts("desk", "en")(key), exact=True).fill(text)


def invite(admin: Page, name: str, shown: str, role: str = "1") -> tuple[str, str]:
    """An administrator asks somebody; gives the link and the code."""
    press(admin, "nav.people")
    fill(admin, "people.name", name)
    fill(admin, "people.display-name", shown)
    admin.get_by_label(texts("desk", "en")("people.role"), exact=True).select_option(role)
    press(admin, "invite.make")
    secrets = admin.locator(".hand-over dd.secret")
    expect(secrets).to_have_count(2, timeout=PATIENCE)
    link, code = secrets.all_inner_texts()
    return link, code


def make_keys(page: Page, link: str, code: str, look: Look = nothing) -> dict[str, str]:
    """The newcomer opens the link, says the code, writes the card down and makes keys."""
    page.goto(link)
    fill(page, "newcomer.code", code)
    look(page, "code")
    press(page, "newcomer.open")
    secret = page.locator(".hand-over dd.secret")
    expect(secret).to_be_visible(timeout=PATIENCE)
    look(page, "card")
    words = page.locator(".hand-over ol.words li").all_inner_texts()
    passphrase = secret.inner_text()
    press(page, "newcomer.written")
    fill(page, "sign-in.passphrase", passphrase)
    place = texts("desk", "en")("newcomer.check-word").replace("{place}", str(CHECKED_WORD))
    page.get_by_label(place, exact=True).fill(words[CHECKED_WORD - 1])
    press(page, "newcomer.make")
    expect(page.locator("ol.compare li")).to_have_count(12, timeout=PATIENCE)
    look(page, "words")
    return {"passphrase": passphrase, "device_key": " ".join(words)}


def confirm(admin: Page, page: Page, look: Look = nothing) -> None:
    """Both read out the same words, the administrator signs, and the newcomer hears of it."""
    seen = admin.locator(".invite-compare ol.compare li")
    expect(seen).to_have_count(12, timeout=PATIENCE)
    assert seen.all_inner_texts() == page.locator("ol.compare li").all_inner_texts()
    look(admin, "compare")
    press(admin, "invite.same")
    expect(admin.locator(".invite-compare")).to_have_count(0, timeout=PATIENCE)
    press(page, "newcomer.to-sign-in")


def join(
    admin: Page, browser: Browser, name: str, shown: str, role: str = "1", **look: Any
) -> dict[str, str]:
    """The whole way; gives what the newcomer signs in with. `look` is how their window looks."""
    link, code = invite(admin, name, shown, role)
    press(admin, "invite.done")
    window = browser.new_context(locale="en-US", **look)
    page = window.new_page()
    details = {"name": name, **make_keys(page, link, code)}
    confirm(admin, page)
    window.close()
    return details


def pictures_of(folder: Path, beginning: str) -> Look:
    """Leave a screenshot of each step."""

    def picture(page: Page, step: str) -> None:
        page.screenshot(path=folder / f"{beginning}-{step}.png", full_page=True)

    return picture
