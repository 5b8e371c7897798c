"""What a page of somebody else's can do with ours in a real browser: frame it, post to it, open it, read it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.server import RunningSite

pytestmark = pytest.mark.journey

EVIL = "http://evil.localhost:9/"
"""An address that only the browser's driver answers."""

PAGE = """<!doctype html><title>evil</title>
<iframe name="framed" src="{target}"></iframe>
<form id="form" method="post" action="{site}/" target="posted"><input name="act" value="begin"></form>
<iframe name="posted"></iframe>"""


def evil(browser: Browser, site: str, path: str) -> Page:
    """A page of another site that shows ours in a frame."""
    page = browser.new_page()
    body = PAGE.format(target=site + path, site=site)
    page.route(EVIL, lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(EVIL)
    return page


def shown_in(page: Page, name: str) -> str:
    """The text that a frame shows, as the browser knows it."""
    frame = page.frame(name=name)
    assert frame is not None
    text: str = frame.locator("body").inner_text()
    return text


@pytest.mark.against_policy
@pytest.mark.parametrize("path", ["/", "/now", "/healthz"])
def test_no_page_outside_can_be_framed(site: RunningSite, browser: Browser, path: str) -> None:
    page = evil(browser, site.source_url, path)
    page.wait_for_load_state("load")
    frame = page.frame(name="framed")
    assert frame is not None
    assert frame.url.startswith("chrome-error:")
    page.close()


@pytest.mark.against_policy
@pytest.mark.parametrize("path", ["/", "/looking"])
def test_no_page_of_the_desk_can_be_framed(site: RunningSite, browser: Browser, path: str) -> None:
    page = evil(browser, site.desk_url, path)
    page.wait_for_load_state("load")
    frame = page.frame(name="framed")
    assert frame is not None
    assert frame.url.startswith("chrome-error:")
    page.close()


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
    site: RunningSite, browser: Browser, path: str
) -> None:
    page = evil(browser, "http://nobody.localhost:9", "/")
    told: dict[str, Any] = page.evaluate(ASK, site.source_url + path)
    assert told == {"cors": "TypeError", "no-cors": "TypeError", "image": "none", "script": "none"}
    page.close()


def test_who_opened_our_page_holds_no_window_of_it(site: RunningSite, browser: Browser) -> None:
    page = evil(browser, "http://nobody.localhost:9", "/")
    with page.context.expect_page() as opened:
        page.evaluate("address => { window.ours = window.open(address); }", site.source_url)
    opened.value.wait_for_load_state()
    page.wait_for_function("window.ours.closed")
    assert opened.value.evaluate("window.opener") is None
    page.context.close()
