"""Staff save three hundred megabytes: progress, a way to stop, and a page that stays small."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect, sync_playwright

from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.stranger import stranger
from tests.journeys.unwatched import processes, renderers, resident, unwatched
from tests.sent_files import send_file
from tests.server import RunningSite, patiently
from tests.traces import open_files

pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.timeout(900)]

MB = 1024 * 1024
SIZE = 300 * MB
NAME = "recording.bin"
MOST_MORE = 120
"""Megabytes that the page's processes may need more while it comes; what they print is below 80."""


def send(site: RunningSite) -> bytes:
    """Somebody sends it; gives its hash."""
    content = os.urandom(SIZE)
    send_file(stranger(site), content, NAME)
    return hashlib.sha256(content).digest()


def at_the_desk(browser: Browser, site: RunningSite) -> Desk:
    """Ana before what was sent, in a window that outlives whoever watches it."""
    kept: Any = SimpleNamespace(new_context=lambda **_: browser.contexts[0])
    desk = Desk(kept, site).sign_in("ana")
    desk.open_item("hello")
    return desk


def save(desk: Desk) -> Locator:
    """The dialog in which the file comes."""
    row = desk.page.locator(".file", has_text=NAME)
    row.get_by_role("button", name="Save").click(timeout=A_WHILE)
    return desk.page.locator("dialog")


def is_read(site: RunningSite) -> bool:
    """Whether the server is giving a blob to somebody."""
    return any("/whole/" in path for path in open_files(site.process.pid))


def stop_it_halfway(desk: Desk, site: RunningSite) -> None:
    """It comes, is seen to come, and comes no more once that was not wanted."""
    dialog = save(desk)
    bar = dialog.locator("progress")
    expect(bar).to_be_visible()
    patiently(lambda: float(bar.evaluate("bar => bar.value")) > 0.02)
    expect(dialog.get_by_text("of 314.6 MB")).to_be_visible()
    assert is_read(site)
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    patiently(lambda: not is_read(site))


def measured(site: RunningSite, pages: list[int], keeper: int) -> list[tuple[float, float]]:
    """What page and browser need, again and again until the last byte is on its way."""
    sizes = []

    def is_over() -> bool:
        sizes.append((max(map(resident, pages)), resident(keeper)))
        return not is_read(site)

    patiently(lambda: is_read(site))
    patiently(is_over)
    return sizes


def test_300_mb_are_saved_and_the_page_stays_small(site: RunningSite, tmp_path: Path) -> None:
    sent = send(site)
    (saved := tmp_path / "saved").mkdir()
    with unwatched(tmp_path) as chromium:
        with sync_playwright() as playwright:
            browser = chromium.watch(playwright)
            desk = at_the_desk(browser, site)
            stop_it_halfway(desk, site)
            pages = renderers(browser)
            (keeper,) = processes(browser, "browser")
            before = max(map(resident, pages)), resident(keeper)
            save(desk)
            browser.close()
        sizes = measured(site, pages, keeper)
        with sync_playwright() as playwright:
            browser = chromium.watch(playwright)
            pages_now = browser.contexts[0].pages
            page = next(page for page in pages_now if page.url.startswith(site.desk_url))
            link = page.locator("dialog a[download]")
            expect(link).to_be_visible(timeout=A_WHILE)
            where = {"behavior": "allow", "downloadPath": str(saved)}
            browser.new_browser_cdp_session().send("Browser.setDownloadBehavior", where)
            link.click()
            patiently(lambda: [path for path in saved.iterdir() if path.stat().st_size == SIZE])
            sizes.append((max(map(resident, pages)), resident(keeper)))
            browser.close()
    page, kept = (max(each) for each in zip(*sizes, strict=True))
    for name, first, most in (("page", before[0], page), ("browser", before[1], kept)):
        sys.stdout.write(f"{name}: {first:.0f} MB before, {most:.0f} MB at most\n")
    (path,) = saved.iterdir()
    assert hashlib.sha256(path.read_bytes()).digest() == sent
    assert page - before[0] < MOST_MORE
