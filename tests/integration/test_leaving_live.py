"""Somebody leaves, is suspended or lost a device while a screen of theirs is on: over within a second."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from config.database import Database
from config.settings import load_settings
from tests.actors import Person, Source
from tests.integration.line_town import ONCE, Town, line_town
from tests.lines import LineClient
from tests.lost import Lost
from tests.server import environ_of
from tests.staffing import Desk, hire
from webapp.schemas import b64
from webapp.store import open_store

ONE_SECOND = 1.0


@pytest.fixture(scope="module", params=ONCE, ids="-".join)
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Town, Database, Desk]]:
    """A served site, its store, and what its administrator's browser knows."""
    mode, kind = request.param
    with line_town(tmp_path_factory.mktemp("leaving"), mode, kind) as (town, url):
        store = open_store(load_settings({**environ_of(town.site), "QUIETLINE_DATABASE_URL": url}))
        yield town, store, Desk(town.office, store, [town.ana, town.sam, town.ida, town.nora])
        store.engine.dispose()


def newcomer(place: tuple[Town, Database, Desk], name: str) -> Person:
    """An advocate who is there to be made to leave."""
    town, store, desk = place
    person = Person(town.site.desk_url, name=name)
    hire(store, town.office, town.nora, person)
    desk.people.append(person)
    return person


def in_a_chat(town: Town, person: Person) -> tuple[Source, LineClient, LineClient]:
    """They hold a chat and have it on screen; gives it, their screen and the tab outside."""
    source = town.chat()
    assert person.call("POST", "/api/v1/shift", {"status": "on"}).status == 200
    claim = f"/api/v1/items/{b64(source.conv)}/claim"
    assert person.call("POST", claim, {}).status == 200
    screen, tab = town.desk(person), town.line(source)
    assert screen.ask("watch", {"conv": b64(source.conv)})["status"] == 200
    return source, screen, tab


@pytest.mark.parametrize("act", ["leave", "suspend", "lost-device"])
def test_tokens_and_sockets_are_dead_within_one_second_and_the_person_outside_is_told(
    place: tuple[Town, Database, Desk], act: str
) -> None:
    town, _, desk = place
    kim = newcomer(place, f"kim-{act}")
    source, screen, tab = in_a_chat(town, kim)
    body: dict[str, Any] = {}
    if act == "leave":
        body = desk.next_roster(desk.members(without=kim))
    elif act == "lost-device":
        body = Lost.device_of(kim).link()
    began = time.monotonic()
    done = town.nora.call("POST", f"/api/v1/staff/{b64(kim.staff_id)}/{act}", body)
    assert done.status == 204, done
    # The server's own look at ended tokens may come first; it does not know why they ended.
    assert screen.hear("signed_out") in ({"ended": True}, {})
    assert screen.ask("watch", {"conv": b64(source.conv)})["status"] == 401
    assert kim.call("GET", "/api/v1/desk").status == 401
    assert time.monotonic() - began < ONE_SECOND
    told = tab.hear("live")["live"]
    while told["phase"] != "waiting":
        told = tab.hear("live")["live"]
    assert told["lost"] is True
    for line in (screen, tab):
        line.leave()
    if act == "leave":
        desk.people.remove(kim)


def test_whoever_is_still_on_staff_hears_that_the_desk_changed(
    place: tuple[Town, Database, Desk],
) -> None:
    town, _, desk = place
    kim = newcomer(place, "kim-told")
    screen = town.desk(town.ana)
    assert desk.leave(town.nora, kim).status == 204
    assert screen.hear("desk") == {}
    screen.leave()
