"""The screen outside covers itself, and is lifted by a tap, or by a number where somebody set one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.firefox.reader import WRITTEN_OUT, read_in_reader_view
from tests.journeys.outside import PATIENCE, Outside
from tests.journeys.test_source_safety import EXIT, answer_with_weather
from tests.server import RunningSite

pytestmark = pytest.mark.journey

SECRET = "He keeps our papers in the blue house."
TWO_MINUTES = 120_000
FOUND = "words => window.find(words, false, false, true)"
"""Whether the browser's search finds these words."""
SEEN = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .flatMap((each) => [...each.childNodes])
  .filter((node) => node.nodeType === Node.TEXT_NODE)
  .map((node) => node.textContent.trim())
  .filter((words) => words)"""
"""All the words that can be seen or are read out."""
HIDE = """() => {
  Object.defineProperty(document, "hidden", { configurable: true, value: true });
  document.dispatchEvent(new Event("visibilitychange"));
  delete document.hidden;
}"""
"""What the browser does when another app comes to the front; a test cannot make it do that."""


@pytest.fixture
def person(site: RunningSite, browser: Browser) -> Iterator[Outside]:
    """Somebody who has typed something."""
    context = browser.new_context(locale="en", viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.clock.install()
    page.goto(site.source_url)
    arrived = Outside(context, page, "en")
    context.route(f"{EXIT}**", answer_with_weather)
    arrived.do("door", "need_help")
    arrived.do("next")
    arrived.do("next")
    page.locator('[name="what"]').fill(SECRET)
    yield arrived
    context.close()


def set_pin(person: Outside, pin: str) -> None:
    person.do("know", "leaving")
    person.page.locator("#new-pin").fill(pin)
    person.do("set-pin")


def only_the_cover(page: Page, person: Outside) -> None:
    assert page.evaluate(SEEN) == [
        person.say("bar.exit_first"),
        person.say("bar.exit"),
        person.say("page.title"),
        person.say("cover.lift"),
    ]


def test_the_screen_covers_itself_when_something_else_is_looked_at(person: Outside) -> None:
    person.page.evaluate(HIDE)
    only_the_cover(person.page, person)
    person.page.keyboard.press("Enter")
    expect(person.page.locator('[name="what"]')).to_have_value(SECRET)
    expect(person.page.locator('[name="what"]')).to_be_focused()


def test_the_screen_covers_itself_when_nothing_is_done_for_two_minutes(person: Outside) -> None:
    person.page.clock.run_for(TWO_MINUTES - 1000)
    person.page.keyboard.press("a")
    person.page.clock.run_for(TWO_MINUTES - 1000)
    expect(person.page.locator('[name="what"]')).to_be_visible()
    person.page.clock.run_for(1000)
    only_the_cover(person.page, person)


def test_under_the_cover_neither_reader_view_nor_search_finds_anything(
    person: Outside, tmp_path: Path
) -> None:
    person.do("know", "leaving")
    told = person.say("leaving.heading")
    page = person.page.evaluate(WRITTEN_OUT)
    assert len(read_in_reader_view(page, tmp_path)) > 500  # uncovered it is an article
    assert person.page.evaluate(FOUND, told)
    person.do("cover")
    page = person.page.evaluate(WRITTEN_OUT)
    left = f"{person.say('bar.exit_first')} {person.say('bar.exit')} {person.say('page.title')}"
    assert set(read_in_reader_view(page, tmp_path).split()) <= set(left.split())
    assert not person.page.evaluate(FOUND, told)
    person.do("lift")
    person.do("view-back")
    expect(person.page.locator('[name="what"]')).to_have_value(SECRET)


def test_nothing_is_printed(person: Outside) -> None:
    assert person.page.evaluate(SEEN) != []
    person.page.emulate_media(media="print")
    assert person.page.evaluate(SEEN) == []


def test_the_cover_keeps_its_place_and_the_exit(person: Outside) -> None:
    person.page.evaluate("scrollTo(0, 200)")
    before = person.page.evaluate("scrollY")
    person.do("cover")
    person.page.locator('[data-do="lift"]').click()
    assert person.page.evaluate("scrollY") >= before > 0
    person.do("cover")
    person.exit()
    person.page.wait_for_url(EXIT)


def test_a_number_lifts_the_cover_and_five_wrong_ones_leave(person: Outside) -> None:
    set_pin(person, "12")
    expect(person.page.locator("[data-pin]")).to_have_text(person.say("cover.short"))
    set_pin(person, "4711")
    expect(person.page.locator("[data-pin]")).to_have_text(person.say("cover.is_set"))
    person.do("view-back")
    person.do("cover")
    pin = person.page.locator("#pin")
    for tries in range(5):
        expect(pin).to_be_focused()
        pin.fill(f"000{tries}")
        if tries == 3:
            pin.fill("٤٧١١")
            person.do("lift")
            expect(person.page.locator('[name="what"]')).to_have_value(SECRET)
            person.do("cover")
        else:
            person.do("lift")
    for key in ("7", *("Control+z",) * 5):
        pin.press(key)
    expect(person.page.locator('[name="what"]')).to_have_value(SECRET)
    for tries in range(4):
        expect(person.page.locator("#cover .error")).to_have_text(person.say("cover.wrong"))
        pin.fill(f"111{tries}")
        pin.press("Enter")
    person.page.wait_for_url(EXIT)


def test_private_words_can_be_typed_by_number_and_by_letters_on_the_screen(
    site: RunningSite, browser: Browser
) -> None:
    person = Outside.arrive(browser, site.source_url, "ar")
    person.tip("saw_something", {"what": "رجل يحتفظ بجوازاتنا"})
    words = person.page.locator(".words li")
    expect(words.locator("small")).to_have_count(7)
    numbers = " ".join(words.locator("small").all_inner_texts())
    person.do("view", "practice")
    arabic = numbers.translate({ord(str(n)): chr(0x660 + n) for n in range(10)})
    person.page.locator("#practice").fill(arabic)
    person.do("practise")
    expect(person.page.locator('[data-view="done"] [data-right]')).to_be_visible(timeout=PATIENCE)
    person.do("view", "home")
    person.do("view", "back")
    person.page.locator('[data-view="back"] .letters summary').click()
    for digit in numbers:
        person.do("letter", " " if digit == " " else digit)
    person.do("letter", "z")
    person.page.locator('[data-view="back"] [data-do="letter"][value=""]').click()
    person.do("open")
    person.see_thread()
    person.context.close()
