"""One act locks a file away from every screen but two roles'; they report it, or release it with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.golden.opened import golden
from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.stranger import stranger
from tests.sent_files import send_file
from tests.server import RunningSite

pytestmark = [pytest.mark.journey, pytest.mark.long]  # by calls each time: test_file_locks

NAME = "seen.jpg"
PHONE = {"width": 320, "height": 640}
LANGUAGES = ("en", "es", "ar")


@pytest.fixture
def desks(site: RunningSite, browser: Browser) -> Iterator[tuple[Desk, Desk, Desk]]:
    """Two advocates and an administrator who reads, all with one conversation open."""
    send_file(stranger(site), golden("baseline.jpg"), NAME)
    look = {"viewport": PHONE, "color_scheme": "dark"}
    here = (Desk(browser, site), Desk(browser, site), Desk(browser, site, **look))
    for desk, name in zip(here, ("ana", "sam", "nora"), strict=True):
        desk.sign_in(name).open_item("hello")
        expect(desk.page.locator(".file")).to_contain_text(NAME)
    yield here
    for desk in here:
        desk.leave()


def seen(desk: Desk, pictures: Path, name: str) -> list[str]:
    """What axe finds in each language, with a picture of each."""
    found = []
    for code in LANGUAGES:
        desk.language(code)
        desk.page.locator(".file").scroll_into_view_if_needed()
        desk.page.screenshot(path=pictures / f"{name}-{code}.png")
        found += desk.axe()
        width = desk.page.evaluate("document.documentElement.scrollWidth")
        assert width <= desk.page.viewport_size["width"]  # type: ignore[index]  # it has one
    desk.language("en")
    return found


def test_a_file_is_locked_reported_and_released(
    desks: tuple[Desk, Desk, Desk], pictures: Path
) -> None:
    ana, sam, nora = desks
    sam.button("Look").click()
    sam.page.locator("iframe.looking").wait_for(timeout=A_WHILE)
    ana.button("Look").click()
    ana.page.locator("dialog .dialog-foot").get_by_role("button").click()
    ana.button("Lock it now").click()
    # At once, on every screen: what was looked at is gone with its frame, and so is the name.
    for desk in (ana, sam):
        file = desk.page.locator(".file")
        expect(file).to_contain_text("A file is locked here", timeout=A_WHILE)
        expect(file.get_by_role("button")).to_have_count(0)
        expect(desk.page.locator("iframe, dialog")).to_have_count(0)
        assert NAME not in desk.page.content()
    assert sam.axe() == []
    report(nora, pictures)
    release(nora)
    for desk in (ana, sam):
        expect(desk.page.locator(".file")).to_contain_text(NAME, timeout=A_WHILE)
    expect(sam.page.locator(".note")).to_contain_text("it is a licence plate", timeout=A_WHILE)


def report(nora: Desk, pictures: Path) -> None:
    """Each step that is done is kept with who did it; looking is for this role still."""
    file = nora.page.locator(".file")
    expect(file).to_contain_text("Locked: suspected", timeout=A_WHILE)
    assert file.get_by_role("button", name="Save").count() == 0
    file.get_by_label("Reported to the NCMEC").click()
    expect(file.get_by_text("Nora, ")).to_be_visible(timeout=A_WHILE)
    assert seen(nora, pictures, "locked") == []
    nora.button("Look").click()
    nora.page.locator("iframe.looking").wait_for(timeout=A_WHILE)
    assert seen(nora, pictures, "look") == []
    nora.page.locator("dialog .dialog-head button").click()
    nora.page.locator(".back").click()
    nora.open_item("hello")
    expect(file.get_by_label("Reported to the NCMEC")).to_be_checked()
    expect(nora.page.locator(".note")).to_have_count(0)


def release(nora: Desk) -> None:
    """A reason is needed, and kept as a note."""
    nora.page.locator(".file").get_by_role("button", name="Release").click()
    dialog = nora.page.locator("dialog")
    expect(dialog.get_by_role("button", name="Release the file")).to_be_disabled()
    dialog.get_by_label("Why it is not").fill("it is a licence plate")
    dialog.get_by_role("button", name="Release the file").click()
    expect(nora.page.locator(".file").get_by_role("button", name="Save")).to_be_visible(
        timeout=A_WHILE
    )
