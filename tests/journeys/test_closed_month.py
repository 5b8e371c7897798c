"""A month is closed at a browser: counted once, shown without a case, published; a changed one refused."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from config import clock
from tests.at_desk import Terminal
from tests.journeys.desk import PATIENCE, Desk
from tests.journeys.desk_window import AXE, AXE_OPTIONS
from tests.server import RunningSite

pytestmark = [pytest.mark.journey, pytest.mark.long]  # rules: tests/js/staff/closing.test.ts

LAST_DAY = clock.now().replace(day=1) - timedelta(days=1)
LAST = f"{LAST_DAY:%Y-%m}"


def case(number: int, venue: str) -> dict[str, Any]:
    """A case of another system, in this venue, of somebody who saw a poster."""
    return {
        "system": "made",
        "id": f"{number}",
        "title": f"Case {number}",
        "fields": {"venue": venue, "situation_type": "labor", "how_heard": "poster_sticker"},
        "sections": [
            {
                "kind": "person",
                "title": "",
                "text": "",
                "fields": {"role": "potential_victim", "gender": "female", "age_group": "over_59"},
            }
        ],
    }


def move_to_last_month(site: RunningSite) -> None:
    """All that there is was there last month, with as many contacts as make a public table."""
    store = sqlite3.connect(site.data_dir / "content.db", timeout=15)
    with store:
        store.execute('UPDATE "case" SET day = ?', (f"{LAST}-15",))
        store.execute("UPDATE counter SET period = ? WHERE period NOT LIKE '%Q%'", (LAST,))
        more = [("category", "tip", 80), ("channel", "tip_form", 80), ("language", "en", 80)]
        ends = [("case_created", 40), ("no_action", 25), ("information_given", 15)]
        for name, bucket, n in [*more, *(("outcome", how, n) for how, n in ends)]:
            store.execute(
                "INSERT INTO counter (name, bucket, period, n) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name, bucket, period) DO UPDATE SET n = n + excluded.n",
                (name, bucket, LAST, n),
            )
    store.close()


def spoil(site: RunningSite) -> None:
    """The last byte of the newest edition's signature is another one."""
    store = sqlite3.connect(site.data_dir / "content.db", timeout=15)
    with store:
        place, signature = store.execute(
            "SELECT place, signature FROM closed_month ORDER BY rev DESC"
        ).fetchone()
        changed = signature[:-1] + bytes([signature[-1] ^ 1])
        store.execute("UPDATE closed_month SET signature = ? WHERE place = ?", (changed, place))
    store.close()


def close(vera: Desk, key: str, why: str = "") -> None:
    """The month is closed, or closed again."""
    vera.press(key, vera.page.locator(".report-part").first)
    dialog = vera.page.get_by_role("dialog")
    expect(dialog.get_by_role("status").first).to_contain_text("40", timeout=PATIENCE)
    if why:
        vera.field("report.close-reason", dialog).fill(why)
    dialog.locator(".actions .button.primary").click()
    expect(dialog).to_have_count(0, timeout=PATIENCE)
    expect(vera.page.get_by_text(vera.say("report.is-closed"))).to_be_visible(timeout=PATIENCE)


def axe(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(
        "options => window.axe.run(document, options).then(({violations}) =>"
        " violations.map(({id, nodes}) => id + nodes[0].html.slice(0, 200)))",
        AXE_OPTIONS,
    )
    return found


def open_report(site: RunningSite, browser: Browser) -> Desk:
    who = next(person for person in site.demo["staff"] if person["name"] == "vera")
    vera = Desk.sign_in(browser, site.desk_url, who, "en")
    vera.press("nav.reports")
    expect(vera.page.get_by_text(vera.say("report.summary"))).to_be_visible(timeout=PATIENCE)
    return vera


def test_a_month_is_closed_published_corrected_and_a_forged_one_is_refused(
    site: RunningSite, browser: Browser, pictures: Path, tmp_path: Path
) -> None:
    terminal = Terminal(site, tmp_path)
    venues = ["construction"] * 25 + ["forestry_logging"] * 2 + ["carnivals"] * 13
    cases = [case(n, venue) for n, venue in enumerate(venues)]
    assert terminal.desk("import", terminal.file("in.ndjson", cases)).exit_code == 0
    move_to_last_month(site)
    vera = open_report(site, browser)
    close(vera, "report.close")
    assert axe(vera.page) == []
    vera.page.screenshot(path=pictures / "closed.png", full_page=True)
    vera.sent.clear()
    vera.press("nav.queue")
    vera.press("nav.reports")
    venue = vera.page.locator(".bars li").filter(has_text="Construction")
    expect(venue).to_be_visible(timeout=PATIENCE)
    assert not any("/cases/" in call or "case-cards" in call for call in vera.sent)
    with vera.page.expect_download() as saved:
        vera.press("report.save-public")
    page = Path(saved.value.path()).read_text()
    assert "Poster or sticker" in page
    assert "Forestry" in page
    assert "<td>2</td>" not in page
    close(vera, "report.close-again", "Two cases were one")
    expect(vera.page.locator(".editions li")).to_have_count(2)
    spoil(site)
    vera.press("nav.queue")
    vera.press("nav.reports")
    refused = vera.page.get_by_role("alert").filter(has_text=vera.say("report.refused-signature"))
    expect(refused).to_be_visible(timeout=PATIENCE)
    expect(venue).to_have_count(0)
    vera.page.screenshot(path=pictures / "refused.png", full_page=True)
    vera.sign_out()
