"""Every page without scripts, in every language and theme on a small phone: accessible, in order, exit in reach.

axe is a script, so it is put into a browser that runs scripts and shows the pages that have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.in_sight import out_of_sight
from tests.journeys.looks import looks
from tests.journeys.outside import PATIENCE
from tests.journeys.test_plain import PlainOutside
from tests.journeys.test_source_views import AXE, LANGUAGES, RUN_AXE
from tests.journeys.texts import texts
from tests.server import RunningSite

pytestmark = pytest.mark.journey

EXIT_IS_ON_TOP = """() => {
  const exit = document.querySelector("header .exit");
  const { left, top, width, height } = exit.getBoundingClientRect();
  return height >= 44 && exit === document.elementFromPoint(left + width / 2, top + height / 2);
}"""
TOO_SMALL = """() => [...document.querySelectorAll(
    "button, summary, .choices label, textarea, input:not([type=radio], [type=hidden])")]
  .filter((it) => it.checkVisibility() && it.getBoundingClientRect().height < 43.5)
  .map((it) => it.outerHTML)"""
FIRST_IN_ORDER = (
    "() => document.querySelector('a, button, input:not([type=hidden]), textarea').className"
)


class Walk(PlainOutside):
    """The pages without scripts, in a browser that could run some."""

    def __init__(self, browser: Browser, url: str, language: str, theme: str) -> None:
        self.context = browser.new_context(
            locale=language,
            viewport={"width": 320, "height": 640},
            color_scheme="dark" if theme == "dark" else "light",
            bypass_csp=True,
        )
        self.context.route("**/static/main-*", lambda route: route.abort())
        self.page: Page = self.context.new_page()
        self.say = texts("source", language)
        self.page.goto(url)

    def pages(self) -> Iterator[str]:
        """From the doors to the way back that was removed; stops at every page."""
        yield "first"
        self.press("plain.way")
        yield "doors"
        self.door("ask_something")
        yield "question"
        self.press("foot.start")
        self.door("saw_something")
        self.press("plain.send")
        expect(self.page.get_by_role("alert")).to_be_visible()
        self.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        yield "tip"
        self.page.locator("#what").fill("Three girls on the night flight.")
        self.press("plain.send")
        words = self.page.locator("ol.words li")
        expect(words).to_have_count(7, timeout=PATIENCE)
        yield "words"
        yield from self.after_the_words(" ".join(words.all_inner_texts()))

    def after_the_words(self, words: str) -> Iterator[str]:
        """Practice, thread, coming back, removing."""
        self.press("words.practise")
        self.page.locator("#words").fill("wrong")
        self.press("practice.check")
        yield "practice"
        self.page.locator("#words").fill(words)
        self.press("practice.check")
        self.write("One more thing.")
        self.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        yield "thread"
        self.press("foot.start")
        self.press("door.back")
        self.page.locator("#words").fill("zoo")
        self.press("back.open")
        yield "back"
        self.page.locator("#words").fill(words)
        self.press("back.open")
        self.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        late = self.page.locator('form:has([value="remove"]) [name="token"]')
        self.press("remove.yes")
        yield "removed"
        assert late.count() == 0
        self.press("foot.start")
        self.door("need_help")
        self.page.locator("#what").fill("Left open for too long.")
        self.context.clear_cookies()
        self.press("plain.send")
        yield "ended"


def faults(page: Page, name: str) -> list[Any]:
    """What axe finds, what is too small or does not fit, and an exit that is not first and on top."""
    page.wait_for_load_state()  # the document is there before its style sheet is
    page.evaluate(AXE.read_text())
    found: list[Any] = page.evaluate(RUN_AXE) + page.evaluate(TOO_SMALL)
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        found.append("wider than the phone")
    if name != "first" and not page.evaluate(EXIT_IS_ON_TOP):
        found.append("exit not on top")
    if name != "first" and page.evaluate(FIRST_IN_ORDER) != "exit":
        found.append("exit not first in order")
    return found + (out_of_sight(page) if name != "first" else [])


@pytest.mark.parametrize(
    ("language", "theme"), looks(LANGUAGES, ("light", "dark"), often=[("ar", "dark")])
)
def test_every_plain_page_is_accessible_and_begins_with_its_exit(
    site: RunningSite, browser: Browser, pictures: Path, language: str, theme: str
) -> None:
    walk = Walk(browser, site.source_url, language, theme)
    found = {}
    for name in walk.pages():
        walk.page.screenshot(path=pictures / f"{name}.png", full_page=True)
        found[name] = faults(walk.page, name)
    walk.context.close()
    assert {name: what for name, what in found.items() if what} == {}


def test_leaving_without_scripts_ends_the_visit_and_shows_the_exit_page(
    site: RunningSite, browser: Browser
) -> None:
    person = PlainOutside(browser, site.source_url, "en")
    person.context.route(
        "https://www.weather.gov/**",
        lambda route: route.fulfill(content_type="text/html", body="<title>Weather</title>Sunny"),
    )
    person.press("plain.way")
    person.door("need_help")
    person.page.locator("#what").fill("They keep our papers.")
    person.press("bar.exit")
    person.page.wait_for_url("https://www.weather.gov/")
    assert person.context.cookies() == []
    person.page.go_back()
    expect(person.page.get_by_role("button", name=person.say("plain.way"))).to_be_visible()
    assert "They keep our papers." not in person.page.content()
    person.context.close()
