"""The report at a browser: few contacts stay hidden, in every language, width and theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.looks import looks
from tests.journeys.texts import texts
from tests.server import RunningSite

pytestmark = [pytest.mark.journey, pytest.mark.long]  # figures and hiding: tests/js/staff/reports


@pytest.mark.parametrize(
    ("language", "width", "theme"),
    looks(["en", "es", "ar"], [320, 1280], ["light", "dark"], often=[("ar", 320, "dark")]),
)
def test_the_report_is_accessible_fits_and_hides_three_contacts_of_three_kinds(
    site: RunningSite, browser: Browser, pictures: Path, language: str, width: int, theme: str
) -> None:
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": theme}
    vera = Desk(browser, site, **look).sign_in("vera")
    vera.language(language)
    say = texts("desk", language)
    vera.open_menu()
    vera.page.get_by_role("button", name=say("nav.reports"), exact=True).click()
    span = vera.page.get_by_label(say("report.span"), exact=True)
    this_month = span.locator("option").first.get_attribute("value")
    span.select_option(this_month)
    expect(vera.page.locator(".report-part")).to_have_count(12, timeout=A_WHILE)
    expect(vera.page.get_by_text(say("report.hidden"), exact=True).first).to_be_attached()
    vera.page.get_by_role("button", name=say("report.cases-count"), exact=True).click()
    expect(vera.page.get_by_text(say("report.table.gender"), exact=True)).to_be_visible(
        timeout=A_WHILE
    )
    assert vera.page.evaluate("document.documentElement.scrollWidth") <= width
    assert vera.axe() == []
    vera.picture(pictures, "report")
    vera.leave()
