"""Two cases that name one place: suggested in the browser, linked by staff in both, unlinked again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.desk import PATIENCE, Desk
from tests.server import RunningSite

pytestmark = [pytest.mark.journey, pytest.mark.long]  # case-links.test.ts holds the parts each time

PLACE = "Mariposa Night Club"


def case_with_place(desk: Desk, title: str, place: str) -> None:
    """Somebody called, and told of this place."""
    desk.press("nav.cases")
    desk.press("cases.new")
    desk.field("case.title-field").fill(title)
    desk.press("case.create")
    expect(desk.page.locator(".case-head")).to_contain_text(title, timeout=PATIENCE)
    desk.field("case.section-kind").select_option("place")
    desk.press("case.section-add")
    form = desk.page.locator("form.editor").last
    desk.field("field.place_name", form).fill(place)
    desk.press("action.save", form)
    expect(desk.page.locator("article.of-place")).to_contain_text(place, timeout=PATIENCE)


def links(page: Page) -> Locator:
    return page.locator("li.case-link")


def test_two_cases_of_one_place_are_linked_in_both_and_unlinked_in_both(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    ana = Desk.sign_in(browser, site.desk_url, site.demo["staff"][1], "en")
    case_with_place(ana, "A dancer calls", PLACE)
    case_with_place(ana, "A neighbour writes", "the mariposa, Night club")
    alike = ana.page.locator(".alike li.row")
    expect(alike).to_have_count(1, timeout=PATIENCE)
    expect(alike).to_contain_text(ana.say("mark.a"))
    alike.get_by_role("button", name=ana.say("link.open")).click()
    dialog = ana.page.get_by_role("dialog")
    ana.field("link.kind", dialog).select_option("same_place")
    ana.field("link.note", dialog).fill("The same sign above the door")
    ana.press("link.make", dialog)
    expect(links(ana.page)).to_have_count(1, timeout=PATIENCE)
    ana.page.screenshot(path=pictures / "linked.png", full_page=True)
    links(ana.page).locator(".row-open").click()
    expect(ana.page.locator(".case-head")).to_contain_text("A dancer calls", timeout=PATIENCE)
    expect(links(ana.page)).to_contain_text("The same sign above the door", timeout=PATIENCE)
    expect(links(ana.page).locator(".notice")).to_have_count(0)
    links(ana.page).get_by_role("button", name=ana.say("link.undo")).click()
    expect(links(ana.page)).to_have_count(0, timeout=PATIENCE)
    assert not any("same sign" in sent or "same_place" in sent for sent in ana.sent)
    ana.sign_out()
