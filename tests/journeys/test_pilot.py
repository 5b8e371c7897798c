"""The pilot: a tip from a phone becomes a case that is referred, in English and in Spanish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.desk import PATIENCE, Desk
from tests.journeys.outside import Outside
from tests.journeys.referring import Link, hand_link, hand_spoken, open_link, release
from tests.journeys.texts import texts
from tests.server import RunningSite
from webapp.demo.stories import PILOT

pytestmark = pytest.mark.journey

MARK = "31 D-G, aisle"

INCIDENT = {
    "en": "Girls of about fifteen arrive on Thursdays from Riga with one man. A crew member saw it.",
    "es": "Los jueves llegan de Riga niñas de unos quince años con un hombre. Lo vio un tripulante.",
}
"""What leaves. The pilot asked to stay out of it, so nothing in it says who saw it from where."""

ANSWER = {
    "en": "Thank you. We have passed this on. Please do not approach the man yourself.",
    "es": "Gracias. Ya lo transmitimos. Por favor, no se acerque usted al hombre.",
}


def found_again(ana: Desk, words: str, number: str) -> None:
    """The case is found by beginnings of words that stand in it, and nobody is asked for them."""
    ana.press("nav.cases")
    ana.field("search.label").fill(words)
    rows = ana.page.locator(".case-search li.row")
    expect(rows).to_have_count(1, timeout=PATIENCE)
    assert "".join(rows.locator(".number").inner_text().split()) == number
    # Sealed bytes are base64url: a word among them stands between other letters of it.
    assert not any(re.search(r"(?<![\w-])riga(?![\w-])", sent, re.IGNORECASE) for sent in ana.sent)


def opened_outside(browser: Browser, link: Link, language: str, pictures: Path) -> None:
    """The organisation reads what was shared and nothing else, once; wrong words cost it nothing."""
    say = texts("desk", language)
    page = open_link(browser, link, language, "wrong words")
    expect(page.get_by_text(say("packet.wrong-words"))).to_be_visible(timeout=PATIENCE)
    page.get_by_label(say("packet.page-words"), exact=True).fill(link.words.upper())
    page.get_by_role("button", name=say("packet.page-open"), exact=True).click()
    expect(page.get_by_text(INCIDENT[language])).to_be_visible(timeout=PATIENCE)
    assert MARK not in page.content()
    assert ANSWER[language] not in page.content()
    page.screenshot(path=pictures / "packet.png", full_page=True)
    again = open_link(browser, link, language)
    expect(again.get_by_text(say("packet.link-over"))).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("language", ["en", pytest.param("es", marks=pytest.mark.long)])
def test_a_pilot_s_tip_becomes_a_referred_case(
    site: RunningSite, browser: Browser, pictures: Path, language: str
) -> None:
    pilot = Outside.arrive(browser, site.source_url, language)
    told = {
        **PILOT[language].answers,
        "seats": f"{MARK} {language}",
    }  # the demonstration's own pilot is waiting too
    pilot.tip("saw_something", told)
    pilot.page.screenshot(path=pictures / "words.png")
    pilot.practise()

    ana = Desk.sign_in(browser, site.desk_url, site.demo["staff"][1], language)
    ana.open_waiting(f"{MARK} {language}")
    ana.read(told["what"])
    ana.page.screenshot(path=pictures / "item.png")
    ana.reply(ANSWER[language])
    number = ana.make_case("Northline QL 0417")
    ana.add_section("incident", "JFK", INCIDENT[language])
    shared = [f"{ana.say('term.section.incident')}: JFK"]
    made = release(ana, "Hudson Freedom Desk (sample)", "referral", "minor_abuse", shared)
    link = hand_link(ana, made)
    attorney = "Sample U.S. Attorney, Eastern District"
    report = release(ana, attorney, "law_enforcement_report", "minor_abuse", shared)
    hand_spoken(ana, report)
    ana.move_case("referred")
    ana.page.screenshot(path=pictures / "case.png", full_page=True)
    opened_outside(browser, link, language, pictures)
    expect(made).to_contain_text(ana.say("referral.state-opened"), timeout=PATIENCE)
    found_again(ana, "thursd riga" if language == "en" else "jueves riga", number)
    assert not any(link.words in sent or INCIDENT[language] in sent for sent in ana.sent)

    pilot.do("see")
    pilot.see_thread()
    pilot.read(ANSWER[language])
    pilot.page.screenshot(path=pictures / "answer.png")
    assert number.isdigit()
    ana.sign_out()
