"""A founded site on an empty store, with people on both sides, and the two apps to call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

import webapp.cli
from chat.doors import Door, Doors
from config import clock
from config.database import Database
from config.logs import ErrorCounts
from config.settings import Settings
from tests.actors import Caller, Office, Person, Source, founding
from tests.backups import Vault, empty_settings
from tests.databases import DATABASES
from tests.migrated import migrated_store
from tests.quick_rules import compile_once
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
        yield town_of(settings, store)


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


@pytest.fixture
def town(empty: Town) -> Town:
    """A founded site whose people are signed in."""
    return founded(empty)


def founded(empty: Town) -> Town:
    """The town, founded, with its people signed in."""
    code = webapp.cli.write_setup_code(empty.settings)
    people = [empty.ana, empty.sam, empty.nora]
    body = founding(empty.office, people, code, clock.unix(clock.now()))
    assert empty.stranger().call("POST", "/api/v1/setup", body).status == 201
    for person in people:
        assert person.sign_in().status == 201
    return empty


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """Where backups go, and the operator's key."""
    return Vault(tmp_path / "backups")


@pytest.fixture(params=DATABASES)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an empty store of each kind."""
    with empty_settings(request.param, tmp_path / "elsewhere") as settings:
        yield settings
