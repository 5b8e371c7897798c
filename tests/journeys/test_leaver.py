"""A leaver: out of every screen at once, a new key for the desk, and a person outside who comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.desk import Desk as Advocate
from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.joining import press
from tests.journeys.outside import Outside
from tests.journeys.texts import texts
from tests.server import RunningSite
from tests.visitor import Visitor

PHONE = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}


def make_leave(nora: Desk, shown: str, pictures: Path) -> None:
    """An administrator's browser: the person's dialog, the tick, the button."""
    say = texts("desk", "en")
    press(nora.page, "nav.people")
    row = nora.page.locator(".person", has_text=shown)
    row.get_by_role("button").click()
    dialog = nora.page.get_by_role("dialog")
    nora.picture(pictures, "dialog")
    assert nora.axe() == []
    dialog.get_by_label(say("people.leave-sure").replace("{name}", shown)).check()
    dialog.get_by_role("button", name=say("people.leave"), exact=True).click()
    dialog.wait_for(state="detached", timeout=A_WHILE)
    expect(row).to_have_count(0)


@pytest.mark.long  # three people at browsers; test_epochs and test_leaving_live hold the parts
def test_whoever_leaves_is_out_and_everybody_else_reads_on(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    words = writes(browser, site, "before anybody left")
    sam = Desk(browser, site, **PHONE).sign_in("sam")
    nora = Desk(browser, site).sign_in("nora")
    make_leave(nora, "Sam", pictures)
    sam.form.wait_for(timeout=A_WHILE)  # and nothing of the queue is left behind it
    expect(sam.page.locator(".row")).to_have_count(0)
    sam.picture(pictures, "out")
    assert epoch_of(site) == 2
    writes(browser, site, "after somebody left")
    ana = Advocate.sign_in(browser, site.desk_url, site.demo["staff"][1])
    ana.open_waiting("before anybody left")
    ana.reply("we are still here")
    person = Outside.arrive(browser, site.source_url)
    person.come_back(words)
    person.see_thread()
    person.read("we are still here")
    person.write("in the new key")
    ana.read("in the new key")
    ana.sign_out()
    nora.leave()


def writes(browser: Browser, site: RunningSite, text: str) -> str:
    """Somebody outside sends a tip; gives their words."""
    person = Outside.arrive(browser, site.source_url)
    person.tip("saw_something", {"what": text})
    return person.words


def epoch_of(site: RunningSite) -> int:
    """The desk's epoch, as an administrator's own program checks it."""
    nora = Visitor.sign_in(site.desk_url, next(p for p in site.demo["staff"] if p["role"] == 3))
    return nora.roster().epoch
