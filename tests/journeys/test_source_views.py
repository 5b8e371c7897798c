"""Every view outside, in every language and theme on a small phone: accessible, discreet, light."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.in_sight import out_of_sight
from tests.journeys.looks import LANGUAGE_AND_THEME, looks
from tests.journeys.outside import PATIENCE, Outside
from tests.server import RunningSite
from webapp.pages import STATIC

pytestmark = pytest.mark.journey

LANGUAGES = ("en", "es", "ar")
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LANDING_LIMIT = 14_000
"""Bytes on the line for a first visit: page, style, script and icon, compressed."""
READY_LIMIT = 60_000
"""Bytes on the line until somebody can write a tip: that and the engine."""
CHAT_LIMIT = 80_400
"""Bytes on the line until somebody can chat: that, the chat's script, views and texts, and its line."""
WORDS_LIMIT = 6_000
"""Bytes of one list of words, which arrives while the person writes."""

RUN_AXE = """async () => {
  scrollTo(0, 0);
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly, rules: { "target-size": { enabled: true } } });
  // What lies half behind the bar that sticks is looked at again where nothing is in front of it.
  const isSmall = async ({ target }) => {
    document.querySelector(target[0]).scrollIntoView({ block: "center", behavior: "instant" });
    const { violations } = await axe.run({ include: [target] }, { runOnly: ["target-size"] });
    return violations.length > 0;
  };
  const kept = [];
  for (const { id, nodes } of found.violations) {
    const still = [];
    for (const node of nodes) if (id !== "target-size" || await isSmall(node)) still.push(node.html);
    if (still.length > 0) kept.push([id, still]);
  }
  scrollTo(0, 0);
  return kept;
}"""
EXIT_IS_ON_TOP = """() => {
  const exit = document.querySelector("[data-exit-now]");
  const { left, top, width, height } = exit.getBoundingClientRect();
  return height >= 44 && exit === document.elementFromPoint(left + width / 2, top + height / 2);
}"""
ANSWERS = {
    "danger_now": "no",
    "what": "Three girls on the night flight.\nOne man held the passports.",
    "minor": "yes",
    "how_known": "observation",
    "witness": "pilot",
    "flight": "XY 123",
    "consent": "confidential",
}
TELLING = re.compile(
    r"help|tip|abuse|traffick|hotline|crisis|victim|danger"
    r"|ayuda|trata|abuso|crisis|v[ií]ctima|peligro|denuncia"
    r"|مساعدة|اتجار|استغلال|أزمة|ضحية|خطر",
    re.IGNORECASE,
)


def visitor(browser: Browser, site: RunningSite, language: str, theme: str = "light") -> Outside:
    context = browser.new_context(
        locale=language,
        viewport={"width": 320, "height": 640},
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(site.source_url)
    return Outside(context, page, language)


def before_sending(person: Outside) -> Iterator[str]:
    """From the doors to the last look; stops at every view on the way."""
    page = person.page
    yield "home"
    person.do("know", "know")
    for about in page.locator("summary:visible").all():
        about.click()
    yield "know"
    person.do("know", "leaving")
    yield "leaving"
    person.do("view-back")
    person.do("door", "saw_something")
    first = page.locator("[data-step]:visible")  # before any question about age, name or place
    expect(first).to_contain_text(person.say("start.report"))
    while not page.locator('[data-do="send"]').is_visible():
        yield str(page.locator("[data-step]:visible").get_attribute("data-step"))
        person._answer(ANSWERS)
        person.do("next")
    yield "review"


def after_sending(person: Outside) -> Iterator[str]:
    """From the private words to removing them."""
    page = person.page
    person.do("send")
    expect(page.locator('[data-view="words"]')).to_be_visible(timeout=PATIENCE)
    yield "words"
    person.words = " ".join(page.locator(".words li").all_inner_texts())
    person.do("cover")
    yield "cover"
    person.do("lift")
    person.do("view", "practice")
    for letters in page.locator("summary:visible").all():
        letters.click()
    page.locator("#practice").fill("one too few")
    person.do("practise")
    expect(page.locator('[data-view="practice"] .error')).not_to_be_empty()
    yield "practice"
    person.do("view", "words")
    person.practise()
    yield "done"
    person.do("see")
    person.do("earlier")
    person.do("remove-ask")
    yield "thread"
    person.do("close")
    person.come_back("abandon abandon abandon abandon abandon abandon abanxon")
    expect(page.locator('[data-view="back"] .error')).not_to_be_empty(timeout=PATIENCE)
    yield "back"
    person.do("view", "home")
    person.come_back()
    person.see_thread()
    assert "night flight" not in page.content()  # somebody may have been forced to open this
    person.do("refresh")
    nothing_new = person.say("thread.nothing_new")
    expect(page.locator('[data-view="thread"] [data-news]')).to_have_text(nothing_new)
    person.do("earlier")
    expect(page.locator("#earlier")).to_contain_text("night flight")
    person.do("remove-ask")
    person.do("remove")
    expect(page.locator('[data-view="removed"]')).to_be_visible(timeout=PATIENCE)
    yield "removed"


def stopped(person: Outside) -> Iterator[str]:
    """The page that says why nothing can be sent."""
    person.page.route("**/static/engine-*", lambda route: route.abort())
    person.page.reload()
    person.do("door", "need_help")
    expect(person.page.locator("#stopped")).to_be_visible()
    yield "stopped"


def faults(page: Page) -> list[Any]:
    """What axe finds, what does not fit, and an exit that is not on top on any kind of screen."""
    page.evaluate(AXE.read_text())
    found = list(page.evaluate(RUN_AXE))
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    if not page.evaluate(EXIT_IS_ON_TOP):
        found.append("the exit is covered")
    return found + out_of_sight(page)


@pytest.mark.parametrize(
    ("language", "theme"), looks(LANGUAGES, ("light", "dark"), often=LANGUAGE_AND_THEME)
)
def test_every_view_is_accessible_and_keeps_its_exit_in_sight(
    site: RunningSite, browser: Browser, pictures: Path, language: str, theme: str
) -> None:
    person = visitor(browser, site, language, theme)
    views = [
        (name, faults(person.page), person.page.screenshot(path=pictures / f"{name}.png"))[:2]
        for walk in (before_sending, after_sending, stopped)
        for name in walk(person)
    ]
    assert [view for view in views if view[1]] == []
    assert len(views) >= 22


def test_targets_that_are_too_small_are_found(browser: Browser) -> None:
    """The control: two of them side by side, which nothing is in front of."""
    page = browser.new_page()
    small = "<button style='inline-size: 10px; block-size: 10px; padding: 0; border: 0'>a</button>"
    page.set_content(f"<html lang=en><title>a</title><main><h1>a</h1>{small * 2}</main>")
    page.evaluate(AXE.read_text())
    assert [(rule, len(found)) for rule, found in page.evaluate(RUN_AXE)] == [("target-size", 2)]
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_is_light(
    site: RunningSite, language: str, record_property: Callable[[str, object], None]
) -> None:
    landing, ready, words = weights(site, language)
    chat = ready + chat_weight(site, language)
    asked = ready + fetched(f"{site.source_url}/ask?form=0", language)[1]
    record_property("landing", landing)
    record_property("ready to write", ready)
    record_property("ready to chat", chat)
    record_property("words", words)
    assert landing <= LANDING_LIMIT
    assert ready < asked <= READY_LIMIT
    assert chat <= CHAT_LIMIT
    assert max(words) <= WORDS_LIMIT


def weights(site: RunningSite, language: str) -> tuple[int, int, list[int]]:
    """Bytes on the line: a first visit, ready to write a tip, and each list of words."""

    def sizes(pattern: str) -> list[int]:
        names = re.findall(pattern, page.decode())
        return [fetched(site.source_url + name, language)[1] for name in names]

    page, size = fetched(site.source_url + "/", language)
    files = sizes(r'(?:src|href)="(/static/[^"]+)"')
    engine = sizes(r'data-engine="([^"]+)"')
    words = [fetched(f"{site.source_url}/static/{name}", language)[1] for name in word_files()]
    assert (len(files), len(engine), len(words)) == (3, 1, 2)
    landing = size + sum(files)
    return landing, landing + sum(engine), words


def chat_weight(site: RunningSite, language: str) -> int:
    """Bytes on the line that only a chat needs."""
    files = built(lambda name: name in {"source/chat.js", "source/chat.css", "source/line.js"})
    assert len(files) == 3
    paths = ["/more", *(f"/static/{name}" for name in files)]
    return sum(fetched(site.source_url + path, language)[1] for path in paths)


def word_files() -> list[str]:
    """The names of the built lists of words."""
    return built(lambda name: "/words-" in name)


def built(wanted: Callable[[str], bool]) -> list[str]:
    """The names under which these files are served."""
    manifest = json.loads((STATIC / "manifest.json").read_text())
    return [Path(entry["file"]).name for name, entry in manifest.items() if wanted(name)]


def fetched(url: str, language: str) -> tuple[bytes, int]:
    """A body, unpacked where it is a page, and its size on the line."""
    headers = {"Accept-Encoding": "gzip, br", "Accept-Language": language}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:  # noqa: S310 - our own address
        body = answer.read()
        is_page = answer.headers["Content-Type"].startswith("text/html")
        assert answer.headers["Content-Encoding"] == "br"
    return (brotli.decompress(body) if is_page else body), len(body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_tells_before_a_person_acts(
    site: RunningSite, browser: Browser, language: str
) -> None:
    person = visitor(browser, site, language)
    assert person.page.title() == person.say("page.title")
    assert TELLING.search(person.page.locator("head").inner_html()) is None
    assert person.context.cookies() == []


def test_a_heading_gets_the_focus_whenever_the_view_changes(
    site: RunningSite, browser: Browser
) -> None:
    person = visitor(browser, site, "en")
    for action, value in (("know", "leaving"), ("view-back", None), ("view", "back")):
        person.do(action, value)
        heading = person.page.locator("[data-view]:visible h1")
        expect(heading).to_be_focused()


def test_another_language_keeps_what_was_typed_and_leaves_no_trace(
    site: RunningSite, browser: Browser
) -> None:
    person = visitor(browser, site, "en")
    before = person.page.evaluate("history.length")
    person.do("door", "need_help")
    person.do("next")
    person.page.locator('label:has([value="unknown"]):visible').click()
    person.do("next")
    person.page.locator('[name="what"]').fill("الكفيل أخذ جوازي")
    person.do("language", "ar")
    expect(person.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(person.page.locator('[name="what"]:visible')).to_have_value("الكفيل أخذ جوازي")
    expect(person.page.locator('[name="danger_now"][value="unknown"]')).to_be_checked()
    assert person.page.title() == "الرسائل"
    assert person.page.evaluate("history.length") == before
    assert person.page.url == site.source_url + "/"
    assert person.context.cookies() == []


def test_what_was_typed_for_an_answer_that_was_left_again_does_not_travel(
    site: RunningSite, browser: Browser
) -> None:
    person = visitor(browser, site, "en")
    page = person.page
    person.do("door", "saw_something")
    while page.locator('[data-step="witness"]').is_hidden():
        person._answer({"what": "  Three girls.  "})
        person.do("next")
    person._answer({"witness": "pilot", "flight": "XY 123"})
    page.locator('[name="flight"]').fill("XY 123")
    person._answer({"witness": "teacher"})
    while page.locator('[data-do="send"]').is_hidden():
        person.do("next")
    expect(page.locator(".review")).to_contain_text("Three girls.")
    expect(page.locator(".review")).not_to_contain_text("XY 123")
    page.context.close()
