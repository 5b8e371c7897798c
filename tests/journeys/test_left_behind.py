"""After leaving: what the Back button, the history file and the profile of a real browser still show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.faults.proxy import Line, proxied
from tests.journeys.at_home import Step, at_home, every_earlier_step, neutral_site, visited
from tests.journeys.canary import found_under
from tests.journeys.chat_outside import Chatter
from tests.journeys.outside import PATIENCE
from tests.journeys.test_plain import PlainOutside
from tests.journeys.texts import texts
from tests.server import RunningSite, patiently, start_site

pytestmark = pytest.mark.journey

SAY = texts("source", "en")
SECRET = "The foreman keeps our papers in the blue house."
LATER = "He counts us at night, room by room."


@pytest.fixture(scope="module")
def away() -> Iterator[str]:
    """A neutral site, to which the exit leads."""
    with neutral_site() as address:
        yield address


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, away: str) -> Iterator[RunningSite]:
    """A demonstration whose exit leads there."""
    running = start_site(tmp_path_factory.mktemp("site"), more={"QUIETLINE_EXIT_URL": away})
    yield running
    running.stop()


def tip(person: Chatter) -> None:
    """A tip, the practice step, the thread, and one more message."""
    person.tip("need_help", {"what": SECRET})
    person.practise()
    person.do("see")
    person.see_thread()
    person.write(LATER)


def chat(person: Chatter) -> None:
    """A chat, in which something was said."""
    person.begin()
    person.say_text(SECRET)
    person.has(SECRET)
    person.see_words()


def comes_back(person: Chatter) -> None:
    """A tip, another page, and the way back by the words."""
    person.tip("saw_something", {"what": SECRET})
    person.page.reload()
    person.come_back()
    person.see_thread()


FLOWS = {"tip": tip, "chat": chat, "return": comes_back}


def arrived(context: BrowserContext, site: RunningSite, away: str) -> Chatter:
    """Somebody who looked at the weather before."""
    page = context.pages[0]
    page.goto(f"{away}before")
    page.goto(site.source_url)
    return Chatter(context, page, "en")


def kept(context: BrowserContext, site: RunningSite) -> dict[str, float]:
    """How many bytes each kind of storage still holds of our address."""
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    told = cdp.send("Storage.getUsageAndQuota", {"origin": site.source_url})
    page.close()
    return {kind["storageType"]: kind["usage"] for kind in told["usageBreakdown"] if kind["usage"]}


def product_text(steps: list[Step], secrets: list[str]) -> list[str]:
    """What of the product, or of what was typed, any of the pages showed."""
    ours = [SAY(key) for key in ("door.need_help", "until.heading", "plain.way", "bar.exit")]
    return [text for step in steps for text in [*ours, *secrets] if text in step.text]


PLANT = """async () => {
  localStorage.setItem("kept", "1");
  sessionStorage.setItem("kept", "1");
  document.cookie = "kept=1";
  await (await caches.open("kept")).put("/kept", new Response("1"));
  await new Promise((done) => {
    const opening = indexedDB.open("kept");
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onsuccess = () => done(opening.result.close());
  });
}"""
"""Our pages keep nothing; so that the clearing shows, something of each kind is put there."""


def plant(person: Chatter, site: RunningSite) -> None:
    """Something of each kind is kept in the browser, with a cookie that no script sees."""
    person.page.evaluate(PLANT)
    hidden = {"name": "hidden", "value": "1", "url": site.source_url, "httpOnly": True}
    person.context.add_cookies([hidden])  # type: ignore[list-item] # its own type is a dict
    assert len(person.context.cookies()) == 2
    patiently(lambda: {"cache_storage", "indexeddb"} <= set(kept(person.context, site)))


def leave(person: Chatter, site: RunningSite, away: str) -> list[Step]:
    """The quick exit, until nothing is kept; gives what every earlier entry shows then."""
    with person.page.expect_request("**/api/v1/end"):
        person.exit()
    person.page.wait_for_url(away)
    patiently(lambda: person.context.cookies() == [] and kept(person.context, site) == {})
    return every_earlier_step(person.page)


@pytest.mark.parametrize(
    "flow",
    [name if name == "tip" else pytest.param(name, marks=pytest.mark.long) for name in FLOWS],
)
def test_after_a_flow_no_earlier_entry_shows_anything_and_the_history_file_has_one_bland_row(
    site: RunningSite, browser: Browser, away: str, tmp_path: Path, flow: str
) -> None:
    with at_home(browser, tmp_path) as context:
        person = arrived(context, site, away)
        FLOWS[flow](person)
        plant(person, site)
        steps = leave(person, site, away)
        assert [step.url for step in steps] == [f"{away}before", "about:blank"]
        assert product_text(steps, [SECRET, LATER, *person.words.split()]) == []
    assert_bland(tmp_path, site, [SECRET, LATER, person.words])


@pytest.mark.long  # that the call is kept alive is held by tests/js/source/leaving.test.ts each time
def test_what_is_answered_after_leaving_still_clears(
    site: RunningSite, browser: Browser, away: str, tmp_path: Path
) -> None:
    far = Line(delay=1.0)
    with proxied(site.port, far) as line, at_home(browser, tmp_path) as context:
        there = replace(site, port=line.port)
        person = arrived(context, there, away)
        person.do("door", "need_help")
        plant(person, there)
        leave(person, there, away)


def assert_bland(folder: Path, site: RunningSite, secrets: list[str]) -> None:
    """The history file has one row of ours, and nothing in the profile has what was typed."""
    ((address, title),) = visited(folder, site.source_url)
    assert address == f"{site.source_url}/"
    # Replaced by where the exit led, an address stays, under the title of its replacement.
    assert title in {SAY("page.title"), "Weather"}
    assert found_under(folder, [secret for secret in secrets if secret], besides=set()) == {}


class PlainAtHome(PlainOutside):
    """Somebody whose browser runs no scripts, with a profile on disk."""

    def __init__(self, context: BrowserContext, site: RunningSite, away: str) -> None:
        self.context, self.page, self.say = context, context.pages[0], SAY
        self.page.goto(f"{away}before")
        self.page.goto(site.source_url)


def plain_tip(person: PlainAtHome) -> str:
    """A tip, the practice step, the thread, and one more message; gives the words."""
    person.press("plain.way")
    person.door("need_help")
    person.page.locator("#what").fill(SECRET)
    person.press("plain.send")
    words = person.page.locator("ol.words li")
    expect(words).to_have_count(7, timeout=PATIENCE)
    said = " ".join(words.all_inner_texts())
    person.practise(said)
    person.write(LATER)
    return said


def plain_chat(person: PlainAtHome) -> str:
    """A chat whose frame renews itself and shows what was said; gives the words."""
    person.press("plain.way")
    person.press("door.need_help")
    person.press("plain.chat.safe.yes")
    person.page.locator("#more").fill(SECRET)
    person.press("plain.send")
    frame = person.page.frame_locator("iframe.news").locator("body")
    expect(frame).to_contain_text(SECRET, timeout=PATIENCE)
    with person.page.expect_request("**/now", timeout=PATIENCE):
        pass
    person.press("plain.chat.words")
    words = person.page.locator("ol.words li")
    expect(words).to_have_count(7, timeout=PATIENCE)
    said = " ".join(words.all_inner_texts())
    person.press("plain.chat.words.back")
    return said


def plain_return(person: PlainAtHome) -> str:
    """A tip, the start page, and the way back by the words; gives them."""
    words = plain_tip(person)
    person.press("foot.start")
    person.press("door.back")
    person.page.locator("#words").fill(words)
    person.press("back.open")
    expect(person.page.locator("#more")).to_be_visible(timeout=PATIENCE)
    return words


PLAIN_FLOWS: dict[str, Callable[[PlainAtHome], str]] = {
    "tip": plain_tip,
    "chat": plain_chat,
    "return": plain_return,
}


@pytest.mark.parametrize(
    "flow",
    [
        name if name == "chat" else pytest.param(name, marks=pytest.mark.long)
        for name in PLAIN_FLOWS
    ],
)
def test_without_scripts_every_earlier_entry_shows_the_first_page_at_most(
    site: RunningSite, browser: Browser, away: str, tmp_path: Path, flow: str
) -> None:
    with at_home(browser, tmp_path, scripts=False) as context:
        person = PlainAtHome(context, site, away)
        words = PLAIN_FLOWS[flow](person)
        assert context.cookies() != []
        person.press("bar.exit")
        person.page.wait_for_url(away)
        assert context.cookies() == []
        assert kept(context, site) == {}
        steps = every_earlier_step(person.page)
        ours = [step for step in steps if step.url == f"{site.source_url}/"]
        assert len(steps) == len(ours) + 2
        assert ours, "a form's answer is an entry of its own"
        for step in ours:
            assert SAY("until.heading") in step.text
            assert not [text for text in (SECRET, LATER, words, *LATER_PAGES) if text in step.text]
    assert_bland(tmp_path, site, [SECRET, LATER, words])


LATER_PAGES = [SAY(key) for key in ("plain.chat.waiting", "plain.honest")]
"""What only a page of a visit says."""
