"""A farm worker's chat, both sides at a browser: a bad line, a reload, no line at all, a hand-over."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.faults.proxy import FARM, proxied
from tests.journeys.chat_desk_window import Advocate, arrives
from tests.journeys.chat_outside import arrives as comes
from tests.journeys.desk_window import A_WHILE
from tests.journeys.outside import PATIENCE
from tests.server import RunningSite

pytestmark = pytest.mark.journey

USABLE = 10_000
"""Milliseconds on a line of 250 kbit/s with 800 ms."""

SAID = [
    "Me llamo Luis. Somos trescientos en la finca.",
    "El patrón tiene nuestros papeles.",
    "No puedo hablar fuerte.",
]
ANSWERED = ["Estoy aquí con usted, Luis.", "¿Hay alguien en peligro ahora?"]


def test_the_farm_worker_in_spanish_on_a_slow_line_to_a_hand_over(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    ana, sam = arrives(browser, site, "ana"), arrives(browser, site, "sam")
    with proxied(site.port, FARM) as proxy:
        luis = comes(browser, proxy.url, "es")
        expect(luis.page.locator('[data-do="door"]').first).to_be_visible(timeout=PATIENCE)
        assert luis.page.evaluate("performance.now()") < USABLE
        luis.begin()
        luis.say_text(SAID[0])
        expect(luis.page.locator("[data-stands]")).not_to_be_empty(timeout=PATIENCE)
        luis.page.screenshot(path=pictures / "waiting.png")
        luis.has(SAID[0])
        ana.page.locator(".live-waiting").first.wait_for(timeout=A_WHILE)
        ana.take_next()
        ana.reads(SAID[0])
        ana.write(ANSWERED[0])
        luis.hears(ANSWERED[0])
        luis.page.screenshot(path=pictures / "talking.png")

        proxy.down()
        luis.say_text(SAID[1])
        ana.write(ANSWERED[1])
        ana.sent(ANSWERED[1])
        proxy.up()
        luis.has(SAID[1], "seen")
        luis.hears(ANSWERED[1])
        ana.reads(SAID[1])

        hand_over(ana, sam)
        luis.say_text(SAID[2])
        sam.reads(SAID[2])
        luis.page.screenshot(path=pictures / "handed-over.png")
        sam.page.screenshot(path=pictures / "desk.png")
        ours = sorted([*SAID, *ANSWERED])
        assert sorted(luis.transcript()) == ours
        assert sorted(sam.transcript()) == ours
        assert [text for text in luis.transcript() if text in SAID] == SAID
        assert [text for text in sam.transcript() if text in ANSWERED] == ANSWERED
        luis.context.close()
    for desk in (ana, sam):
        assert desk.problems == []
        desk.leave()


def hand_over(giver: Advocate, taker: Advocate) -> None:
    """The chat goes to a colleague, at once."""
    giver.press("Hand over")
    giver.page.locator("dialog .pick", has_text="Sam").wait_for(timeout=A_WHILE)
    giver.in_dialog("Hand over at once")
    taker.tab(1)
    taker.page.locator(".row:has(.live-live) .row-open").first.click(timeout=A_WHILE)
    taker.box.wait_for(timeout=A_WHILE)
