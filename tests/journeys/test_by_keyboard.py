"""Outside by keyboard alone, and where colours are the system's: roles, names and focus, step by step."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.outside import PATIENCE, Outside
from tests.server import RunningSite

pytestmark = pytest.mark.journey

MOST_STOPS = 60
A_NAME = re.compile(r"\S")
HAS_FOCUS = "it => it === document.activeElement"
RINGED = """() => {
  const it = document.activeElement;
  const styles = [it, it.nextElementSibling, ...(it.labels ?? [])]
    .filter((each) => each)
    .map((each) => getComputedStyle(each));
  return styles.some(({ outlineStyle, outlineWidth }) =>
    outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2);
}"""
SHOWS_AS_CONTROL = """(it) => {
  const { borderStyle, borderTopWidth, textDecorationLine, outlineStyle } = getComputedStyle(it);
  return (borderStyle !== "none" && Number.parseFloat(borderTopWidth) >= 1)
    || textDecorationLine.includes("underline") || outlineStyle !== "none";
}"""


def to(page: Page, control: str, role: Any) -> Locator:
    """Go by Tab to this control, which has the role and a name, and whose focus can be seen."""
    found = page.locator(f"{control}:visible").first
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if found.evaluate(HAS_FOCUS):
            break
    expect(found).to_be_focused()
    expect(found).to_have_role(role)
    expect(found).to_have_accessible_name(A_NAME)
    assert page.evaluate(RINGED), f"{control}: the focus cannot be seen"
    return found


def press(page: Page, control: str) -> None:
    """Go to a button and press Enter."""
    to(page, control, "button")
    page.keyboard.press("Enter")


def write(page: Page, field: str, text: str) -> Locator:
    """Go to a field and type."""
    found = to(page, field, "textbox")
    page.keyboard.type(text)
    return found


def at_heading(page: Page, view: str) -> None:
    """The view is there, and its heading has the focus."""
    expect(page.locator(f'[data-view="{view}"]')).to_be_visible(timeout=PATIENCE)
    expect(page.locator(f'[data-view="{view}"] h1:visible').first).to_be_focused()


def test_by_keyboard_alone_from_the_door_to_the_thread(site: RunningSite, browser: Browser) -> None:
    person = Outside.arrive(browser, site.source_url)
    page = person.page
    expect(page.locator('[data-do="door"]').first).to_be_visible()
    press(page, '[data-do="door"][value="saw_something"]')
    press(page, '[data-do="next"]')
    press(page, '[data-do="next"]')
    write(page, '[name="what"]', "Six men sleep in one van.")
    press(page, '[data-do="to-end"]')
    press(page, '[data-do="send"]')
    at_heading(page, "words")
    words = page.locator("ol.words").get_by_role("listitem").all_inner_texts()
    assert len(words) == 7
    press(page, '[data-do="view"][value="practice"]')
    at_heading(page, "practice")
    write(page, "#practice", " ".join(words))
    press(page, '[data-do="practise"]')
    at_heading(page, "done")
    press(page, '[data-do="see"]')
    at_heading(page, "thread")
    box = write(page, "#more", "And two more came.")
    press(page, '[data-do="write"]')
    expect(box).to_have_value("", timeout=PATIENCE)
    person.context.close()


def test_by_keyboard_alone_from_the_door_to_the_chat(site: RunningSite, browser: Browser) -> None:
    person = Outside.arrive(browser, site.source_url)
    page = person.page
    expect(page.locator('[data-do="door"]').first).to_be_visible()
    press(page, '[data-do="door"][value="need_help"]')
    press(page, '[data-do="chat-now"]')
    at_heading(page, "safe")
    press(page, '[data-do="safe-yes"]')
    expect(page.locator("#say")).to_be_visible(timeout=PATIENCE)
    write(page, "#say", "I can write for ten minutes.")
    press(page, '[data-do="say"]')
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_contain_text("I can write for ten minutes.")
    expect(log).to_contain_text(person.say("chat.status.sent"), timeout=PATIENCE)
    person.context.close()


def test_with_forced_colours_exit_and_focus_can_be_seen_and_nothing_moves(
    site: RunningSite, browser: Browser
) -> None:
    context = browser.new_context(
        locale="en",
        viewport={"width": 320, "height": 640},
        forced_colors="active",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(site.source_url)
    expect(page.locator('[data-do="door"]').first).to_be_visible()
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.locator("[data-exit-now]").evaluate(SHOWS_AS_CONTROL)
    press(page, '[data-do="door"][value="need_help"]')
    for control in page.locator('main button[data-do]:visible, [data-do="next"]:visible').all():
        assert control.evaluate(SHOWS_AS_CONTROL), control.inner_text()
    press(page, '[data-do="next"]')
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()
