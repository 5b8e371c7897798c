"""Outside, when things go wrong: leaving leaves nothing, and what cannot be sealed is not sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.outside import PATIENCE, Outside
from tests.server import RunningSite

pytestmark = pytest.mark.journey

SECRET = "The foreman keeps our papers in the blue house."
EXIT = "https://www.weather.gov/"
NOTHING_KEPT = """async () => [
  localStorage.length,
  sessionStorage.length,
  (await indexedDB.databases()).length,
  (await caches.keys()).length,
  document.cookie.length,
]"""


LEAVE_AND_LOOK = """
  document.querySelector("[data-exit-now]").click();
  [document.body.childNodes.length, document.title]
"""


TELL_WHAT_CAME_BACK = """addEventListener("pageshow", ({ persisted }) => {
  if (persisted) fetch(`/came-back?${document.body.childNodes.length}`, { keepalive: true });
})"""
"""Runs before the page's own: how much of it the browser kept for the Back button."""


@pytest.fixture
def person(site: RunningSite, browser: Browser) -> Iterator[Outside]:
    """Somebody on the page, behind whose exit lies a page that answers at once."""
    arrived = Outside.arrive(browser, site.source_url)
    arrived.context.route(f"{EXIT}**", answer_with_weather)
    yield arrived
    arrived.context.close()


def answer_with_weather(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<title>Weather</title>Sunny")


def hold(_route: Route) -> None:
    """Answers nothing, like a line that hangs."""


def write_secret(person: Outside) -> None:
    person.do("door", "need_help")
    person.do("next")
    person.do("next")
    person.page.locator('[name="what"]').fill(SECRET)


def send_secret(person: Outside) -> None:
    write_secret(person)
    person.do("to-end")
    person.do("send")
    expect(person.page.locator('[data-view="words"]')).to_be_visible(timeout=PATIENCE)
    person.words = " ".join(person.page.locator(".words li").all_inner_texts())


def tap(page: Page) -> None:
    page.locator("[data-exit-now]").click()


def skip_link(page: Page) -> None:
    page.locator("h1:visible").click()
    page.evaluate("document.activeElement.blur()")
    page.locator(".exit-first").focus()
    page.keyboard.press("Enter")


def shift_three_times(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("leave", [tap, skip_link, shift_three_times])
def test_leaving_ends_at_a_neutral_page_with_nothing_behind(
    person: Outside, site: RunningSite, leave: Callable[[Page], None]
) -> None:
    send_secret(person)
    with person.page.expect_request("**/api/v1/end") as ended:
        leave(person.page)
    person.page.wait_for_url(EXIT)
    assert ended.value.method == "POST"
    history = person.context.new_cdp_session(person.page).send("Page.getNavigationHistory")
    assert site.source_url not in json.dumps(history)
    assert person.context.storage_state() == {"cookies": [], "origins": []}


def test_the_page_is_blank_at_once_even_when_the_line_hangs(person: Outside) -> None:
    with person.page.expect_worker() as engine:
        write_secret(person)
    person.context.unroute(f"{EXIT}**")
    person.context.route(f"{EXIT}**", hold)
    person.context.route("**/api/v1/end", hold)
    cdp = person.context.new_cdp_session(person.page)
    # Not by the page's own methods: those would wait for where the page is going.
    call = {"expression": LEAVE_AND_LOOK, "returnByValue": True}
    with engine.value.expect_event("close"):
        left = cdp.send("Runtime.evaluate", call)
    assert left["result"]["value"] == [0, person.say("page.title")]


def test_shift_for_capital_letters_and_for_clicks_does_not_leave(person: Outside) -> None:
    write_secret(person)
    for letter in ("A", "B", "C", "D"):
        person.page.keyboard.press(f"Shift+{letter}")
    person.page.locator('[name="what"]').hover()
    for _ in range(4):
        person.page.keyboard.down("Shift")
        person.page.mouse.down()
        person.page.mouse.up()
        person.page.keyboard.up("Shift")
    expect(person.page.locator('[name="what"]')).to_be_visible()


def step_back_to(person: Outside, url: str) -> None:
    """As the Back button does; Playwright's own way would load the page anew."""
    cdp = person.context.new_cdp_session(person.page)
    entries = cdp.send("Page.getNavigationHistory")["entries"]
    ours = next(entry for entry in entries if entry["url"].startswith(url))
    cdp.send("Page.navigateToHistoryEntry", {"entryId": ours["id"]})


def test_a_page_kept_for_the_back_button_comes_back_blank_and_leaves(
    person: Outside, site: RunningSite
) -> None:
    person.page.goto(f"{EXIT}elsewhere")
    with person.context.expect_event("request", lambda call: call.url.endswith("/api/v1/end")):
        step_back_to(person, site.source_url)
    expect(person.page.locator("body")).not_to_contain_text(person.say("door.need_help"))


def test_a_page_that_was_left_for_another_is_kept_blank(person: Outside, site: RunningSite) -> None:
    person.page.add_init_script(TELL_WHAT_CAME_BACK)
    person.page.goto(site.source_url)
    expect(person.page.locator('[data-do="door"]').first).to_be_visible()
    person.page.goto(f"{EXIT}elsewhere")
    with person.context.expect_event("request", lambda call: "/came-back" in call.url) as told:
        step_back_to(person, site.source_url)
    assert told.value.url.endswith("/came-back?0")


def test_going_to_another_page_and_back_shows_nothing_that_was_typed(
    person: Outside, site: RunningSite
) -> None:
    write_secret(person)
    person.page.goto(f"{EXIT}elsewhere")
    step_back_to(person, site.source_url)
    for field in person.page.locator("textarea").all():
        expect(field).to_have_value("")


def test_a_whole_visit_keeps_nothing_in_the_browser(person: Outside) -> None:
    send_secret(person)
    person.practise()
    person.do("see")
    person.see_thread()
    person.write("One more thing.")
    assert person.page.evaluate(NOTHING_KEPT) == [0, 0, 0, 0, 0]
    assert person.context.cookies() == []
    assert person.page.evaluate("history.length") <= 2


def abort(route: Route) -> None:
    route.abort()


def change_the_file(route: Route) -> None:
    original = route.fetch()
    route.fulfill(response=original, body=original.text() + "\n// changed on the way")


def forge_the_desk(route: Route) -> None:
    desk = route.fetch().json()
    route.fulfill(json={**desk, "roster_signature": desk["certificate_signature"]})


@pytest.mark.parametrize(
    ("address", "harm", "reason"),
    [
        ("**/static/engine-*", abort, "stop.engine_load"),
        ("**/static/engine-*", change_the_file, "stop.engine_load"),
        ("**/static/words-en-*", abort, "stop.engine_load"),
        ("**/static/words-en-*", change_the_file, "stop.engine_load"),
        ("**/api/v1/desk", abort, "stop.desk_unreachable"),
        ("**/api/v1/desk", forge_the_desk, "stop.desk_refused"),
    ],
)
def test_what_cannot_be_sealed_is_not_sent_and_the_page_says_why(
    person: Outside, address: str, harm: Callable[[Route], None], reason: str
) -> None:
    person.context.route(address, harm)
    write_secret(person)
    stopped = person.page.locator("#stopped")
    expect(stopped).to_contain_text(person.say(reason), timeout=PATIENCE)
    expect(stopped.locator('a[href="tel:911"]')).to_be_visible()
    person.do("to-end")
    person.do("send")
    expect(person.page.locator('[data-step="review"]')).to_be_visible(timeout=PATIENCE)
    expect(person.page.locator(".review")).to_contain_text(SECRET)
    assert not [call for call in person.sent if "/conversations" in call]
    person.context.unroute(address)
    person.do("start-again")
    expect(stopped).to_be_empty()
    person.do("send")
    expect(person.page.locator('[data-view="words"]')).to_be_visible(timeout=PATIENCE)


@pytest.mark.long  # it waits twenty seconds, as one case of test_broken_scripts.py does each time
def test_an_engine_that_is_not_ready_in_time_is_given_up(person: Outside) -> None:
    person.context.route("**/static/engine-*", hold)
    person.page.clock.install()
    person.page.reload()
    person.do("door", "need_help")
    person.page.clock.fast_forward(20_000)
    expect(person.page.locator("#stopped")).to_contain_text(person.say("stop.too_slow"))


def test_a_browser_without_workers_says_so(person: Outside) -> None:
    person.page.add_init_script("delete globalThis.Worker")
    person.page.reload()
    person.do("door", "need_help")
    expect(person.page.locator("#stopped")).to_contain_text(person.say("stop.no_worker"))


@pytest.mark.parametrize("scripts", [True, False])
def test_numbers_and_reason_stand_there_before_any_script(
    site: RunningSite, browser: Browser, *, scripts: bool
) -> None:
    context = browser.new_context(locale="es", java_script_enabled=scripts)
    context.route("**/static/main-*", abort)
    page = context.new_page()
    page.goto(site.source_url)
    expect(page.locator("#until p").first).to_be_visible()
    expect(page.locator('#until a[href="tel:911"]')).to_be_visible()
    expect(page.locator("[data-exit-now]")).to_have_attribute("href", EXIT)
    assert page.locator("button[data-do]:visible").count() == 0
    context.close()


def test_a_tip_on_a_broken_line_goes_out_later_as_the_same_bytes(person: Outside) -> None:
    bodies: list[str | None] = []

    def lose_the_answer(route: Route) -> None:
        bodies.append(route.request.post_data)
        if len(bodies) == 1:
            route.abort()
        elif len(bodies) == 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    person.context.route("**/api/v1/conversations", lose_the_answer)
    write_secret(person)
    person.do("to-end")
    person.do("send")
    for _ in range(2):
        expect(person.page.locator('[data-do="try-now"]:visible')).to_be_visible(timeout=PATIENCE)
        person.do("try-now")
    expect(person.page.locator('[data-view="words"]')).to_be_visible(timeout=PATIENCE)
    assert len(bodies) >= 3
    assert len(set(bodies)) == 1


def test_wrong_words_and_removed_words_read_the_same(person: Outside) -> None:
    send_secret(person)
    person.do("done")
    person.do("see")
    person.do("remove-ask")
    person.do("remove")
    expect(person.page.locator('[data-view="removed"]')).to_be_visible()
    said = []
    for tried in (person.words, "zoo zoo zoo zoo zoo zoo zoo", "12345"):
        person.do("view", "home")
        person.come_back(tried)
        error = person.page.locator('[data-view="back"] .error')
        expect(error).not_to_be_empty(timeout=PATIENCE)
        said.append(error.inner_text())
        person.page.locator("#receipt").fill("")
    assert said == [person.say("back.unknown")] * 3
