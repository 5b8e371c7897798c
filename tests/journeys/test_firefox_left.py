"""After leaving in Debian's Firefox ESR: what its own history file keeps."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.firefox.talker import Talker
from tests.firefox.walker import firefox
from tests.journeys.at_home import neutral_site
from tests.journeys.texts import texts
from tests.server import patiently, served

pytestmark = [pytest.mark.journey, pytest.mark.long]

SAY = texts("source", "en")
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


def writes_and_leaves(person: Talker, url: str) -> None:
    """A tip that was sent, its words on the screen, and the exit."""
    person.ask("open", url=url)
    person.tap("door", "ask_something")
    person.tap("next")
    person.fill('[data-step="what"] textarea', SECRET)
    person.tap("to-end")
    person.tap("send")
    person.see("ol.words li")
    person.ask("tap", selector="[data-exit-now]")
    person.see("p", "Sunny.")


def test_leaving_in_firefox_leaves_one_bland_row_in_its_history_file(
    pictures: Path, tmp_path: Path
) -> None:
    with neutral_site() as away, served(tmp_path / "site", QUIETLINE_EXIT_URL=away) as site:
        profiles = tmp_path / "browser"
        with firefox(profiles, {}, 120) as driver:
            person = Talker(driver, SAY, pictures)
            writes_and_leaves(person, site.source_url)
            patiently(lambda: away in dict(visited(profiles, tmp_path / "copies")))
            rows = visited(profiles, tmp_path / "copies")
            ours = [row for row in rows if row[0].startswith(site.source_url)]
            assert [row[0] for row in ours] == [f"{site.source_url}/"]
            assert ours[0][1] in {SAY("page.title"), "Weather", ""}
            assert SECRET not in str(rows)
