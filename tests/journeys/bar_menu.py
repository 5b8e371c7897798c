"""The bar of the desk on a phone: one row, and a menu behind a button."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.desk_window import Desk


def check_row(desk: Desk) -> None:
    """The bar is one row, however long the words of a language are."""
    measure = "element => element.getBoundingClientRect().height"
    bar, button = (desk.page.locator(where) for where in (".top-bar", ".lock-button"))
    assert bar.evaluate(measure) < 2 * button.evaluate(measure)


def check_menu(desk: Desk) -> None:
    """The button names the screen, opens by keyboard and closes by Escape."""
    menu = desk.page.locator(".menu-button")
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
