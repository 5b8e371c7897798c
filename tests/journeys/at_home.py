"""A browser as somebody has it: with a profile on disk, its Back button's cache on, and a past of its own."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.journeys.conftest import CHROMIUM_ARGS
from tests.server import patiently

WEATHER = b"<!DOCTYPE html><title>Weather</title><p>Sunny.</p>"


class _Weather(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(WEATHER)))
        self.end_headers()
        self.wfile.write(WEATHER)

    def log_message(self, *_said: Any) -> None:
        """Nothing is printed."""


@contextmanager
def neutral_site() -> Iterator[str]:
    """The address of a site about the weather, on another host than ours, as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Weather)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def at_home(browser: Browser, folder: Path, *, scripts: bool = True) -> Iterator[BrowserContext]:
    """The windows of a browser whose profile is in `folder`; when the block ends it is closed."""
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=shutil.which("chromium"),
        args=CHROMIUM_ARGS,
        ignore_default_args=["--disable-back-forward-cache"],
        java_script_enabled=scripts,
        locale="en",
        viewport={"width": 320, "height": 640},
    )
    try:
        yield context
    finally:
        context.close()


def visited(folder: Path, host: str) -> list[tuple[str, str]]:
    """Address and title of every row of the profile's history file that belongs to this host."""
    with sqlite3.connect(folder / "Default" / "History") as history:
        rows: list[tuple[str, str]] = history.execute("SELECT url, title FROM urls").fetchall()
    return [row for row in rows if row[0].startswith(host)]


@dataclass(frozen=True)
class Step:
    """One entry of a window's history, stepped to: what it is and all that could be read there."""

    url: str
    title: str
    text: str


def every_earlier_step(page: Page) -> list[Step]:
    """Step to every earlier entry, as the list behind the Back button does; gives what each showed."""
    history = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    before = range(history["currentIndex"] - 1, -1, -1)
    return [_stepped_to(page, place, history["entries"][place]) for place in before]


def _stepped_to(page: Page, place: int, entry: dict[str, Any]) -> Step:
    cdp = page.context.new_cdp_session(page)
    cdp.send("Page.navigateToHistoryEntry", {"entryId": entry["id"]})
    shown: list[str] = []

    def arrived() -> bool:
        # Not by the page's own methods: a page out of the cache tells of no loading, and may be
        # leaving. The line of questions ends with the page that it was opened for.
        with suppress(Error):
            cdp = page.context.new_cdp_session(page)
            if cdp.send("Page.getNavigationHistory")["currentIndex"] == place:
                said = cdp.send("Runtime.evaluate", {"expression": SHOWN, "returnByValue": True})
                shown.extend(said["result"]["value"])
        return bool(shown)

    patiently(arrived)
    return Step(entry["url"], entry["title"], shown[0])


SHOWN = """document.readyState !== "complete" ? [] : [
  [document, ...[...document.querySelectorAll("iframe")].map((it) => it.contentDocument)]
    .flatMap((it) => it?.body ? [it.title, it.body.textContent,
      ...[...it.querySelectorAll("textarea, input")].map((field) => field.value)] : [])
    .join("\\n")]"""
