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
"""How to come to each view before sending."""

SENT = [
    *WRITE,
    'set field [name="what"] to He keeps our papers.',
    'click [data-do="to-end"]',
    'click [data-do="send"]',
    SHOWN.format("words"),
]
PRACTICE = [*SENT, 'click [data-do="view"][value="practice"]', SHOWN.format("practice")]
DONE = [*SENT, 'click [data-do="done"]', SHOWN.format("done")]
THREAD = [*DONE, 'click [data-do="see"]', SHOWN.format("thread")]
SAID = [
    *VIEWS["chat"],
    "set field #say to He keeps our papers.",
    'click [data-do="say"]',
    "wait for element #log > * to be visible",
]
AFTER: dict[str, list[str]] = {
    "words": SENT,
    "practice": PRACTICE,
    "practised wrongly": [
        *PRACTICE,
        "set field #practice to bicycel lamp",
        'click [data-do="practise"]',
        'wait for element [data-view="practice"] .error p to be visible',
    ],
    "done": DONE,
    "thread": THREAD,
    "thread, all of it open": [
        *THREAD,
        'click [data-do="earlier"]',
        "wait for element #earlier > * to be visible",
        'click [data-do="remove-ask"]',
        "wait for element #remove to be visible",
    ],
    "files": [*THREAD, 'click [data-view="thread"] [data-do="files"]', SHOWN.format("files")],
    "covered": [*THREAD, 'click [data-do="cover"]', "wait for element #cover to be visible"],
    "said in a chat": SAID,
    "a safe word": [
        *SAID,
        'click [data-do="chat-box"][value="word"]',
        "wait for element #box-word to be visible",
    ],
    "ending a chat": [
        *SAID,
        'click [data-do="chat-box"][value="end"]',
        "wait for element #box-end to be visible",
    ],
}
"""How to come to each view after sending."""

EACH_TIME = ("home", "chat")


def looked_at(url: str, language: str, views: dict[str, list[str]]) -> dict[str, list[Any]]:
    """What pa11y finds in each view, on a phone."""
    node, chromium = shutil.which("node"), shutil.which("chromium")
    assert node
    assert chromium, "tests/debian-packages installs Chromium"
    spoken = f'wait for element html[lang="{language}"] to be added'
    asked = [
        {"name": name, "url": url, "language": language, "actions": [spoken, *actions]}
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
@pytest.mark.parametrize("language", ["en", pytest.param("ar", marks=pytest.mark.long)])
def test_a_second_engine_finds_nothing_in_the_views_before_sending(
    site: RunningSite, language: str
) -> None:
    assert faulty(looked_at(site.source_url, language, VIEWS)) == {}


@pytest.mark.long  # axe looks at every view each time
@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_second_engine_finds_nothing_in_the_views_after_sending(
    site: RunningSite, language: str
) -> None:
    assert faulty(looked_at(site.source_url, language, AFTER)) == {}


def test_a_second_engine_finds_nothing_in_a_thread(site: RunningSite) -> None:
    view = {"thread": AFTER["thread, all of it open"]}
    assert faulty(looked_at(site.source_url, "en", view)) == {}


@pytest.mark.long
def test_a_second_engine_finds_nothing_at_the_desk_s_door(site: RunningSite) -> None:
    door = {"door": ["wait for element h1 to be visible"]}
    assert faulty(looked_at(site.desk_url, "en", door)) == {}


def test_the_second_engine_sees_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "wrong.html"
    page.write_text("<!DOCTYPE html><html lang=en><title>Wrong</title><img src=x><input>")
    assert looked_at(page.as_uri(), "en", {"wrong": []})["wrong"] != []
