"""The bar of the desk on a phone: one row, and a menu behind a button."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.desk_window import Desk


def check_menu(desk: Desk) -> None:
    """The bar is one row whose button names the screen, opens by keyboard and closes by Escape."""
    bar, menu = desk.page.locator(".top-bar"), desk.page.locator(".menu-button")
    tall = bar.evaluate("bar => bar.getBoundingClientRect().height")
    assert tall < 2 * menu.evaluate("button => button.getBoundingClientRect().height")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_contain_text("Cases")
    assert not desk.page.locator(".nav").is_visible()
    menu.focus()
    desk.page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    assert desk.axe() == []
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator(".nav-button").first).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.click()
    desk.page.locator(".lock-button").focus()  # elsewhere
    expect(menu).to_have_attribute("aria-expanded", "false")
