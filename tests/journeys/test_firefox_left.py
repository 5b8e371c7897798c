"""After leaving in Debian's Firefox ESR: what its own history file keeps, and what its Back button shows."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.firefox.talker import Talker
from tests.firefox.walker import firefox
from tests.journeys.at_home import neutral_site
from tests.journeys.texts import texts
from tests.server import RunningSite, patiently, served

pytestmark = [pytest.mark.journey, pytest.mark.long]

SAY = texts("source", "en")
BEFORE, ELSEWHERE = "before", "elsewhere"
SECRET = "The foreman keeps our papers in the blue house."


def visited(profiles: Path, copies: Path) -> list[tuple[str, str]]:
    """Address and title of every row of the browser's history file, as it is while the browser runs."""
    found: list[tuple[str, str]] = []
    copies.mkdir(exist_ok=True)
    for file in profiles.rglob("places.sqlite*"):
        shutil.copy(file, copies / file.name)
    with sqlite3.connect(copies / "places.sqlite") as history:
        query = "SELECT url, coalesce(title, '') FROM moz_places WHERE visit_count > 0"
        found += history.execute(query).fetchall()
    return found


@pytest.fixture(scope="module")
def away() -> Iterator[str]:
    """A neutral site, to which the exit leads."""
    with neutral_site() as address:
        yield address


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, away: str) -> Iterator[RunningSite]:
    """A demonstration whose exit leads there."""
    with served(tmp_path_factory.mktemp("site"), QUIETLINE_EXIT_URL=away) as running:
        yield running


@contextmanager
def written(
    profiles: Path, pictures: Path, site: RunningSite, away: str, *, sent: bool = True
) -> Iterator[Talker]:
    """Somebody who looked at the weather before, and has words on the screen; those of a tip once it is sent."""
    with firefox(profiles, {}, 120) as driver:
        person = Talker(driver, SAY, pictures)
        person.ask("open", url=f"{away}{BEFORE}")
        person.ask("visit", url=site.source_url)
        person.tap("door", "ask_something")
        person.tap("next")
        person.fill('[data-step="what"] textarea', SECRET)
        if sent:
            person.tap("to-end")
            person.tap("send")
            person.see("ol.words li")
        yield person


def leaves(person: Talker) -> None:
    """The exit, and the weather."""
    person.ask("tap", selector="[data-exit-now]")
    person.see("p", "Sunny.")


def test_leaving_in_firefox_leaves_one_bland_row_in_its_history_file(
    pictures: Path, tmp_path: Path, site: RunningSite, away: str
) -> None:
    profiles = tmp_path / "browser"
    with written(profiles, pictures, site, away) as person:
        leaves(person)
        patiently(lambda: away in dict(visited(profiles, tmp_path / "copies")))
        rows = visited(profiles, tmp_path / "copies")
        ours = [row for row in rows if row[0].startswith(site.source_url)]
        assert [row[0] for row in ours] == [f"{site.source_url}/"]
        assert ours[0][1] in {SAY("page.title"), "Weather", ""}
        assert SECRET not in str(rows)


def test_after_leaving_in_firefox_back_leads_to_what_was_before_the_site(
    pictures: Path, tmp_path: Path, site: RunningSite, away: str
) -> None:
    with written(tmp_path, pictures, site, away) as person:
        leaves(person)
        person.ask("leap")
        patiently(lambda: person.ask("at") == f"{away}{BEFORE}")
        assert "Sunny." in person.ask("whole")


def test_who_goes_elsewhere_in_firefox_and_comes_back_finds_nothing_that_was_typed(
    pictures: Path, tmp_path: Path, site: RunningSite, away: str
) -> None:
    with written(tmp_path, pictures, site, away, sent=False) as person:
        assert person.read('[data-step="what"] textarea') == [SECRET]
        person.ask("visit", url=f"{away}{ELSEWHERE}")
        person.ask("leap")
        patiently(lambda: person.ask("at") in {f"{site.source_url}/", away})
        assert SECRET not in person.ask("whole")
        assert SECRET not in str(person.read("textarea"))
