"""The library: an administrator adds a page, and somebody reads it in Spanish, with scripts and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.desk_window import Desk
from tests.journeys.in_sight import LOOK
from tests.journeys.outside import PATIENCE, Outside
from tests.journeys.test_plain import PlainOutside
from tests.journeys.texts import texts
from tests.materials_draft import TEXT, TITLE
from tests.server import RunningSite

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
]  # by calls: tests/integration/test_materials.py

say = texts("desk", "en")
PLATE = "Anote la placa."


def row_of(page: Page, title: str) -> Locator:
    """The row of this page of the library."""
    return page.locator(".form-row").filter(has_text=title)


def write(nora: Desk) -> None:
    """A page in three languages, moved up by keyboard; what is missing is named until it is there."""
    page = nora.page
    nora.open_menu()
    page.get_by_role("button", name=say("nav.materials"), exact=True).click()
    group = page.locator(".panel").filter(
        has=page.get_by_role("heading", name=say("materials.group.saw"), exact=True)
    )
    group.get_by_role("button", name=say("materials.add")).click()
    expect(page.get_by_text(say("forms.missing"))).to_be_visible()
    for fields, words in zip(
        page.locator(".form-fields .texts-fields").all(), (TITLE, TEXT), strict=True
    ):
        for field, text in zip(
            fields.locator("input, textarea").all(), words.values(), strict=True
        ):
            field.fill(text)
    expect(page.get_by_text(say("forms.none-missing"))).to_be_visible()
    page.locator("#up-own_1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#up-own_1")).to_be_focused()
    assert nora.axe() == []


def publish(nora: Desk, pictures: Path) -> None:
    """It is read in the preview as outside, in another language, and published."""
    page = nora.page
    nora.picture(pictures, "editor")
    nora.button(say("site.preview")).click()
    page.get_by_role("button", name="Español", exact=True).click()
    read = page.locator(".outside details").filter(has_text=TITLE["es"])
    read.locator("summary").click()
    expect(read).to_contain_text(PLATE)
    expect(read.locator("li")).to_have_count(2)
    assert nora.axe() == []
    nora.picture(pictures, "preview")
    nora.button(say("site.publish")).click()
    expect(page.get_by_text(say("site.version").replace("{n}", "1"), exact=True)).to_be_visible()


def reads(page: Page, picture: Path) -> None:
    """The page stands where it was put, opens, and the exit is in sight."""
    expect(page.locator("summary").filter(has_text=TITLE["es"])).to_be_visible(timeout=PATIENCE)
    titles = page.locator("details summary:visible").all_inner_texts()
    assert titles.index(TITLE["es"]) == titles.index("Personal de salud") - 1
    told = page.locator("details:visible").filter(has_text=TITLE["es"])
    told.locator("summary").click()
    expect(told.get_by_text(PLATE)).to_be_visible()
    expect(told.get_by_role("heading")).to_have_text("De noche")
    page.screenshot(path=picture, full_page=True)


def test_staff_add_a_page_and_it_is_read_in_spanish_with_scripts_and_without(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    nora = Desk(browser, site).sign_in("nora")
    write(nora)
    publish(nora, pictures)
    person = Outside.arrive(browser, site.source_url, "es")
    person.do("know", "know")
    reads(person.page, pictures / "scripts.png")
    assert person.page.evaluate(LOOK, arg=True) == []
    assert person.page.url == f"{site.source_url}/"
    assert person.page.title() == person.say("page.title")
    assert not any(TITLE["es"] in sent or "own_1" in sent for sent in person.sent)
    plain = PlainOutside(browser, site.source_url, "es")
    plain.press("plain.way")
    plain.press("know.open")
    reads(plain.page, pictures / "plain.png")
    assert plain.page.url == f"{site.source_url}/"
    person.do("view-back")
    expect(person.page.locator('[data-view="home"]')).to_be_visible(timeout=PATIENCE)
    nora.leave()
