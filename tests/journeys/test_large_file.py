"""Three hundred megabytes over a line that is cut five times: page, worker and server stay small."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.faults.proxy import Proxy, proxied
from tests.journeys.files_at_desk import an_advocate, conversation, files_of
from tests.journeys.sender import Sender
from tests.journeys.unwatched import choose_large, renderers, resident, unwatched
from tests.server import RunningSite, patiently

pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.timeout(1200)]

MB = 1024 * 1024
SIZE = 300 * MB
CUTS = (0.1, 0.3, 0.5, 0.7, 0.9)
MOST_MORE = 50
"""Megabytes that page and server may each need more while it is sent; what they print is below 20."""
STORY = "It is a long recording."


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Path]:
    """A file of no kind that we know."""
    path = tmp_path / "recording.bin"
    with path.open("wb") as file:
        for _ in range(SIZE // MB):
            file.write(os.urandom(MB))
    yield path
    path.unlink()


def begin(browser: Browser, url: str, large: Path) -> list[int]:
    """Somebody chats and sends the file; the processes of their page are returned."""
    page = browser.contexts[0].new_page()
    page.goto(url)
    person = Sender(page.context, page, "en")
    person.begin("ask_something")
    person.say_text(STORY)
    person.has(STORY)
    person.do("files")
    expect(page.locator('[data-view="files"]')).to_be_visible()
    choose_large(page, large)
    person.press("files-as-is", large.name)
    found = renderers(browser)
    person.do("files-send")
    return found


def arrived(site: RunningSite) -> float:
    """How much of the file is on the server's disk, from 0 to 1."""
    blobs = site.data_dir / "blobs"
    files = [path for path in blobs.rglob("*") if path.is_file()]
    return sum(path.stat().st_blocks * 512 for path in files) / SIZE


def follow(site: RunningSite, line: Proxy, pages: list[int]) -> list[tuple[str, float, float]]:
    """Cut the line at five places; what page and server have in memory, from the beginning on."""

    def now(when: str) -> tuple[str, float, float]:
        return when, max(map(resident, pages)), resident(site.process.pid)

    measured = [now("before")]
    for part in CUTS:
        patiently(lambda part=part: arrived(site) > part)
        measured.append(now(f"at {part:.0%}"))
        line.cut()
    patiently(lambda: list((site.data_dir / "blobs" / "whole").rglob("*-*")))
    return [*measured, now("whole")]


def see_it_sent(browser: Browser, url: str) -> None:
    """The page, which nobody watched meanwhile, says that it has arrived."""
    page = next(page for page in browser.contexts[0].pages if page.url == url)
    person = Sender(page.context, page, "en")
    person.arrive_at_desk(1)
    browser.close()


def test_a_file_of_300_mb_arrives_over_a_line_that_is_cut_five_times_and_memory_stays_flat(
    site: RunningSite, large: Path, tmp_path: Path
) -> None:
    with proxied(site.port) as line, unwatched(tmp_path) as chromium:
        with sync_playwright() as playwright:
            watched = chromium.watch(playwright)
            pages = begin(watched, line.url, large)
            watched.close()
        measured = follow(site, line, pages)
        with sync_playwright() as playwright:
            see_it_sent(chromium.watch(playwright), f"{line.url}/")
    for when, page, server in measured:  # pytest -rP shows it
        sys.stdout.write(f"{when}: page {page:.0f} MB, server {server:.0f} MB\n")
    desk = an_advocate(site)
    (got,) = files_of(desk, conversation(desk, STORY))
    assert hashlib.sha256(got.data).digest() == hashlib.sha256(large.read_bytes()).digest()
    for memory in zip(*(sizes for _, *sizes in measured), strict=True):
        assert max(memory) - memory[0] < MOST_MORE
