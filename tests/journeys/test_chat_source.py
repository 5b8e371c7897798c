"""A chat outside, in a real browser with the real line: three taps, and nothing said is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.faults.proxy import Line, proxied
from tests.journeys.chat_desk_window import Advocate, Shifts
from tests.journeys.chat_outside import Chatter, arrives, in_another_tab
from tests.journeys.outside import PATIENCE
from tests.journeys.test_source_safety import EXIT, answer_with_weather
from tests.server import RunningSite

pytestmark = pytest.mark.journey

SECRET = "He keeps our papers in the blue house."
COUNT_TAPS = "window.taps = 0; addEventListener('click', () => window.taps++, true)"


@pytest.fixture
def person(site: RunningSite, browser: Browser) -> Iterator[Chatter]:
    """Somebody on the page, with minutes on a borrowed phone."""
    arrived = arrives(browser, site.source_url)
    arrived.context.route(f"{EXIT}**", answer_with_weather)
    yield arrived
    # Whoever still waits would be the next that an advocate takes.
    if arrived.page.locator("#say").is_visible():
        arrived.end()
    arrived.context.close()


@pytest.fixture(scope="module")
def shifts(site: RunningSite, browser: Browser) -> Iterator[Shifts]:
    """Who works at this site's desk."""
    people = Shifts(browser, site)
    yield people
    people.over()


@pytest.fixture
def ana(shifts: Shifts) -> Iterator[Advocate]:
    """An advocate on shift."""
    desk = shifts.on("ana")
    yield desk
    shifts.off(desk)


def test_three_taps_are_all_that_stands_before_the_first_words(
    person: Chatter, ana: Advocate
) -> None:
    person.page.evaluate(COUNT_TAPS)
    person.begin()
    assert person.page.evaluate("window.taps") == 3
    expect(person.card.locator("h2")).to_be_visible(timeout=PATIENCE)
    assert person.page.evaluate("scrollY") == 0  # the page begins at its beginning
    person.say_text("Help me.")
    expect(person.stands).to_contain_text(person.say("chat.waiting"), timeout=PATIENCE)
    person.has("Help me.")
    ana.take_next()
    expect(person.stands).to_contain_text(person.say("chat.live"), timeout=PATIENCE)
    person.has("Help me.", "seen")
    person.box.fill("half a sent")
    person.box.focus()
    ana.box.press_sequentially("Are you ")
    expect(person.page.locator("[data-writing]")).to_be_visible(timeout=PATIENCE)
    ana.write("Are you safe there?")
    person.hears("Are you safe there?")
    expect(person.page.locator("[data-writing]")).to_be_hidden()
    expect(person.box).to_be_focused()
    expect(person.box).to_have_value("half a sent")
    assert person.page.locator("[data-view=words]").is_hidden()
    ana.box.fill("Can you leave the house?")
    ana.press("Ask as yes or no")
    expect(person.card.locator("h2")).to_have_text("Can you leave the house?", timeout=PATIENCE)
    person.do("chat-answer")
    expect(ana.thread.locator(".message.theirs strong").last).to_have_text("Yes", timeout=PATIENCE)
    ana.end_chat()
    expect(person.stands).to_contain_text(person.say("chat.ended"), timeout=PATIENCE)
    expect(person.page.locator("[data-kept]")).to_contain_text("24")
    person.do("helpful", "yes")
    expect(person.page.locator("[data-thanks]")).to_have_text(person.say("chat.thanks"))
    assert person.transcript() == [
        "Help me.",
        "Are you safe there?",
        "Can you leave the house?",
        f"Can you leave the house?\n\n{person.say('value.yes')}",
    ]


def test_after_a_reload_the_words_bring_the_chat_back_and_the_page_says_what_is_gone(
    person: Chatter,
) -> None:
    person.begin()
    person.say_text(SECRET)
    person.has(SECRET)
    person.see_words()
    expect(person.page.locator('[data-do="chat-words"]')).to_be_hidden()
    person.box.fill("He is com")
    person.page.reload()
    person.come_back()
    expect(person.page.locator("[data-resumed]")).to_be_visible(timeout=PATIENCE)
    expect(person.box).to_have_value("")
    expect(person.log).not_to_contain_text(SECRET)
    person.do("chat-earlier")
    expect(person.message(SECRET)).to_be_visible()
    person.say_text("I am back.")
    person.has("I am back.")


def test_where_websocket_is_blocked_the_chat_goes_on_by_asking_and_says_so(
    site: RunningSite, browser: Browser, ana: Advocate
) -> None:
    with proxied(site.port, Line(websocket=False)) as proxy:
        person = arrives(browser, proxy.url)
        person.begin()
        person.say_text("Is this working?")
        person.has("Is this working?")
        way = person.page.locator("[data-way]")
        expect(way).to_have_text(person.say("chat.way.asking"), timeout=PATIENCE)
        ana.take_next()
        ana.write("Yes, I read you.")
        person.hears("Yes, I read you.")
        person.context.close()


def test_what_is_written_while_the_line_is_away_arrives_when_it_is_back_once(
    site: RunningSite, browser: Browser
) -> None:
    with proxied(site.port) as proxy:
        person = arrives(browser, proxy.url)
        person.begin()
        person.say_text("One")
        person.has("One")
        proxy.down()
        for text in ("Two", "Three"):
            person.say_text(text)
        person.has("Two", "kept")
        proxy.up()
        for text in ("Two", "Three"):
            person.has(text)
        assert person.transcript() == ["One", "Two", "Three"]
        person.end()
        person.context.close()


def test_the_same_words_in_two_tabs_are_one_chat_in_both(
    site: RunningSite, person: Chatter
) -> None:
    person.begin()
    person.say_text("From one")
    person.has("From one")
    person.see_words()
    other = in_another_tab(person, site.source_url)
    other.do("chat-earlier")
    other.say_text("From two")
    expect(person.message("From two")).to_be_visible(timeout=PATIENCE)
    person.say_text("And again from one")
    expect(other.message("And again from one")).to_be_visible(timeout=PATIENCE)
    assert person.transcript() == other.transcript()


@pytest.mark.long
def test_a_message_with_questions_goes_into_the_chat_and_keeps_the_place(person: Chatter) -> None:
    person.begin()
    person.page.locator("[data-waits] summary").click()
    person.do("chat-tip")
    expect(person.page.locator("#chat-bar")).to_be_visible()
    person.do("next")
    while not person.page.locator('[data-do="send"]').is_visible():
        person._answer({"what": SECRET, "danger_now": "no"})
        person.do("next")
    person.do("send")
    expect(person.box).to_be_visible()
    person.has(SECRET)
    expect(person.stands).to_contain_text(person.say("chat.nobody"), timeout=PATIENCE)


def test_leaving_a_chat_ends_its_engine_and_leaves_nothing(person: Chatter) -> None:
    with person.page.expect_worker() as engine:
        person.begin()
    person.say_text(SECRET)
    person.has(SECRET)
    with engine.value.expect_event("close"), person.page.expect_request("**/api/v1/end"):
        person.page.locator("header [data-exit-now]").click()
    person.page.wait_for_url(EXIT)
    assert person.context.storage_state() == {"cookies": [], "origins": []}


def test_who_is_not_safe_is_offered_to_write_or_to_leave(person: Chatter) -> None:
    person.do("door", "need_help")
    person.do("chat-now")
    person.do("view", "unsafe")
    expect(person.page.locator('[data-view="unsafe"] .exit')).to_be_visible()
    person.do("unsafe-write")
    expect(person.page.locator('[data-step="danger_now"]')).to_be_visible()
    assert not [call for call in person.sent if "/conversation" in call]
