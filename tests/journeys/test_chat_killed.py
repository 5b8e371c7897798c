"""Both sides at a browser, over bad lines, while the server is killed again and again: one transcript."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, expect

from tests.faults.chat_town import BAD, GOOD
from tests.faults.proxy import Switchboard
from tests.journeys.chat_desk_window import Advocate, arrives, through
from tests.journeys.chat_outside import Chatter
from tests.journeys.chat_outside import arrives as comes
from tests.server import RunningSite, start_site

pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.timeout(900)]

MESSAGES, KILLS = 40, 5
"""Of each side, and of the server."""

LONGEST = 240_000
"""Milliseconds until everything that was written must have come through."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[RunningSite]:
    """A demonstration site of this test's own; whichever process serves it at the end is stopped."""
    running = start_site(tmp_path)
    yield running
    running.stop()


def die(site: RunningSite) -> None:
    """The server died as by a power cut, and is there again."""
    site.kill()
    site.process = start_site(site.home, "serve", site.port).process


def talk(ana: Advocate, luis: Chatter, site: RunningSite) -> dict[str, list[str]]:
    """Both write all they have to say, whether the server is there or not; what each wrote."""
    written: dict[str, list[str]] = {"luis": [], "ana": []}
    turns = ["luis", "ana"] * MESSAGES
    Random(20_261_127).shuffle(turns)
    with ThreadPoolExecutor(1) as apart:
        dead: Future[None] | None = None
        for number, who in enumerate(turns):
            if number % (len(turns) // KILLS) == 0:
                if dead is not None:
                    dead.result()
                dead = apart.submit(die, site)
            text = f"{who} says {len(written[who]):02}"
            say = luis.say_text if who == "luis" else ana.write
            say(text)
            written[who].append(text)
        assert dead is not None
        dead.result()
    return written


def test_both_browsers_end_with_all_that_was_written_in_order(
    site: RunningSite, browser: Browser
) -> None:
    with Switchboard() as board:
        lines = [board.proxy(site.port + side, GOOD, f"killed {side}") for side in (0, 1)]
        ana = arrives(browser, through(site, lines[1]), "ana")
        luis = comes(browser, lines[0].url)
        luis.begin()
        luis.say_text("hello")
        ana.page.locator(".live-waiting").first.wait_for(timeout=LONGEST)
        ana.take_next()
        for line in lines:
            line.change(BAD)
            line.cut()
        written = talk(ana, luis, site)
        for line in lines:
            line.change(GOOD)
            line.cut()
        total = 1 + 2 * MESSAGES
        expect(luis.log.locator("[data-words]")).to_have_count(total, timeout=LONGEST)
        expect(ana.thread.locator(".message-text")).to_have_count(total, timeout=LONGEST)
        expect(ana.page.locator(".message.pending")).to_have_count(0, timeout=LONGEST)
        for screen in (luis.transcript(), ana.transcript()):
            for who, said in written.items():
                assert [text for text in screen if text.startswith(who)] == said
        luis.context.close()
        ana.context.close()
