"""What a person sees for each way in which scripts can fail: numbers, a way that works, nothing sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.journeys.outside import PATIENCE
from tests.journeys.test_canary import built, sri
from tests.journeys.texts import texts
from tests.server import RunningSite
from webapp.security import HEADERS

pytestmark = pytest.mark.journey

SECRET = "The foreman keeps our papers."
say = texts("source", "en")


def abort(route: Route) -> None:
    route.abort()


def hold(_route: Route) -> None:
    """Answers nothing, like a line that hangs."""


def cut(route: Route) -> None:
    """Half of the file, so that it is not a script any more and not what its hash says."""
    whole = route.fetch()
    route.fulfill(response=whole, body=whole.body()[: len(whole.body()) // 2])


def blocked(context: BrowserContext, _page: Page) -> None:
    context.route("**/static/main-*", abort)


def half_loaded(context: BrowserContext, _page: Page) -> None:
    context.route("**/static/main-*", cut)


def not_a_script(context: BrowserContext, _page: Page) -> None:
    """A syntax error that the page's integrity vouches for: the worst that a build could do."""
    broken = b"const = ;"
    context.route(
        "**/static/main-*",
        lambda route: route.fulfill(body=broken, content_type="text/javascript", headers=HEADERS),
    )

    def page_for_it(route: Route) -> None:
        answer = route.fetch()
        there, here = built("source/main.js")["integrity"], sri(broken)
        route.fulfill(response=answer, body=answer.text().replace(there, here))

    context.route("**/", page_for_it)


def old_browser(_context: BrowserContext, page: Page) -> None:
    """No modules' worth of the language: the first thing that the script asks for is not there."""
    page.add_init_script(
        "delete Element.prototype.closest; delete document.querySelectorAll;"
        "Document.prototype.querySelector = undefined;"
    )


def engine_blocked(context: BrowserContext, _page: Page) -> None:
    context.route("**/static/engine-*", abort)


def engine_half_loaded(context: BrowserContext, _page: Page) -> None:
    context.route("**/static/engine-*", cut)


def engine_too_slow(context: BrowserContext, page: Page) -> None:
    context.route("**/static/engine-*", hold)
    page.clock.install()


def no_worker(_context: BrowserContext, page: Page) -> None:
    page.add_init_script("delete globalThis.Worker")


def worker_refused(_context: BrowserContext, page: Page) -> None:
    page.add_init_script(
        "globalThis.Worker = class { constructor() { throw new DOMException('no', 'SecurityError'); } };"
    )


def worker_dies(_context: BrowserContext, page: Page) -> None:
    """The worker's script throws at once, as with a browser that knows none of its language."""
    page.add_init_script(
        "globalThis.Worker = class { postMessage() { setTimeout(() => this.onerror?.(new Event('error'))); }"
        " terminate() {} };"
    )


def wrong_answer(_context: BrowserContext, page: Page) -> None:
    """The engine runs, and one of its known answers is wrong."""
    page.add_init_script(
        "globalThis.Worker = class { postMessage({ id }) { setTimeout(() =>"
        " this.onmessage({ data: { id, stop: 'self_test' } })); } terminate() {} };"
    )


def storage_refused(_context: BrowserContext, page: Page) -> None:
    """A browser that lets pages keep nothing; this page needs nothing kept, and works."""
    for name in ("localStorage", "sessionStorage", "indexedDB", "caches"):
        page.add_init_script(
            f"Object.defineProperty(globalThis, '{name}',"
            " { get() { throw new DOMException('no', 'SecurityError'); } })"
        )


@dataclass(frozen=True)
class Failure:
    """One way to fail, and what the person then reads; without a text the page's own start stays."""

    fail: Callable[[BrowserContext, Page], None]
    reads: str | None
    waits: bool = False


BEFORE_THE_SCRIPT = {
    "the script is blocked": Failure(blocked, None),
    "the script is half loaded": Failure(half_loaded, None),
    "the script has a syntax error": Failure(not_a_script, None),
    "the browser is too old for the script": Failure(old_browser, None),
}
IN_THE_SCRIPT = {
    "the engine is blocked": Failure(engine_blocked, "stop.engine_load"),
    "the engine is half loaded": Failure(engine_half_loaded, "stop.engine_load"),
    "the engine is not ready in 20 seconds": Failure(engine_too_slow, "stop.too_slow", waits=True),
    "the browser has no workers": Failure(no_worker, "stop.no_worker"),
    "the browser refuses the worker": Failure(worker_refused, "stop.engine_load"),
    "the worker breaks": Failure(worker_dies, "stop.broken"),
    "a known answer is wrong": Failure(wrong_answer, "stop.self_test"),
}


class Watched:
    """A page that is about to fail, and every request that it makes."""

    def __init__(self, browser: Browser, failure: Failure | None, *, scripts: bool = True) -> None:
        self.context = browser.new_context(
            locale="en", viewport={"width": 320, "height": 640}, java_script_enabled=scripts
        )
        self.page = self.context.new_page()
        self.sent: list[str] = []
        self.page.on("request", lambda r: self.sent.append(f"{r.method} {r.post_data or ''}"))
        if failure:
            failure.fail(self.context, self.page)

    def nothing_was_sent(self) -> bool:
        """No request carried anything, and there is no cookie."""
        return all(call == "GET " for call in self.sent) and self.context.cookies() == []

    def takes_the_less_private_way(self) -> None:
        """Its button leads to the doors, on a page without scripts."""
        self.page.get_by_role("button", name=say("plain.way")).locator("visible=true").click()
        expect(self.page.get_by_role("button", name=say("door.need_help"))).to_be_visible()
        assert [cookie.get("name") for cookie in self.context.cookies()] == ["visit"]
        assert self.page.locator("script").count() == 0


def has_numbers_and_one_honest_sentence(page: Page) -> None:
    expect(page.locator('#call a[href="tel:911"]')).to_be_visible()
    expect(page.get_by_text(say("plain.way.honest")).locator("visible=true")).to_be_visible()


@pytest.mark.parametrize("case", [*BEFORE_THE_SCRIPT, "scripts are off"])
def test_where_the_page_never_wakes_up_it_is_a_way_to_send_and_never_a_dead_button(
    site: RunningSite, browser: Browser, case: str
) -> None:
    off = case == "scripts are off"
    person = Watched(browser, None if off else BEFORE_THE_SCRIPT[case], scripts=not off)
    person.page.goto(site.source_url)
    has_numbers_and_one_honest_sentence(person.page)
    expect(person.page.locator("button:visible")).to_have_text([say("plain.way")])
    assert person.nothing_was_sent()
    person.takes_the_less_private_way()
    person.context.close()


@pytest.mark.parametrize("case", IN_THE_SCRIPT)
def test_where_nothing_can_be_sealed_the_page_says_why_and_offers_another_way(
    site: RunningSite, browser: Browser, case: str
) -> None:
    failure = IN_THE_SCRIPT[case]
    person = Watched(browser, failure)
    person.page.goto(site.source_url)
    person.page.locator('[data-do="door"][value="ask_something"]').click()
    person.page.locator('[data-do="next"]:visible').click()
    person.page.locator('[name="what"]').fill(SECRET)
    if failure.waits:
        person.page.clock.fast_forward(20_000)
    stopped = person.page.locator("#stopped")
    expect(stopped).to_contain_text(say(failure.reads or ""), timeout=PATIENCE)
    has_numbers_and_one_honest_sentence(person.page)
    expect(person.page.locator('[name="what"]')).to_have_value(SECRET)
    assert person.nothing_was_sent()
    person.takes_the_less_private_way()
    assert not [call for call in person.sent if SECRET[:11] in call]
    person.context.close()


def test_where_storage_is_refused_the_page_works_because_it_keeps_nothing(
    site: RunningSite, browser: Browser
) -> None:
    person = Watched(browser, Failure(storage_refused, None))
    person.page.goto(site.source_url)
    person.page.locator('[data-do="door"][value="ask_something"]').click()
    person.page.locator('[data-do="next"]:visible').click()
    person.page.locator('[name="what"]').fill(SECRET)
    person.page.locator('[data-do="to-end"]').click()
    person.page.locator('[data-do="send"]').click()
    expect(person.page.locator('[data-view="words"]')).to_be_visible(timeout=PATIENCE)
    person.context.close()
