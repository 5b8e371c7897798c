"""The directory at a browser: found near a place, checked, noted on, and nothing of the search sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, FilePayload, Request, expect

from tests.journeys.desk_window import Desk
from tests.journeys.looks import looks
from tests.journeys.texts import texts
from tests.server import RunningSite

pytestmark = pytest.mark.journey

say = texts("desk", "en")
SOUGHT = ("immokalee", "wages", "haitian", "undocumented")
TOLD = "They answered at night."


def open_directory(desk: Desk, words: Any = say) -> None:
    """Show the directory, with everybody who is in it."""
    desk.open_menu()
    desk.page.get_by_role("button", name=words("nav.directory"), exact=True).click()
    desk.page.locator(".organisation-row").first.wait_for()


def sent_by(desk: Desk) -> list[str]:
    """Every address and body that the page asks for from now on, in small letters."""
    sent: list[str] = []

    def heard(request: Request) -> None:
        sent.append(unquote(f"{request.url} {request.post_data or ''}").lower())

    desk.page.on("request", heard)
    return sent


def seek_farm_help(desk: Desk) -> None:
    page = desk.page
    page.get_by_label(say("directory.words"), exact=True).fill("wages")
    page.get_by_label(say("directory.place"), exact=True).fill("Immokalee")
    page.get_by_label(say("directory.language"), exact=True).select_option("ht")
    page.get_by_label(say("directory.status"), exact=True).select_option("undocumented")
    page.get_by_label(say("directory.age"), exact=True).fill("19")


def test_help_for_a_farm_worker_is_found_without_the_server_learning_what_is_sought(
    site: RunningSite, browser: Browser
) -> None:
    ana = Desk(browser, site).sign_in("ana")
    open_directory(ana)
    sent = sent_by(ana)
    seek_farm_help(ana)
    rows = ana.page.locator(".organisation-row")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Unión del Campo")
    ana.button("Unión del Campo").click()
    expect(ana.page.locator("dd", has_text="+1 202-555-0109")).to_be_visible()
    ana.button(say("directory.mark-checked")).click()
    expect(ana.page.get_by_text("by Ana")).to_be_visible()
    ana.page.get_by_label(say("item.note-new"), exact=True).fill(TOLD)
    ana.button(say("item.note-save")).click()
    expect(ana.page.locator(".note")).to_contain_text(TOLD)
    whole = "\n".join(sent)
    assert "/directory/documents?lot=0&bits=0" in whole
    assert not [word for word in (*SOUGHT, TOLD.lower()) if word in whole]
    assert ana.problems == []
    ana.leave()


def name_field(desk: Desk) -> Any:
    return desk.page.get_by_label(say("directory.field.name"), exact=True)


def edit(desk: Desk, name: str) -> None:
    """Open the form of an organisation."""
    open_directory(desk)
    desk.page.get_by_label(say("directory.words"), exact=True).fill(name)
    desk.button(name).click()
    desk.button(say("directory.edit")).click()
    name_field(desk).wait_for()


@pytest.mark.long  # by calls each time: tests/integration/test_directory.py
def test_of_two_who_edit_the_second_sees_both_versions_and_decides(
    site: RunningSite, browser: Browser
) -> None:
    one, two = (Desk(browser, site).sign_in(name) for name in ("nora", "vera"))
    for desk, name in ((one, "Lantern First"), (two, "Lantern Second")):
        edit(desk, "Lantern House")
        name_field(desk).fill(name)
    one.button("Save").click()
    expect(one.page.get_by_role("heading", name="Lantern First")).to_be_visible()
    two.button("Save").click()
    names = two.page.get_by_role("group", name=say("directory.field.name"), exact=True)
    expect(names).to_contain_text("Lantern First")
    expect(names).to_contain_text("Lantern Second")
    names.get_by_role("radio").last.check()
    two.button(say("directory.both-go")).click()
    expect(name_field(two)).to_have_value("Lantern First")
    two.button("Save").click()
    expect(two.page.get_by_role("heading", name="Lantern First")).to_be_visible()
    one.leave()
    two.leave()


@pytest.mark.long  # by calls each time: tests/integration/test_directory_import.py
def test_a_file_is_looked_at_and_then_imported(
    site: RunningSite, browser: Browser, tmp_path: Path
) -> None:
    vera = Desk(browser, site).sign_in("vera")
    file = tmp_path / "more.csv"
    file.write_text("id,name,kind\nnew-1,Brought by a file,labor_ngo\nnew-2,,other\n")
    open_directory(vera)
    vera.button("Import").click()
    picker = vera.page.get_by_label(say("directory.file"), exact=True)
    picker.set_input_files(file)
    expect(vera.page.get_by_text(say("directory.finding.no-name"))).to_be_visible()
    expect(vera.button(say("directory.import-now"))).not_to_be_visible()
    file.write_text("id,name,kind\nnew-1,Brought by a file,labor_ngo\n")
    picker.set_input_files(file)
    vera.button(say("directory.import-now")).click()
    expect(vera.page.get_by_text("Brought by a file")).to_be_visible()
    vera.leave()


@pytest.mark.parametrize(
    ("language", "width", "theme"),
    looks(["en", "es", "ar"], [320, 1280], ["light", "dark"], often=[]),
)
def test_every_screen_of_the_directory_is_accessible_and_fits(
    site: RunningSite, browser: Browser, pictures: Path, language: str, width: int, theme: str
) -> None:
    look = {"viewport": {"width": width, "height": 700}, "color_scheme": theme}
    nora = Desk(browser, site, **look).sign_in("nora")
    nora.language(language)
    here = texts("desk", language)
    open_directory(nora, here)

    def press(name: str) -> None:
        nora.page.get_by_role("button", name=here(name), exact=True).click()

    def fits(name: str) -> None:
        assert nora.page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert nora.axe() == [], name
        nora.picture(pictures, name)

    press("directory.export")
    fits("1-search")
    press("directory.list.check")
    nora.page.get_by_text(here("directory.check-help")).wait_for()
    fits("2-to-check")
    nora.page.locator(".organisation-row .row-open").first.click()
    nora.page.get_by_role("button", name=here("directory.mark-checked")).wait_for()
    fits("3-organisation")
    press("directory.edit")
    nora.page.get_by_label(here("directory.field.name"), exact=True).wait_for()
    press("directory.add-place")
    nora.page.get_by_role("button", name=here("directory.add-hours"), exact=True).last.click()
    fits("4-edit")
    nora.page.get_by_role("button", name=here("action.discard"), exact=True).click()
    press("directory.back")
    press("directory.import")
    bad = FilePayload(name="bad.json", mimeType="application/json", buffer=b'[{"id": "a"}]')
    nora.page.get_by_label(here("directory.file"), exact=True).set_input_files([bad])
    nora.page.get_by_text(here("directory.finding.no-name")).wait_for()
    fits("5-import")
    nora.leave()
