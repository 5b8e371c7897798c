"""The pilot: a tip from a phone becomes a case that is referred, in English and in Spanish."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.desk import Desk
from tests.journeys.outside import Outside
from tests.server import RunningSite
from webapp.demo.stories import PILOT

pytestmark = pytest.mark.journey

MARK = "31 D-G, aisle"

REFERRAL = {
    "en": "Called the Harbor Project in New York. They bring in the Assistant U.S. Attorney today.",
    "es": "Llamé al Harbor Project en Nueva York. Hoy avisan a la fiscalía federal.",
}
ANSWER = {
    "en": "Thank you. We have passed this on. Please do not approach the man yourself.",
    "es": "Gracias. Ya lo transmitimos. Por favor, no se acerque usted al hombre.",
}


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
    ana.add_section("referral", "Harbor Project", REFERRAL[language])
    ana.move_case("referred")
    ana.page.screenshot(path=pictures / "case.png", full_page=True)

    pilot.do("see")
    pilot.see_thread()
    pilot.read(ANSWER[language])
    pilot.page.screenshot(path=pictures / "answer.png")
    assert number.isdigit()
    ana.sign_out()
