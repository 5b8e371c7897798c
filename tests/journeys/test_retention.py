"""A supervisor holds a closed case and lifts it; an administrator changes a schedule and people outside read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.desk import PATIENCE, Desk
from tests.journeys.outside import Outside
from tests.journeys.test_plain import PlainOutside
from tests.server import RunningSite

pytestmark = [pytest.mark.journey, pytest.mark.long]

WHY = "County court, file 26-118"


def open_new_case(desk: Desk, title: str) -> None:
    """A case from a call is open."""
    desk.press("nav.cases")
    desk.press("cases.new")
    desk.field("case.title-field").fill(title)
    desk.press("case.create")
    expect(desk.page.get_by_role("heading", level=1).first).to_contain_text(title, timeout=PATIENCE)


def held(desk: Desk) -> None:
    """The open case is held; its list says so."""
    panel = desk.page.locator("section.panel", has=desk.page.locator("#hold-title"))
    expect(panel).to_contain_text(desk.say("hold.open"))
    desk.move_case("closed")
    expect(panel).to_contain_text("20", timeout=PATIENCE)  # the year of a day
    desk.press("hold.new", panel)
    desk.field("hold.why", panel).fill(WHY)
    desk.press("action.save", panel)
    desk.announced("hold.kept")
    expect(panel).to_contain_text(WHY, timeout=PATIENCE)
    assert not any(WHY in sent for sent in desk.sent)


def gone_on_screen(desk: Desk) -> None:
    """Deleted while it is on screen: its words leave the screen, and a sentence says why."""
    page, answer = desk.page, {"type": "urn:quietline:problem:not-found", "status": 404}
    page.route("**/api/v1/cases/*", lambda route: route.fulfill(status=404, json=answer))
    desk.announced("error.case-gone")
    expect(page.get_by_text("The packing house")).to_have_count(0)
    page.unroute("**/api/v1/cases/*")


def test_a_case_is_held_and_let_go(site: RunningSite, browser: Browser, pictures: Path) -> None:
    nora = Desk.sign_in(browser, site.desk_url, site.demo["staff"][0], "en")
    open_new_case(nora, "The packing house")
    held(nora)
    nora.page.locator("#hold-title").scroll_into_view_if_needed()
    nora.page.screenshot(path=pictures / "held.png", full_page=True)
    nora.press("nav.cases")
    listed = nora.page.locator("details", has_text=nora.say("hold.cases"))
    expect(listed.locator(".count")).to_have_text("1", timeout=PATIENCE)
    listed.locator("summary").click()
    nora.page.screenshot(path=pictures / "held-cases.png")
    listed.locator(".row-open").click()
    panel = nora.page.locator("section.panel", has=nora.page.locator("#hold-title"))
    nora.press("hold.lift", panel)
    nora.field("hold.lift-why", panel).fill("The court wrote that it has what it needs")
    nora.press("action.save", panel)
    nora.announced("hold.lifted")
    expect(panel).not_to_contain_text(WHY, timeout=PATIENCE)
    gone_on_screen(nora)
    nora.press("nav.permissions")
    expect(nora.page.locator("#kept-title")).to_be_visible(timeout=PATIENCE)
    expect(
        nora.page.locator("section.panel", has=nora.page.locator("#kept-title")).last
    ).to_contain_text("24 hours", timeout=PATIENCE)
    nora.page.screenshot(path=pictures / "schedule.png", full_page=True)
    nora.context.close()


def test_people_outside_read_the_schedule_that_was_published(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    nora = Desk.sign_in(browser, site.desk_url, site.demo["staff"][0], "en")
    nora.press("nav.site")
    field = nora.page.get_by_label(nora.say("kept.tip_days"))
    expect(field).to_be_visible(timeout=PATIENCE)
    field.fill("9999")
    nora.press("site.preview")
    expect(nora.page.get_by_role("alert").first).to_be_visible(timeout=PATIENCE)
    field.fill("77")
    nora.page.screenshot(path=pictures / "fields.png", full_page=True)
    nora.press("site.preview")
    nora.press("site.publish")
    expect(nora.page.get_by_text("Version 1", exact=True)).to_be_visible(timeout=PATIENCE)
    nora.context.close()
    person = Outside.arrive(browser, site.source_url, "es")
    person.do("know", "know")
    plain = PlainOutside(browser, site.source_url, "es")
    plain.press("plain.way")
    plain.press("know.open")
    for name, page in (("scripts", person.page), ("plain", plain.page)):
        fold = page.locator("details", has_text=person.say("about.kept")).last
        fold.locator("summary").click()
        expect(fold).to_contain_text("77 días", timeout=PATIENCE)
        expect(fold).to_contain_text("5 años")
        page.screenshot(path=pictures / f"kept-{name}.png", full_page=True)
