"""What a page of somebody else's can do with ours in a real browser: frame it, post to it, open it, read it."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.server import RunningSite

pytestmark = pytest.mark.journey

LOOKS = 200
"""So often, ten times a second, it is looked whether the frame shows something."""

PAGE = """<!doctype html><title>evil</title><iframe src="{target}"></iframe>"""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """Another site on this machine, since browsers keep those out that come from further away."""

    class Evil(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """A page that shows in a frame what the address names."""
            target = parse_qs(urlsplit(self.path).query).get("target", ["about:blank"])[0]
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.format(target=target).encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Evil) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://evil.localhost:{server.server_port}/"
        server.shutdown()


def evil(browser: Browser, elsewhere: str, target: str = "about:blank") -> Page:
    """A page of another site that shows an address in a frame."""
    page = browser.new_page()
    page.goto(f"{elsewhere}?{urlencode({'target': target})}")
    return page


def framed(browser: Browser, elsewhere: str, target: str) -> str:
    """What stands in that frame once all is loaded."""
    page = evil(browser, elsewhere, target)
    for _ in range(LOOKS):
        if len(page.frames) > 1 and page.frames[1].url:
            break
        page.wait_for_timeout(100)  # between two looks
    address = page.frames[1].url
    page.close()
    return address


def test_a_page_that_lets_itself_be_framed_is(browser: Browser, elsewhere: str) -> None:
    """The control."""
    assert framed(browser, elsewhere, elsewhere).startswith(elsewhere)


@pytest.mark.against_policy
@pytest.mark.parametrize("path", ["/", "/now", "/healthz"])
def test_no_page_outside_can_be_framed(
    site: RunningSite, browser: Browser, elsewhere: str, path: str
) -> None:
    assert framed(browser, elsewhere, site.source_url + path).startswith("chrome-error:")


@pytest.mark.against_policy
@pytest.mark.parametrize("path", ["/", "/looking"])
def test_no_page_of_the_desk_can_be_framed(
    site: RunningSite, browser: Browser, elsewhere: str, path: str
) -> None:
    assert framed(browser, elsewhere, site.desk_url + path).startswith("chrome-error:")


ASK = """async (address) => {
  const told = {};
  for (const mode of ["cors", "no-cors"]) {
    try { const got = await fetch(address, {mode, credentials: "include"});
          told[mode] = [got.status, (await got.text()).length]; }
    catch (error) { told[mode] = String(error.name); }
  }
  told.image = await new Promise((done) => {
    const image = new Image(); image.onload = () => done("shown"); image.onerror = () => done("none");
    image.src = address; });
  told.script = await new Promise((done) => {
    const script = document.createElement("script");
    script.onload = () => done("ran"); script.onerror = () => done("none");
    script.src = address; document.head.append(script); });
  return told;
}"""
"""All that a page may try to learn of another site by itself."""


@pytest.mark.parametrize("path", ["/", "/api/v1/desk", "/static/icon.svg"])
def test_another_site_s_scripts_read_nothing_of_ours(
    site: RunningSite, browser: Browser, elsewhere: str, path: str
) -> None:
    page = evil(browser, elsewhere)
    told: dict[str, Any] = page.evaluate(ASK, site.source_url + path)
    assert told == {"cors": "TypeError", "no-cors": "TypeError", "image": "none", "script": "none"}
    page.close()


def test_who_opened_our_page_holds_no_window_of_it(
    site: RunningSite, browser: Browser, elsewhere: str
) -> None:
    page = evil(browser, elsewhere)
    with page.context.expect_page() as opened:
        page.evaluate("address => { window.ours = window.open(address); }", site.source_url)
    opened.value.wait_for_load_state()
    page.wait_for_function("window.ours.closed")
    assert opened.value.evaluate("window.opener") is None
    page.context.close()
