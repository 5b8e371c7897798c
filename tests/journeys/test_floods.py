"""A tip while very many come, at a browser: the work, "I can't wait", the turn; and the desk that clears it."""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from crypto.receipt import Receipt
from crypto.roster import parse_roster
from tests.journeys.outside import PATIENCE, Outside
from tests.journeys.slowed import descendants, named, slowed
from tests.journeys.test_source_views import AXE, RUN_AXE
from tests.server import RunningSite, start_site
from webapp.client.calls import CallFailed, call
from webapp.client.tip import sealed_tip
from webapp.demo.stories import PILOT
from webapp.schemas import b64, unb64

pytestmark = [pytest.mark.journey, pytest.mark.long]

ANSWERS = {"what": "Three girls on the night flight."}
SIZES = {"phone": 320, "desk": 1280}
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SLOWEST = 6
"""A phone is so many times slower than this machine."""

PROMISE = 3.0
"""Seconds of work in the slowest profile."""


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A site whose free door for tips is shut."""
    limits = {"QUIETLINE_TIPS_AT_ONCE": "1", "QUIETLINE_TIPS_A_MINUTE": "1"}
    running = start_site(tmp_path_factory.mktemp("crowded"), more=limits)
    yield running
    running.stop()


def by_program(site: RunningSite, **more: Any) -> dict[str, Any] | None:
    """A tip that a program sends; gives why it did not come in."""
    desk = parse_roster(unb64(call("GET", f"{site.source_url}/api/v1/desk")["roster"]))
    receipt = Receipt.from_master(secrets.token_bytes(32))
    moment = datetime.now(UTC)
    body = sealed_tip(PILOT["en"], receipt, desk, moment, secrets.token_bytes)
    try:
        where = f"{site.source_url}/api/v1/conversations"
        call("POST", where, {**body, **more}, f"Receipt {b64(receipt.auth)}")
    except CallFailed as refused:
        return {"status": refused.status}
    return None


def shut(site: RunningSite) -> None:
    """No tip comes in freely now."""
    while by_program(site) is None:
        pass


def much_harder(route: Route) -> None:
    """The work that is asked for is never done."""
    answer = route.fetch()
    body = answer.json()
    if body.get("type", "").endswith(":puzzle"):
        body |= {"bits": 31}
    route.fulfill(response=answer, body=json.dumps(body))


def writes(person: Outside) -> None:
    """To the last look, and sent."""
    person.do("door", "saw_something")
    while not person.page.locator('[data-do="send"]').is_visible():
        person._answer(ANSWERS)
        person.do("next")
    person.do("send")


def looks_right(person: Outside, pictures: Path, name: str) -> None:
    """The numbers are in sight, nothing is wider than the screen, and axe finds nothing."""
    page = person.page
    expect(page.locator("#call a").first).to_be_visible()
    expect(page.locator("header .danger")).to_be_in_viewport()
    page.screenshot(path=pictures / f"{name}.png", full_page=True)
    assert not page.evaluate(WIDE)
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN_AXE) == []


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("size", SIZES)
def test_whoever_cannot_wait_keeps_their_tip_sees_the_numbers_and_has_their_turn(
    crowded: RunningSite, browser: Browser, pictures: Path, language: str, size: str
) -> None:
    shut(crowded)
    context = browser.new_context(
        locale=language, viewport={"width": SIZES[size], "height": 640}, bypass_csp=True
    )
    person = Outside(context, context.new_page(), language)
    person.page.route("**/api/v1/conversations", much_harder)
    person.page.goto(crowded.source_url)
    page = person.page
    with page.expect_response("**/api/v1/conversations", timeout=PATIENCE):
        writes(person)
    looks_right(person, pictures, f"flood-work-{language}-{size}")
    for _ in range(6):  # others come before them
        by_program(crowded, slower=True)
    person.do("no-wait")
    expect(page.locator("#call a").first).to_be_in_viewport()
    status = page.locator('[data-view="sending"] .status')
    expect(status).to_have_text(person.say("send.kept"), timeout=PATIENCE)
    looks_right(person, pictures, f"flood-slower-{language}-{size}")
    expect(page.locator('[data-view="words"]')).to_be_visible(timeout=PATIENCE)
    assert page.locator("ol.words li").count() == 7
    context.close()


def test_the_work_is_done_by_itself_and_takes_three_seconds_at_most_on_a_slow_phone(
    crowded: RunningSite, browser: Browser
) -> None:
    shut(crowded)
    took: dict[int, list[float]] = {1: [], SLOWEST: []}
    for times, all_took in took.items():
        for _ in range(6):
            all_took.append(working_time(crowded, browser, times))
    sys.stdout.write(f"\nseconds of work: {took}\n")
    assert max(took[SLOWEST]) <= PROMISE


def working_time(site: RunningSite, browser: Browser, times: int) -> float:
    """Seconds from the question to the answer, in a browser so many times slower."""
    person = Outside.arrive(browser, site.source_url)
    page, moments = person.page, list[float]()
    page.on("response", lambda got: _note(moments, got.url))
    page.on("request", lambda asked: _note(moments, asked.url))
    writes_until_sent(person, times, lambda: shut(site))
    person.context.close()
    # asked, refused, asked again with the work
    assert len(moments) >= 3
    return moments[2] - moments[1]


def _note(moments: list[float], url: str) -> None:
    if url.endswith("/api/v1/conversations"):
        moments.append(time.monotonic())


def writes_until_sent(person: Outside, times: int, before: Callable[[], None]) -> None:
    """The same, in a browser that is slowed down from the last tap on, just after `before`."""
    person.do("door", "saw_something")
    while not person.page.locator('[data-do="send"]').is_visible():
        person._answer(ANSWERS)
        person.do("next")
    chromium = named(descendants(os.getpid()), "chrom")
    assert chromium
    before()
    with slowed(chromium, times):
        person.do("send")
        expect(person.page.locator('[data-view="words"]')).to_be_visible(timeout=PATIENCE)
