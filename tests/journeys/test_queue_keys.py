"""The queue by keyboard alone: filter, select, set aside, restore, block, and what the source reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.desk import PATIENCE
from tests.journeys.desk_window import Desk
from tests.journeys.outside import Outside
from tests.journeys.stranger import stranger
from tests.server import RunningSite

pytestmark = pytest.mark.journey

WORDS = "Nobody is here, we only try what this does."
FOCUS = "document.activeElement.textContent.trim()"


def tab_to(desk: Desk, name: str, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until what has the focus begins with this name."""
    for _ in range(120):
        desk.page.keyboard.press(key)
        if str(desk.page.evaluate(FOCUS)).startswith(name):
            return
    raise AssertionError(f"{key} never reaches {name!r}")


def press(desk: Desk, *keys: str) -> None:
    """One key after the other."""
    for key in keys:
        desk.page.keyboard.press(key)


def choose(desk: Desk, name: str, key: str = "Tab") -> None:
    """Bring the focus to this button, and press it."""
    tab_to(desk, name, key)
    press(desk, "Enter")


def filter_medium(desk: Desk) -> None:
    """Show what has a middling priority: the three pranks."""
    press(desk, "/", "Enter")
    desk.page.locator(".filter-fields[open]").wait_for()
    press(desk, "Tab", "Tab", "m", "Shift+Tab", "Shift+Tab", "Enter")
    expect(desk.page.locator(".rows .row")).to_have_count(3, timeout=PATIENCE)


def set_aside(desk: Desk) -> None:
    """Select all three and put them into quarantine as pranks."""
    press(desk, *"jxjxjx")
    expect(desk.page.locator(".bulk-count")).to_contain_text("3")
    assert desk.axe() == []
    choose(desk, "Quarantine", "Shift+Tab")
    dialog = desk.page.locator("dialog")
    tab_to(desk, "Spam")
    press(desk, "p")
    assert desk.axe() == []
    choose(desk, "Quarantine")
    expect(dialog.locator(".notice")).to_contain_text("3", timeout=PATIENCE)
    choose(desk, "Back to the list")
    expect(desk.page.locator(".rows .row")).to_have_count(0, timeout=PATIENCE)


def open_prank(desk: Desk) -> None:
    """In the list of what is in quarantine, open the one that says these words."""
    choose(desk, "Quarantined", "Shift+Tab")
    expect(desk.page.locator(".rows .row")).to_have_count(3, timeout=PATIENCE)
    thread = desk.page.locator(".pane-item .thread")
    for _ in range(3):
        press(desk, "j", "Enter")
        desk.page.locator(".pane-item .message").first.wait_for()
        if WORDS in thread.inner_text():
            return
    raise AssertionError("what was set aside is not there")


@pytest.mark.long  # by calls each time: test_queue_bulk.py, test_receipt_blocks.py
def test_pranks_are_set_aside_restored_and_blocked_by_keyboard_and_the_source_reads_why(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    person = Outside.arrive(browser, site.source_url)
    person.tip("saw_something", {"what": WORDS})
    for _ in range(2):
        stranger(site, "medium")
    nora = Desk(browser, site, viewport={"width": 1280, "height": 900}).sign_in("nora")
    nora.page.locator(".rows .row").nth(4).wait_for()
    filter_medium(nora)
    set_aside(nora)
    open_prank(nora)
    choose(nora, "Block for some time")
    tab_to(nora, "1 hour")
    choose(nora, "Block for some time")
    expect(nora.page.locator(".tool .notice")).to_be_visible(timeout=PATIENCE)
    assert nora.axe() == []
    nora.page.screenshot(path=pictures / "desk.png", full_page=True)

    person.practise()
    person.do("see")
    person.see_thread()
    box = person.page.locator("#more")
    box.fill("And this is one more.")
    person.do("write")
    expect(person.page.get_by_text("Nothing can be sent until").first).to_be_visible(
        timeout=PATIENCE
    )
    expect(box).to_have_value("And this is one more.")
    person.page.screenshot(path=pictures / "outside.png", full_page=True)

    choose(nora, "Restore")
    expect(nora.page.locator(".item-head")).to_contain_text("Waiting", timeout=PATIENCE)
    choose(nora, "Lift the block")
    expect(nora.page.locator(".tool .notice")).to_have_count(0, timeout=PATIENCE)
    person.do("try-now")
    expect(box).to_have_value("", timeout=PATIENCE)
    assert nora.problems == []
