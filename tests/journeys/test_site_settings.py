"""Site settings: edited, looked at in each language, published, and then seen outside without a restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.desk_window import Desk
from tests.journeys.looks import looks
from tests.journeys.outside import Outside
from tests.journeys.texts import texts
from tests.server import RunningSite

pytestmark = pytest.mark.journey

NOTICE = "We must report when a child is in danger."
say = texts("desk", "en")


def open_settings(desk: Desk) -> None:
    """Show the screen with the settings."""
    desk.page.get_by_role("button", name=say("nav.site"), exact=True).click()
    expect(desk.page.get_by_label(say("site.name"), exact=True)).to_be_visible()


@pytest.mark.long  # by calls each time: tests/integration/test_site_settings.py
def test_what_is_published_is_what_people_outside_read(site: RunningSite, browser: Browser) -> None:
    nora = Desk(browser, site).sign_in("nora")
    open_settings(nora)
    page = nora.page
    page.get_by_label(say("site.name"), exact=True).fill("North Line")
    page.get_by_label(say("site.number"), exact=True).nth(1).fill("+1 888 555 0100")
    report = page.get_by_role("group", name=say("site.report"), exact=True)
    report.locator("textarea").first.fill(NOTICE)
    page.get_by_label(say("site.exit"), exact=True).fill("javascript:alert(1)")
    nora.button("Preview").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label(say("site.exit"), exact=True).fill("https://www.example.org/")
    nora.button("Preview").click()
    expect(page.locator(".outside").last).to_contain_text(NOTICE)
    page.get_by_role("button", name="العربية").click()
    expect(page.locator(".outside").first).to_have_attribute("dir", "rtl")
    expect(page.locator(".outside").first).to_contain_text("+1 888 555 0100")
    nora.button("Publish").click()
    expect(page.get_by_text("Version 1", exact=True)).to_be_visible()
    person = Outside.arrive(browser, site.source_url)
    expect(person.page.locator("#call")).to_contain_text("+1 888 555 0100")
    expect(person.page.locator("header .exit").last).to_have_attribute(
        "href", "https://www.example.org/"
    )
    person.do("door", "need_help")
    expect(person.page.get_by_text(NOTICE)).to_be_visible()
    assert person.page.title() == "Messages"
    nora.leave()


@pytest.mark.long
def test_of_two_who_publish_the_second_sees_both_and_nothing_is_lost(
    site: RunningSite, browser: Browser
) -> None:
    one, two = (Desk(browser, site).sign_in("nora") for _ in range(2))
    for desk, name, exit_page in (
        (one, "First", "a.example.org"),
        (two, "Second", "b.example.org"),
    ):
        open_settings(desk)
        desk.page.get_by_label(say("site.name"), exact=True).fill(name)
        desk.page.get_by_label(say("site.exit"), exact=True).fill(f"https://{exit_page}/")
        desk.button("Preview").click()
    one.button("Publish").click()
    expect(one.page.get_by_label(say("site.name"), exact=True)).to_be_visible()
    two.button("Publish").click()
    names = two.page.get_by_role("group", name=say("site.field.name"), exact=True)
    expect(names).to_contain_text("First")
    expect(names).to_contain_text("Second")
    names.get_by_role("radio").last.check()
    two.button(say("site.both-go")).click()
    two.button("Publish").click()
    expect(two.page.get_by_label(say("site.name"), exact=True)).to_have_value("First")
    expect(two.page.get_by_label(say("site.exit"), exact=True)).to_have_value(
        "https://b.example.org/"
    )
    one.leave()
    two.leave()


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "width", "theme"),
    looks(["en", "es", "ar"], [320, 1280], ["light", "dark"], often=[("ar", 320, "dark")]),
)
def test_both_screens_are_accessible_and_fit(
    site: RunningSite, browser: Browser, pictures: Path, language: str, width: int, theme: str
) -> None:
    look = {"viewport": {"width": width, "height": 700}, "color_scheme": theme}
    nora = Desk(browser, site, **look).sign_in("nora")
    nora.language(language)
    here = texts("desk", language)
    nora.open_menu()
    nora.page.get_by_role("button", name=here("nav.site"), exact=True).click()
    nora.page.get_by_label(here("site.name"), exact=True).wait_for()
    for name, after in (("1-edit", "site.preview"), ("2-preview", "site.back")):
        assert nora.page.evaluate("document.documentElement.scrollWidth") <= width
        assert nora.axe() == []
        nora.picture(pictures, name)
        nora.page.get_by_role("button", name=here(after), exact=True).click()
        if name == "1-edit":
            nora.page.locator(".outside").last.wait_for()
    nora.leave()
