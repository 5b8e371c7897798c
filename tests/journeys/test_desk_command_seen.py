"""What the command line brings and takes, seen at the desk's page: the two are one desk."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect

from tests.at_desk import Terminal, case_named
from tests.journeys.desk import PATIENCE, Desk
from tests.server import RunningSite

pytestmark = [pytest.mark.journey, pytest.mark.long]

NAME = "Łucja Ñandú"


def test_an_imported_case_is_a_case_and_an_exported_one_says_so(
    site: RunningSite, browser: Browser, pictures: Path, tmp_path: Path
) -> None:
    terminal = Terminal(site, tmp_path)
    terminal.desk("import", terminal.file("in.ndjson", [case_named(NAME, "seen")]))
    assert terminal.export("ndjson").exit_code == 0
    sam = Desk.sign_in(browser, site.desk_url, site.demo["staff"][2], "en")
    page = sam.page
    sam.press("nav.cases")
    page.get_by_role("link", name=NAME).or_(page.get_by_role("button", name=NAME)).first.click()
    expect(page.locator("article.of-person").filter(has_text=NAME)).to_be_visible(timeout=PATIENCE)
    made = page.locator("article.release").filter(has_text="for the court")
    expect(made).to_be_visible(timeout=PATIENCE)
    page.screenshot(path=pictures / "imported.png", full_page=True)
    # The page compares the hash by which the command line named what it released.
    made.get_by_role("button", name=sam.say("export.hand-over")).click()
    with page.expect_download() as saved:
        sam.press("export.by-file", page.get_by_role("dialog"))
    with ZipFile(saved.value.path()) as archive:
        items = json.loads(archive.read("referral.json"))["items"]
    assert NAME in {item.get("fields", {}).get("person_name") for item in items}
