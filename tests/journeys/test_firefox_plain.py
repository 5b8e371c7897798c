"""The way without scripts in Debian's Firefox ESR, by keyboard only, on a screen of 320 pixels.

Playwright drives a Firefox of its own making; this is the one that people have, driven over
WebDriver BiDi. The desk is in Chromium, as in the other journeys.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.firefox.walker import Walker, walking
from tests.journeys.desk import Desk
from tests.journeys.texts import texts
from tests.server import RunningSite, free_pair, start_site

pytestmark = pytest.mark.journey

SAY = texts("source", "en")
SAW = "Three girls on the night flight. The man beside them had their passports. ¿Ñandú?"
MARK = "by the harbour, 3 p.m."
ASKED = "Thank you. Is anyone hurt right now?"
TOLD = "Not today, as far as I know."


def in_time(true: Callable[[], bool]) -> bool:
    """Whether something becomes true within ten seconds."""
    end = time.monotonic() + 10
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)  # between two looks, never instead of one
    return True


def to_the_doors(walker: Walker, url: str) -> None:
    """Somebody new comes, and chooses the less private way."""
    walker.ask("open", url=url)
    walker.tour("first")
    walker.act("plain.way")
    walker.tour("doors")


def tell(walker: Walker) -> str:
    """From the numbers to the thread, with every page toured; gives the words."""
    walker.act("door.saw_something")
    walker.tour("safe")
    walker.act("plain.chat.write")
    walker.tour("tip", {"q.what": SAW, "q.where": MARK}, choose=SAY("value.yes"))
    walker.act("plain.send")
    walker.tour("words")
    words = " ".join(walker.read("ol.words li"))
    walker.act("words.practise")
    walker.tour("practice", {"practice.label": words.upper()})
    walker.act("practice.check")
    walker.tour("thread")
    return words


def come_back(walker: Walker, words: str) -> None:
    """From the doors to where the words lead."""
    walker.act("door.back")
    walker.tour("back", {"practice.label": words})
    walker.act("back.open")


@pytest.mark.long  # in Chromium each time: test_plain.py
def test_by_keyboard_alone_a_tip_goes_from_firefox_to_the_desk_and_back(
    site: RunningSite, browser: Browser, pictures: Path, tmp_path: Path
) -> None:
    with walking(SAY, pictures, tmp_path, scripts=False) as walker:
        to_the_doors(walker, site.source_url)
        words = tell(walker)
        assert len(words.split()) == 7
        desk = Desk.sign_in(browser, site.desk_url, site.demo["staff"][1])
        desk.open_waiting(MARK)
        desk.read(SAW)
        desk.reply(ASKED)
        to_the_doors(walker, site.source_url)
        come_back(walker, words)
        assert ASKED in walker.read("article.message")[0]
        walker.tour("answered", {"thread.write": TOLD})
        walker.act("plain.send", whole=True)
        desk.read(TOLD)
        walker.tour("written")
        assert walker.read("#more") == [""]
        walker.act("remove.yes")
        walker.tour("removed")
        assert walker.read("h1") == [SAY("removed.heading")]
        walker.act("foot.start")
        walker.tour("doors again")
        come_back(walker, words)
        walker.tour("refused")
        assert walker.read("[role=alert]") != []
        assert {name: what for name, what in walker.seen.items() if what} == {}


@pytest.mark.long  # in Chromium each time: test_plain_views.py
def test_leaving_in_firefox_leads_away_and_back_shows_nothing_that_was_typed(
    pictures: Path, tmp_path: Path
) -> None:
    port = free_pair()
    away = f"http://127.0.0.1:{port + 1}/readyz"
    site = start_site(tmp_path / "site", port=port, more={"QUIETLINE_EXIT_URL": away})
    try:
        with walking(SAY, pictures, tmp_path / "browser", scripts=False) as walker:
            to_the_doors(walker, site.source_url)
            walker.act("door.need_help")
            walker.tour("safe")
            walker.act("plain.chat.write")
            walker.tour("help", {"q.what": SAW})
            assert walker.act("bar.exit") == away
            walker.ask("back")
            assert walker.read("h1") == [SAY("until.heading")]
            assert SAW not in "".join(walker.read("body, textarea"))
    finally:
        site.stop()


def test_the_text_that_stands_here_without_scripts_is_gone_where_firefox_runs_them(
    site: RunningSite, pictures: Path, tmp_path: Path
) -> None:
    with walking(SAY, pictures, tmp_path, scripts=True) as walker:
        walker.ask("open", url=site.source_url)
        assert in_time(lambda: walker.read("#until") == [])


@pytest.mark.long  # in Chromium each time: test_plain_views.py
def test_the_bar_stays_one_line_in_the_narrowest_window_of_firefox(
    site: RunningSite, pictures: Path, tmp_path: Path
) -> None:
    with walking(SAY, pictures, tmp_path, scripts=False) as walker:
        walker.ask("open", url=site.source_url)
        walker.ask("narrow", width="308")
        number, exit_ = walker.ask("tops", selector="header .danger, header .exit:not(.exit-first)")
        assert number == exit_
