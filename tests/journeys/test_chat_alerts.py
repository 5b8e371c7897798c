"""What must not be missed at the desk, and what becomes of a chat whose advocate is suddenly gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.chat_desk_window import Advocate
from tests.journeys.chat_desk_window import arrives as at_the_desk
from tests.journeys.chat_outside import arrives
from tests.journeys.desk_window import A_WHILE
from tests.journeys.later import silent_long, waited_long
from tests.journeys.outside import PATIENCE
from tests.server import RunningSite, patiently

pytestmark = pytest.mark.journey

EARS = """
window.told = [];
new MutationObserver(() => {
  const text = document.querySelector("[role=status].hidden")?.textContent ?? "";
  if (text !== "" && window.told.at(-1) !== text) window.told.push(text);
}).observe(document, { subtree: true, childList: true, characterData: true });
window.tones = [];
window.AudioContext = class extends AudioContext {
  createOscillator() {
    const made = super.createOscillator();
    const start = made.start.bind(made);
    made.start = (at) => { window.tones.push(this); start(at); };
    return made;
  }
};
"""
HEARD = "window.tones.filter(({ state }) => state === 'running').length"
"""Tones of a context that really plays: a browser may refuse before anybody tapped."""


def with_ears(browser: Browser, site: RunningSite, name: str) -> Advocate:
    """Somebody on shift whose browser notes what it announces and plays, by a clock of ours."""
    desk = Advocate(browser, site)
    desk.context.add_init_script(EARS)
    desk.context.clock.install()
    desk.page.reload()
    desk.form.wait_for()
    desk.sign_in(name)
    return desk.shift("on")


def said(desk: Advocate, *texts: str) -> None:
    """Exactly this was announced so far: nothing drowned it."""
    patiently(lambda: len(desk.page.evaluate("window.told")) >= len(texts))
    told = desk.page.evaluate("window.told")
    assert len(told) == len(texts)
    assert all(wanted in text for wanted, text in zip(texts, told, strict=True)), told


def heard(desk: Advocate, tones: int) -> None:
    """So many tones were played so far, and no more."""
    patiently(lambda: desk.page.evaluate(HEARD) >= tones)
    assert desk.page.evaluate("window.tones.length") == tones


@pytest.mark.long  # what is heard and when: tests/js/staff/alerts.test.ts each time
def test_a_new_chat_is_heard_seen_heard_again_and_reaches_the_supervisor(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    ana, nora = with_ears(browser, site, "ana"), with_ears(browser, site, "nora")
    ana.press("Sound")
    heard(ana, 2)  # so that she knows it
    luis = arrives(browser, site.source_url)
    luis.begin()
    expect(ana.page).to_have_title("(1) Quietline desk", timeout=A_WHILE)
    said(ana, "Somebody waits for a chat")
    heard(ana, 4)
    ana.page.screenshot(path=pictures / "alert.png")
    ana.context.clock.fast_forward(20_000)
    said(ana, "Somebody waits for a chat", "Still waiting for a chat")
    heard(ana, 6)
    luis.say_text("Is anybody there?")
    luis.has("Is anybody there?")

    assert nora.page.locator(".shift-bar .notice.bad").count() == 0
    waited_long(site)
    nora.page.locator(".shift-bar .notice.bad").wait_for(timeout=A_WHILE)
    patiently(
        lambda: nora.page.evaluate("window.told.some((it) => it.includes('waited too long'))")
    )
    assert nora.page.evaluate("window.tones.length") == 0  # she never switched it on
    assert ana.page.locator(".shift-bar .notice.bad").count() == 0
    nora.page.screenshot(path=pictures / "escalated.png")
    ana.take_next()
    for desk in (ana, nora):
        expect(desk.page).to_have_title("Quietline desk", timeout=A_WHILE)
    nora.page.locator(".shift-bar .notice.bad").wait_for(state="detached", timeout=A_WHILE)
    ana.context.clock.fast_forward(60_000)
    ana.write("I am here.")
    luis.hears("I am here.")
    heard(ana, 6)
    ana.end_chat()
    ana.wrap_up("Done.")
    luis.context.close()
    ana.leave()
    nora.leave()


@pytest.mark.long  # the same without browsers: tests/integration/test_jobs_served.py
def test_when_a_laptop_is_closed_the_person_is_told_and_a_colleague_goes_on(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    luis = arrives(browser, site.source_url, "es")
    ana = at_the_desk(browser, site, "ana")
    luis.begin()
    luis.say_text("Ayúdeme.")
    luis.has("Ayúdeme.")
    ana.take_next()
    ana.write("Soy Ana.")
    luis.hears("Soy Ana.")
    ana.leave()  # no signing out, no word
    luis.say_text("¿Sigue ahí?")
    luis.has("¿Sigue ahí?")
    silent_long(site)
    expect(luis.stands).to_have_text(luis.say("chat.lost"), timeout=PATIENCE)
    expect(luis.card.get_by_text(luis.say("chat.lost"))).to_be_in_viewport()
    luis.page.screenshot(path=pictures / "told.png")
    sam = at_the_desk(browser, site, "sam")
    sam.page.locator(".live-waiting").first.wait_for(timeout=A_WHILE)
    sam.page.screenshot(path=pictures / "waits-again.png")
    sam.take_next()
    expect(luis.stands).to_have_text(luis.say("chat.live"), timeout=PATIENCE)
    sam.write("Ahora le atiende Sam.")
    luis.hears("Ahora le atiende Sam.")
    luis.page.screenshot(path=pictures / "goes-on.png")
    everything = ["Ayúdeme.", "Soy Ana.", "¿Sigue ahí?", "Ahora le atiende Sam."]
    assert luis.transcript() == sam.transcript() == everything
    sam.end_chat()
    sam.wrap_up("Done.")
    luis.context.close()
    sam.leave()
