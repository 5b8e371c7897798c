"""A training is asked for behind the third door, scheduled, held, and stands in the report."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from config import clock
from tests.journeys.desk import PATIENCE, Desk
from tests.journeys.outside import Outside
from tests.server import RunningSite

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
]  # moves and figures: tests/integration/test_trainings.py

WISH = "Could somebody train the staff of our shelter in Yuma?"
ASKED = {
    "topic": "training",
    "training_group": "A shelter",
    "training_people": "about 40",
    "training_language": "Spanish",
}
LAST_MONTH = clock.now().replace(day=1) - timedelta(days=3)


def step(nora: Desk, key: str, fields: dict[str, str]) -> None:
    """The training of the open item takes this step."""
    panel = nora.page.locator(".training")
    nora.press(key, panel)
    for name, value in fields.items():
        nora.field(name, panel).fill(value)
    nora.press("action.save", panel)
    expect(panel.locator("form")).to_have_count(0, timeout=PATIENCE)


def test_a_training_is_asked_for_held_and_counted(
    site: RunningSite, browser: Browser, pictures: Path
) -> None:
    person = Outside.arrive(browser, site.source_url, "es")
    person.tip("ask_something", {"what": WISH, **ASKED})
    person.practise()
    person.do("see")
    person.see_thread()
    person.do("earlier")
    expect(person.page.locator("#earlier")).to_contain_text(person.say("q.training_people"))
    nora = Desk.sign_in(browser, site.desk_url, site.demo["staff"][0], "en")
    nora.press("nav.trainings")
    nora.press("training.asked")
    expect(nora.page.locator(".training-row")).to_have_count(1, timeout=PATIENCE)
    nora.press("nav.queue")
    nora.open_waiting(WISH)
    answer = nora.page.locator(".answer").filter(has_text=nora.say("answer.training_people"))
    expect(answer).to_contain_text(ASKED["training_people"])
    step(nora, "training.do-scheduled-requested", {"training.day": f"{LAST_MONTH:%Y-%m-%d}"})
    nora.press("nav.trainings")
    row = nora.page.locator(".training-row")
    expect(row.locator(".mark-late")).to_be_visible(timeout=PATIENCE)
    row.locator(".row-open").click()
    step(nora, "training.do-held-scheduled", {"training.people": "40"})
    nora.page.screenshot(path=pictures / "training.png")
    nora.press("nav.trainings")
    nora.press("training.was-held")
    expect(row).to_contain_text("40", timeout=PATIENCE)
    nora.press("nav.reports")
    table = nora.page.get_by_role("region", name=nora.say("report.table.trainings"))
    expect(table.locator("tbody tr td:nth-of-type(1)")).to_have_text(["1", "40"], timeout=PATIENCE)
    assert not any("Yuma" in sent for sent in nora.sent)
    nora.sign_out()
