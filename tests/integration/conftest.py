"""A founded site on an empty store, with people on both sides, and the two apps to call."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask

import webapp.cli
from chat.doors import Door, Doors
from config import clock
from config.database import Database
from config.logs import ErrorCounts
from config.settings import Settings
from tests import snapshot
from tests.actors import Caller, Office, Person, Source, founding
from tests.backups import Vault, empty_settings
from tests.compiled import compile_once
from tests.databases import DATABASES
from tests.migrated import migrated_store
from webapp import create_desk_app, create_source_app, share

compile_once()


@dataclass
class Town:
    """A site and the people around it."""

    settings: Settings
    store: Database
    source_app: Flask
    desk_app: Flask
    office: Office
    ana: Person
    sam: Person
    nora: Person

    def source(self) -> Source:
        """A new person outside."""
        return Source(self.source_app, office=self.office)

    def stranger(self) -> Caller:
        """Somebody without any proof, at the desk's door."""
        return Caller(self.desk_app)

    def held_tip(self, holder: Person) -> Source:
        """Somebody whose tip `holder` has claimed."""
        person = self.source()
        assert person.send_tip().status == 201
        claimed = holder.call("POST", f"/api/v1/items/{item_id(person)}/claim", {})
        assert claimed.status == 200
        return person


def item_id(person: Source) -> str:
    """The conversation's id in addresses."""
    return webapp.schemas.b64(person.conv)


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """A town whose site is not founded yet, on each database."""
    with migrated_store(request.param, tmp_path / "data") as (settings, store):
        made = town_of(settings, store)
        yield made
        made.desk_app.extensions["quietline"].writer.end()  # else its thread keeps all of this


def town_of(settings: Settings, store: Database) -> Town:
    """A town whose site is not founded yet, on this store."""
    shared = share(settings, store, ErrorCounts())
    shared.floods.doors = Doors(Door(10_000, 1))  # no test but that of floods is one
    source_app, desk_app = create_source_app(shared), create_desk_app(shared)
    people = [
        Person(desk_app, name=name, role=role)
        for name, role in (("ana", 1), ("sam", 1), ("nora", 3))
    ]
    return Town(settings, store, source_app, desk_app, Office(), *people)


NOW = clock.now
A_MOMENT = 60
"""Seconds; sessions are as good as new then."""


@dataclass
class Made:
    """A founded site as it was, and until when that is a moment ago."""

    rows: snapshot.Rows
    office: Office
    people: Sequence[Person]
    until: float


_made: dict[str, Made] = {}


@pytest.fixture
def town(empty: Town) -> Town:
    """A founded site whose people are signed in."""
    return founded(empty)


def founded(empty: Town) -> Town:
    """The town, founded, with its people signed in.

    A site of this kind that was founded a moment ago is copied; where a test turned the clock, the
    site is one of its own.
    """
    kind = empty.store.engine.dialect.name
    made = _made.get(kind)
    if clock.now is NOW and made is not None and time.monotonic() < made.until:
        snapshot.put_back(empty.store, made.rows)
        empty.office = deepcopy(made.office)
        empty.ana, empty.sam, empty.nora = (replace(p, app=empty.desk_app) for p in made.people)
        return empty
    _found(empty)
    if clock.now is NOW:
        people = [copy(person) for person in (empty.ana, empty.sam, empty.nora)]
        office, until = deepcopy(empty.office), time.monotonic() + A_MOMENT
        _made[kind] = Made(snapshot.taken(empty.store), office, people, until)
    return empty


def _found(empty: Town) -> None:
    code = webapp.cli.write_setup_code(empty.settings)
    people = [empty.ana, empty.sam, empty.nora]
    body = founding(empty.office, people, code, clock.unix(clock.now()))
    assert empty.stranger().call("POST", "/api/v1/setup", body).status == 201
    for person in people:
        assert person.sign_in().status == 201


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """Where backups go, and the operator's key."""
    return Vault(tmp_path / "backups")


@pytest.fixture(params=DATABASES)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an empty store of each kind."""
    with empty_settings(request.param, tmp_path / "elsewhere") as settings:
        yield settings
