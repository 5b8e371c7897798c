"""pa11y looks at the pages too: another engine (HTML_CodeSniffer) than the one of the other journeys."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.server import ROOT, RunningSite

pytestmark = pytest.mark.journey

SHOWN = 'wait for element [data-view="{}"] to be visible'
TO_TIP = [
    'wait for element [data-do="door"] to be visible',
    'click [data-do="door"][value="need_help"]',
]
WRITE = [*TO_TIP, 'click [data-do="next"]', 'click [data-do="next"]']
KNOW = 'click [data-do="know"][value="{}"]'
CHAT = [*TO_TIP, 'click [data-step="start"] [data-do="chat-now"]', SHOWN.format("safe")]

VIEWS: dict[str, list[str]] = {
    "home": TO_TIP[:1],
    "know": [TO_TIP[0], KNOW.format("know"), SHOWN.format("know")],
    "leaving": [TO_TIP[0], KNOW.format("leaving"), SHOWN.format("leaving")],
    "back": [TO_TIP[0], 'click [data-do="view"][value="back"]', SHOWN.format("back")],
    "start": TO_TIP,
    "what": WRITE,
    "safe": CHAT,
    "chat": [*CHAT, 'click [data-do="safe-yes"]', "wait for element #say to be visible"],
}
"""How to come to each view. What comes after sending is looked at by axe alone."""

EACH_TIME = ("home", "chat")


def looked_at(url: str, language: str, views: dict[str, list[str]]) -> dict[str, list[Any]]:
    """What pa11y finds in each view, on a phone."""
    node, chromium = shutil.which("node"), shutil.which("chromium")
    assert node
    assert chromium, "tests/debian-packages installs Chromium"
    asked = [
        {"name": name, "url": url, "language": language, "actions": actions}
        for name, actions in views.items()
    ]
    script = "tests/js/second-engine.mjs"
    run = subprocess.run(
        [node, script, chromium, json.dumps(asked)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=590,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, list[Any]] = json.loads(run.stdout)
    assert set(found) == set(views)
    return found


def faulty(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The views with which something is wrong."""
    return {name: issues for name, issues in found.items() if issues}


@pytest.mark.long  # axe looks at every view each time
def test_a_second_engine_finds_nothing_where_people_begin(site: RunningSite) -> None:
    views = {name: VIEWS[name] for name in EACH_TIME}
    assert faulty(looked_at(site.source_url, "en", views)) == {}


@pytest.mark.long  # the views where people begin are looked at each time
@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_second_engine_finds_nothing_in_the_views_before_sending(
    site: RunningSite, language: str
) -> None:
    assert faulty(looked_at(site.source_url, language, VIEWS)) == {}


@pytest.mark.long
def test_a_second_engine_finds_nothing_at_the_desk_s_door(site: RunningSite) -> None:
    door = {"door": ["wait for element h1 to be visible"]}
    assert faulty(looked_at(site.desk_url, "en", door)) == {}


def test_the_second_engine_sees_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "wrong.html"
    page.write_text("<!DOCTYPE html><title>Wrong</title><img src=x><input>")
    assert looked_at(page.as_uri(), "en", {"wrong": []})["wrong"] != []
