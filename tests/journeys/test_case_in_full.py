"""The farm worker's case in full: three hundred people without names, a place, a controller."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.desk import PATIENCE, Desk
from tests.server import RunningSite

pytestmark = pytest.mark.journey

NIGHT = "Night shift"


def fill(desk: Desk, kind: str, fields: dict[str, str], picks: dict[str, str]) -> Locator:
    """The open case has a section of this kind; gives its place on screen."""
    page = desk.page
    desk.field("case.section-kind").select_option(kind)
    desk.press("case.section-add")
    form = page.locator("form.editor").last
    for key, value in picks.items():
        desk.field(key, form).select_option(value)
    for key, value in fields.items():
        desk.field(key, form).fill(value)
    desk.press("action.save", form)
    said = next(iter(fields.values()))
    made = page.locator(f"article.of-{kind}").filter(has_text=said)
    expect(made).to_be_visible(timeout=PATIENCE)
    return made


def team(site: RunningSite, browser: Browser, name: str) -> None:
    """An administrator names a team of everybody who reads."""
    nora = Desk.sign_in(browser, site.desk_url, site.demo["staff"][0], "en")
    nora.press("nav.people")
    nora.press("team.new")
    dialog = nora.page.get_by_role("dialog")
    nora.field("team.name", dialog).fill(name)
    for box in dialog.locator(".checks input").all():
        box.check()
    nora.press("action.save", dialog)
    expect(nora.page.locator("li.person").filter(has_text=name)).to_be_visible(timeout=PATIENCE)
    nora.sign_out()
    nora.context.close()


def whose_and_when(desk: Desk) -> None:
    """The case is the night shift's, and somebody looks at it again on a day that has come."""
    page = desk.page
    desk.field("team.team").select_option(label=NIGHT)
    desk.press("action.save", page.locator("section", has=page.locator("#assigned-title")))
    desk.announced("team.assigned")
    panel = page.locator("section", has=page.locator("#follow-title"))
    desk.press("follow.new", panel)
    desk.field("follow.what", panel).fill("Ask whether Chepe saw a doctor")
    desk.field("follow.when", panel).fill("2026-01-05")
    desk.press("action.save", panel)
    expect(panel.locator(".mark-late")).to_be_visible(timeout=PATIENCE)


def found_by_its_team(desk: Desk) -> None:
    """Among the cases the desk says what is due, and the team finds what is its own."""
    page = desk.page
    desk.press("nav.cases")
    due = page.locator(".follow-ups summary .count")
    expect(due).to_have_text("1", timeout=PATIENCE)
    desk.field("team.whose").select_option("mine")
    expect(page.locator("main > section > ul.rows > li.case-row")).to_have_count(
        1, timeout=PATIENCE
    )
    expect(page.get_by_text(NIGHT).first).to_be_visible()


def exported(desk: Desk, pictures: Path) -> None:
    """The whole case is saved as a plain file, by a release that says what for."""
    page = desk.page
    desk.press("export.new")
    dialog = page.get_by_role("dialog")
    assert dialog.locator(".checks input:checked").count() == 0
    desk.field("export.purpose", dialog).fill("The court in Immokalee")
    desk.field("referral.ground", dialog).select_option("court_order")
    desk.press("export.everything", dialog)
    page.screenshot(path=pictures / "export.png")
    desk.press("export.make", dialog)
    made = page.locator("article.release").filter(has_text="Immokalee")
    expect(made).to_be_visible(timeout=PATIENCE)
    made.get_by_role("button", name=desk.say("export.hand-over")).click()
    page.screenshot(path=pictures / "packet.png")
    with page.expect_download() as saved:
        desk.press("export.by-file", page.get_by_role("dialog"))
    with ZipFile(saved.value.path()) as archive:
        words = archive.read("referral.json").decode()
        assert "Finca Torres" in archive.read("referral.html").decode()
    kinds = {item["kind"] for item in json.loads(words)["items"] if "kind" in item}
    assert kinds == {"person", "place", "control"}
    desk.press("action.cancel", page.get_by_role("dialog"))
    expect(made).to_contain_text(desk.say("term.packet_way.file"), timeout=PATIENCE)


@pytest.mark.long  # its parts each time: tests/js/staff/sections.test.ts, test_case_teams.py
def test_the_worker_s_case_in_full(site: RunningSite, browser: Browser, pictures: Path) -> None:
    team(site, browser, NIGHT)
    ana = Desk.sign_in(browser, site.desk_url, site.demo["staff"][1], "en")
    ana.open_waiting("Palomas")
    ana.press("item.convert")
    dialog = ana.page.get_by_role("dialog")
    ana.field("case.title-field", dialog).fill("Three hundred at the farm")
    proposed = dialog.locator("fieldset").first
    assert proposed.locator("input:checked").count() == 0  # nothing is agreed to by itself
    ana.page.screenshot(path=pictures / "proposed.png")
    proposed.locator("input").first.check()
    ana.press("case.create", dialog)
    head = ana.page.locator(".case-head")
    expect(head).to_contain_text("Three hundred", timeout=PATIENCE)
    expect(head.locator(".totals")).to_contain_text("300", timeout=PATIENCE)
    fill(
        ana,
        "person",
        {"field.person_name": "El Güero"},
        {"field.role": "controller", "field.recruiter_relation": "employer_job_offer"},
    )
    fill(ana, "place", {"field.place_name": "Finca Torres", "field.address": "Camino 7"}, {})
    graded = {"field.control": "withholds_documents", "field.severity": "high"}
    fill(ana, "control", {"answer.since": "March"}, graded)
    whose_and_when(ana)
    exported(ana, pictures)
    ana.page.screenshot(path=pictures / "case.png", full_page=True)
    found_by_its_team(ana)
    ana.page.screenshot(path=pictures / "cases.png")
    assert not any("Chepe saw" in sent or "Finca Torres" in sent for sent in ana.sent)
    ana.sign_out()
