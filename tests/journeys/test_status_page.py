"""Is the line well, at a browser: what somebody who answers sees, and what whoever manages it sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from chat.live_models import JobRow
from config import clock
from config.settings import load_settings
from tests.journeys.desk_window import A_WHILE, Desk
from tests.journeys.looks import looks
from tests.journeys.test_audit_page import LANGUAGES, SIZES, Town, town
from webapp.store import open_store

__all__ = ["town"]

pytestmark = [pytest.mark.journey, pytest.mark.long]

NAMES = {"en": "Is the line well?", "es": "¿Funciona bien la línea?", "ar": "هل الخط بخير؟"}
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
AN_HOUR = 3600


def show(desk: Desk, language: str = "en") -> None:
    """The status is on the screen."""
    desk.open_menu()
    desk.page.get_by_role("button", name=NAMES[language], exact=True).click()
    expect(desk.page.locator(".status-line").first).to_be_visible(timeout=A_WHILE)


def stop_alerts(town: Town) -> None:
    """Nobody has run the job that alerts people for an hour; another runner seems to have it."""
    store, now = (
        open_store(load_settings({"QUIETLINE_DATA_DIR": str(town.site.data_dir)})),
        clock.now(),
    )
    taken = {"due": clock.unix(now) - AN_HOUR, "lease": clock.unix(now) + 100, "runner": bytes(16)}
    with store.writing() as session:
        session.execute(update(JobRow).where(JobRow.name == "on_call").values(taken))
    store.engine.dispose()


def test_an_advocate_sees_six_lines_and_is_told_while_the_page_is_open_that_alerts_stand_still(
    town: Town, browser: Browser
) -> None:
    ana = town.enter(browser, "ana")
    show(ana)
    expect(ana.page.locator(".status-line")).to_have_count(6)
    expect(ana.page.locator(".standing-well")).to_have_count(6)
    stop_alerts(town)
    expect(ana.page.locator(".standing-bad")).to_have_count(1, timeout=40_000)
    expect(ana.page.locator("[aria-live] .status-line").nth(2)).to_contain_text("Nobody sends them")
    ana.leave()


def test_by_keyboard_an_administrator_comes_to_the_page_and_a_server_that_ends_is_told(
    town: Town, browser: Browser
) -> None:
    alma = town.enter(browser, "alma")
    alma.page.get_by_role("button", name=NAMES["en"], exact=True).focus()
    alma.page.keyboard.press("Enter")
    expect(alma.page.get_by_text("Alerting whoever is on call")).to_be_visible(timeout=A_WHILE)
    expect(alma.page.get_by_role("heading", name=NAMES["en"])).to_be_focused()
    town.site.stop()
    expect(alma.page.get_by_text("It does not answer.")).to_be_visible(timeout=40_000)
    alma.leave()


@pytest.mark.parametrize(
    ("size", "theme"), looks(SIZES, ("light", "dark"), often=[("phone", "light")])
)
def test_the_page_is_usable_by_all_in_every_language(
    town: Town, browser: Browser, pictures: Path, size: str, theme: str
) -> None:
    alma = town.enter(browser, "alma", viewport=SIZES[size], color_scheme=theme)
    for language in LANGUAGES:
        alma.language(language)
        show(alma, language)
        alma.picture(pictures, f"status-{language}-{size}-{theme}")
        assert alma.axe() == [], language
        assert not alma.page.evaluate(WIDE), language
    alma.leave()
