"""A passkey beside the device key, and the lock: what works goes on, what is secret is away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.authenticator import Authenticator
from tests.journeys.desk_window import A_WHILE, Desk
from tests.server import RunningSite

pytestmark = pytest.mark.journey


def add_passkey(desk: Desk, name: str) -> None:
    """Add a passkey on the account page, with passphrase and the words of the card."""
    person = desk.account("ana")
    desk.button("My account").click()
    desk.button("Add a passkey").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("Your name for it (optional)").fill(name)
    dialog.get_by_label("Present passphrase").fill(person["passphrase"])
    dialog.get_by_role("button", name="Add it").click()


def sign_in_by_passkey(desk: Desk, passphrase: str) -> None:
    desk.form.locator("input").first.fill("ana")
    desk.form.locator("input[type=password]").fill(passphrase)
    desk.form.get_by_role("radio", name="Passkey").check()
    desk.form.locator("button[type=submit]").click()


def test_a_passkey_signs_in_and_unlocks_and_what_was_typed_is_still_there(
    browser: Browser, site: RunningSite
) -> None:
    desk = Desk(browser, site)
    Authenticator.plug_in(desk.page)
    desk.sign_in("ana")
    add_passkey(desk, "blue key")
    expect(desk.page.get_by_text("blue key")).to_be_visible(timeout=A_WHILE)
    desk.button("Sign out").click()
    sign_in_by_passkey(desk, desk.account("ana")["passphrase"])
    desk.page.locator(".nav").wait_for(state="attached", timeout=A_WHILE)
    desk.button("Cases").click()
    desk.button("New case").click()
    desk.page.get_by_label("Title").fill("a typed title")
    desk.page.keyboard.press("Control+Shift+KeyL")
    expect(desk.page.get_by_role("heading", name="The desk is locked")).to_be_visible()
    assert "a typed title" not in desk.page.content()
    desk.button("Unlock with the passkey").click()
    expect(desk.page.get_by_label("Title")).to_have_value("a typed title", timeout=A_WHILE)
    desk.leave()
