"""Three hundred megabytes over a line that is cut five times: page, worker and server stay small."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from tests.faults.proxy import proxied
from tests.journeys.files_at_desk import an_advocate, conversation, files_of
from tests.journeys.sender import Sender
from tests.server import RunningSite

pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.timeout(1200)]

MB = 1024 * 1024
SIZE = 300 * MB
CUTS = (0.1, 0.3, 0.5, 0.7, 0.9)
PATIENCE = 600_000
MOST_OF_PAGE = 80
"""Megabytes that the page's process may need more while it sends; V8 collects when it likes."""
MOST_OF_SERVER = 40
SENT = (
    "document.querySelector('.file progress').value / document.querySelector('.file progress').max"
)


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Path]:
    """A file of no kind that we know."""
    path = tmp_path / "recording.bin"
    with path.open("wb") as file:
        for _ in range(SIZE // MB):
            file.write(os.urandom(MB))
    yield path
    path.unlink()


def resident(process: int) -> float:
    """Megabytes of memory that a process has now."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def renderer_of(cdp: CDPSession) -> Callable[[], float]:
    """The memory of the process in which the page and its workers are; the largest, where others are left."""
    found = cdp.send("SystemInfo.getProcessInfo")["processInfo"]
    renderers = [each["id"] for each in found if each["type"] == "renderer"]
    return lambda: max(resident(process) for process in renderers)


def test_a_file_of_300_mb_arrives_over_a_line_that_is_cut_five_times_and_memory_stays_flat(
    site: RunningSite, browser: Browser, large: Path
) -> None:
    measured: list[tuple[float, float, float]] = []
    with proxied(site.port) as line:
        person = Sender.arrive(browser, line.url)
        assert isinstance(person, Sender)
        person.begin("ask_something")
        person.say_text("It is a long recording.")
        person.has("It is a long recording.")
        page_memory = renderer_of(browser.new_browser_cdp_session())
        person.choose(large)
        person.press("files-as-is", large.name)
        before = (page_memory(), resident(site.process.pid))
        person.do("files-send")
        person.do("files")
        for part in CUTS:
            person.page.wait_for_function(f"{SENT} > {part}", timeout=PATIENCE)
            measured.append(
                (part, page_memory() - before[0], resident(site.process.pid) - before[1])
            )
            line.cut()
        expect(person.chosen(person.say("thread.sent"))).to_be_visible(timeout=PATIENCE)
        measured.append((1, page_memory() - before[0], resident(site.process.pid) - before[1]))
        person.context.close()
    sys.stdout.write(f"before: page {before[0]:.0f} MB, server {before[1]:.0f} MB\n")
    for part, page, server in measured:  # pytest -rP shows it
        sys.stdout.write(f"at {part:.0%}: page {page:+.1f} MB, server {server:+.1f} MB\n")
    desk = an_advocate(site)
    (got,) = files_of(desk, conversation(desk, "It is a long recording."))
    assert hashlib.sha256(got.data).digest() == hashlib.sha256(large.read_bytes()).digest()
    assert max(page for _, page, _ in measured) < MOST_OF_PAGE
    assert max(server for _, _, server in measured) < MOST_OF_SERVER
