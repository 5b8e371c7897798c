"""The description of the calls: current, complete, and true of what the server answers."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from config import clock
from config.logs import ErrorCounts
from config.settings import load_settings
from tests.actors import Answer
from tests.integration.conftest import Town
from tests.integration.test_case_calls import Opened, case
from tests.schemas import FOLDER, check_answer, description
from webapp import create_desk_app, create_source_app, openapi, share
from webapp.openapi import GIVES
from webapp.schemas import b64
from webapp.security import rule_of
from webapp.store import open_store

__all__ = ["case"]

PAGES = {
    "source": {"/", "/ask", "/calendar", "/files", "/know", "/more", "/now", "/thread"},
    "desk": {"/", "/looking", "/packet", "/setup"},
}
TAKES_NOTHING = {
    ("source", "/api/v1/end"),
    ("desk", "/api/v1/account/end-other-sessions"),
}
"""Calls that say all by their address, and read no body."""


@pytest.fixture
def apps(tmp_path: Path) -> dict[str, Flask]:
    settings = load_settings({**os.environ, "QUIETLINE_DATA_DIR": str(tmp_path / "data")})
    shared = share(settings, open_store(settings), ErrorCounts())
    return {"source": create_source_app(shared), "desk": create_desk_app(shared)}


@pytest.mark.parametrize("side", ["source", "desk"])
def test_the_file_is_what_the_code_says_now(apps: dict[str, Flask], side: str) -> None:
    again = f"./quietline openapi --side {side} > docs/openapi/{side}.json"
    assert (FOLDER / f"{side}.json").read_text() == openapi.written(apps[side], side), again


@pytest.mark.parametrize("side", ["source", "desk"])
def test_every_route_and_method_is_described_or_a_page(apps: dict[str, Flask], side: str) -> None:
    rules = list(apps[side].url_map.iter_rules())
    routes = {
        (openapi.address_of(rule), method.lower())
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(p, m) for p, methods in description(side)["paths"].items() for m in methods}
    assert {path for path, _ in routes - told} == PAGES[side]
    assert told <= routes


@pytest.mark.parametrize("side", ["source", "desk"])
def test_every_call_says_who_may_and_what_it_takes(apps: dict[str, Flask], side: str) -> None:
    paths = description(side)["paths"]
    for rule in openapi.calls_of(apps[side]):
        address = openapi.address_of(rule)
        for method in openapi.methods_of(rule):
            told = paths[address][method.lower()]
            assert told["x-permission"] == rule_of(apps[side], rule.endpoint)
            assert bool(told["security"]) == (told["x-permission"] != "public")
            takes = method in {"POST", "PUT"} and (side, address) not in TAKES_NOTHING
            assert ("requestBody" in told) == takes, (method, address)


def _holds(told: Answer, method: str, path: str, side: str = "desk") -> None:
    check_answer(side, method, path, told.status, told.body)


def _release(opened: Opened) -> dict[str, Any]:
    release_id = b"r" * 16
    record = opened.by.record(
        opened.town.office, opened.case_id, opened.key, {"t": "release"}, record=release_id
    )
    return {
        "release_id": b64(release_id),
        "organisation": "own_records",
        "mode": "export",
        "ground": "share",
        "expires_on": (clock.day_of(clock.now()) + timedelta(days=7)).isoformat(),
        "follow_up_on": None,
        "scope": ["number"],
        "even_stale": False,
        "withdrawals": 0,
        "record": record,
    }


def test_what_the_server_answers_about_itself_is_what_the_file_says(town: Town) -> None:
    stranger, ana = town.stranger(), town.ana
    _holds(stranger.call("GET", "/api/v1/site"), "GET", "/api/v1/site")
    _holds(stranger.call("GET", "/healthz"), "GET", "/healthz")
    started = stranger.call("POST", "/api/v1/session/start", {"name": "ana"})
    _holds(started, "POST", "/api/v1/session/start")
    _holds(ana.sign_in(), "POST", "/api/v1/session")
    for person in (ana, town.nora):
        _holds(person.call("GET", "/api/v1/desk"), "GET", "/api/v1/desk")
    outside = town.source().call("GET", "/api/v1/desk")
    check_answer("source", "GET", "/api/v1/desk", outside.status, outside.body)


def test_what_the_server_answers_about_cases_is_what_the_file_says(case: Opened) -> None:
    ana, path = case.town.ana, f"/api/v1/cases/{b64(case.case_id)}"
    second = Opened(case.town, case.town.sam)
    _holds(second.open(number="79927398"), "POST", "/api/v1/cases")
    _holds(case.revise(ana), "POST", "/api/v1/cases/{case_id}/records")
    moved = ana.call("POST", f"{path}/status", {"from": "open", "to": "in_progress"})
    _holds(moved, "POST", "/api/v1/cases/{case_id}/status")
    body = _release(case)
    made = ana.call("POST", f"{path}/releases", body)
    _holds(made, "POST", "/api/v1/cases/{case_id}/releases")
    packet = {"way": "file", "digest": b64(bytes(32)), "link": None}
    out = ana.call("POST", f"{path}/releases/{body['release_id']}/hand-over", packet)
    _holds(out, "POST", "/api/v1/cases/{case_id}/releases/{release_id}/hand-over")
    _holds(ana.call("GET", "/api/v1/cases"), "GET", "/api/v1/cases")
    _holds(ana.call("GET", path), "GET", "/api/v1/cases/{case_id}")


def test_every_answer_that_is_described_was_held_against_the_server() -> None:
    """Whoever describes one more adds it to the tests above, and here."""
    held = {
        "health.healthz",
        "source_calls.desk",
        "setup.about",
        "session.start",
        "session.begin",
        "desk.desk",
        "cases.list_cases",
        "cases.open_case",
        "cases.read_case",
        "cases.write_section",
        "cases.set_status",
        "releases.make",
        "releases.hand_over",
    }
    assert {endpoint for _, endpoint in GIVES} == held


def test_an_answer_with_a_field_that_is_not_described_is_found(town: Town) -> None:
    told = town.stranger().call("GET", "/api/v1/site")
    with pytest.raises(AssertionError, match="not described"):
        check_answer("desk", "GET", "/api/v1/site", 200, {**told.body, "more": 1})


def test_a_problem_is_what_the_file_says(town: Town) -> None:
    told = town.stranger().call("GET", "/api/v1/cases")
    schema = description("desk")["components"]["schemas"]["ProblemAnswer"]
    assert (told.status, set(schema["required"]) <= set(told.body)) == (401, True)
