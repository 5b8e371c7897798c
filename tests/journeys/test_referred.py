"""The teacher's network and the worker's farm, from the browser to the people who help, in the browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.desk import PATIENCE, Desk
from tests.journeys.outside import Outside
from tests.journeys.referring import hand_link, hand_spoken, open_link, release
from tests.journeys.texts import texts
from tests.server import RunningSite
from webapp.demo.stories import TEACHER, WORKER

pytestmark = [pytest.mark.journey, pytest.mark.long]  # the pilot's way holds the parts each time

PLATE = "HKT-4471"


def known_by(page: Page, name: str) -> str:
    """The words by which the organisation knows whom we sent."""
    return page.locator(f"dt:text-is('{name}') + dd").inner_text().strip()


def introduced(ana: Desk, made: Locator, greeting: str) -> str:
    """The person is told who expects them; gives what was sent."""
    made.get_by_role("button", name=ana.say("introduce.open")).click()
    dialog = ana.page.get_by_role("dialog")
    field = ana.field("introduce.text", dialog)
    expect(field).to_have_value(re.compile(greeting), timeout=PATIENCE)
    text = field.input_value()
    ana.press("introduce.go", dialog)
    expect(ana.field("item.reply")).to_have_value(text, timeout=PATIENCE)
    ana.press("item.send")
    expect(ana.field("item.reply")).to_have_value("", timeout=PATIENCE)
    return text


def tells(browser: Browser, site: RunningSite, told: dict[str, str], language: str) -> None:
    """Somebody sends this and goes."""
    person = Outside.arrive(browser, site.source_url, language)
    person.tip("saw_something", told)
    person.context.close()


def test_two_teachers_tips_are_one_network_and_go_to_federal_authorities(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    first = {**TEACHER["en"].answers, "reach": f"After four, the van is {PLATE}"}
    second = {**TEACHER["en"].answers, "reach": f"Another school, again {PLATE} on a grey van"}
    tells(browser, site, first, "en")
    tells(browser, site, second, "en")

    sam = Desk.sign_in(browser, site.desk_url, site.demo["staff"][2], "en")
    sam.open_waiting(first["reach"])
    number = sam.make_case("Vera Clean")
    sam.open_waiting(second["reach"])
    sam.press("item.attach")
    dialog = sam.page.get_by_role("dialog")
    alike = dialog.locator("li.pick").filter(has_text=PLATE.replace("-", "")).first
    expect(alike).to_be_visible(timeout=PATIENCE)  # found by what both name, and told why
    assert "".join(alike.locator(".number").first.inner_text().split()) == number
    sam.page.screenshot(path=pictures / "alike.png")
    alike.get_by_role("button").click()
    expect(sam.page.locator("li.linked")).to_have_count(2, timeout=PATIENCE)

    sam.add_section("incident", "Network", f"Girls from two schools, one grey van {PLATE}.")
    shared = [f"{sam.say('term.section.incident')}: Network"]
    bureau = "Federal Sample Bureau, New York"
    report = release(sam, bureau, "law_enforcement_report", "minor_abuse", shared)
    hand_spoken(sam, report)
    sam.move_case("reported")
    sam.page.screenshot(path=pictures / "case.png", full_page=True)
    sam.sign_out()


def test_the_worker_s_tip_in_spanish_goes_to_a_labor_ngo_and_the_police(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    told = {**WORKER["es"].answers, "reach": "Aquí, de noche, con este teléfono prestado"}
    tells(browser, site, told, "es")
    ana = Desk.sign_in(browser, site.desk_url, site.demo["staff"][1], "es")
    ana.open_waiting(told["reach"])
    ana.make_case("Trescientos en la finca")
    ana.add_section("incident", "Finca", "Unos 300 trabajadores; les quitan los documentos.")
    shared = [f"{ana.say('term.section.incident')}: Finca"]
    made = release(ana, "Unión del Campo (sample)", "referral", "share", shared)
    link = hand_link(ana, made)
    sheriff = release(ana, "Collier Sample Sheriff", "law_enforcement_report", "share", shared)
    hand_spoken(ana, sheriff)
    page = open_link(browser, link, "es")
    expect(page.get_by_text("Unos 300 trabajadores").first).to_be_visible(timeout=PATIENCE)
    assert told["reach"] not in page.content()
    page.screenshot(path=pictures / "packet.png", full_page=True)
    ana.press("referral.withdraw")
    dialog = ana.page.get_by_role("dialog")
    ana.press("referral.withdraw", dialog)
    out = dialog.locator("li")  # both are with somebody by now, and both are named
    expect(out).to_have_count(2, timeout=PATIENCE)
    assert set(out.all_inner_texts()) == {"Unión del Campo (sample)", "Collier Sample Sheriff"}
    ana.page.screenshot(path=pictures / "withdrawn.png")
    ana.press("action.cancel", dialog)
    ana.sign_out()


def test_whoever_is_handed_over_warmly_reads_in_their_own_language_who_expects_them_and_what_to_say(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    worker = Outside.arrive(browser, site.source_url, "es")
    told = {**WORKER["es"].answers, "reach": "Otra vez de noche, con este teléfono"}
    worker.tip("need_help", told)
    worker.practise()
    ana = Desk.sign_in(browser, site.desk_url, site.demo["staff"][1], "en")
    ana.open_waiting(told["reach"])
    ana.make_case("Handed over warmly")
    made = release(ana, "Unión del Campo (sample)", "warm_handoff", "share", ["Title"])
    page = open_link(browser, hand_link(ana, made), "en")
    greeting = known_by(page, ana.say("packet.greeting"))
    text = introduced(ana, made, greeting)
    ana.page.screenshot(path=pictures / "introduced.png")
    assert texts("desk", "es")("introduce.text-greeting") in text
    worker.do("see")
    worker.see_thread()
    worker.read(greeting)
    worker.page.screenshot(path=pictures / "read.png", full_page=True)
    ana.sign_out()
