"""A browser that can be left alone: what watches it keeps a copy of all that it sends, in its memory."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

from tests.journeys.conftest import CHROMIUM_ARGS

ADDRESS = re.compile(r"ws://\S+")


@dataclass(frozen=True)
class Unwatched:
    """Debian's Chromium as a process of its own."""

    address: str

    def watch(self, playwright: Playwright) -> Browser:
        """Drive it, until this browser is closed; its pages stay."""
        return playwright.chromium.connect_over_cdp(self.address)


@contextmanager
def unwatched(home: Path) -> Iterator[Unwatched]:
    """Run it as long as the block lasts, with a profile of its own."""
    executable = shutil.which("chromium")
    assert executable, "tests/debian-packages installs Chromium"
    where = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={home / 'profile'}"]
    process = subprocess.Popen(
        [executable, *where, *CHROMIUM_ARGS], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        found = next(filter(None, map(ADDRESS.search, process.stderr)))
        yield Unwatched(found[0])
    finally:
        process.terminate()
        process.communicate(timeout=30)


def processes(browser: Browser, kind: str) -> list[int]:
    """The browser's processes of a kind; the one of the kind `browser` keeps what pages hand to it."""
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return [int(each["id"]) for each in found if each["type"] == kind]


def renderers(browser: Browser) -> list[int]:
    """The processes in which pages and their workers are."""
    return processes(browser, "renderer")


def resident(process: int) -> float:
    """Megabytes of memory that a process has now."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def choose_large(page: Page, path: Path) -> None:
    """Choose a file by its place on this machine, however large."""
    cdp = page.context.new_cdp_session(page)
    root = cdp.send("DOM.getDocument")["root"]["nodeId"]
    field = cdp.send("DOM.querySelector", {"nodeId": root, "selector": "#files-input"})
    cdp.send("DOM.setFileInputFiles", {"files": [str(path)], "nodeId": field["nodeId"]})
