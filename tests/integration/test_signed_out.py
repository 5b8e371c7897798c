"""Whoever is signed in no more hears nothing more: the server sees to it, not their browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from config.database import Database
from config.settings import load_settings
from tests.actors import Person, Source
from tests.integration.line_town import ONCE, Town, line_town
from tests.lines import LineClient
from tests.server import environ_of
from tests.shares import invitation
from webapp.schemas import b64
from webapp.store import open_store


@pytest.fixture(scope="module", params=ONCE, ids="-".join)
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Town, Database]]:
    """A served site, and its store."""
    mode, kind = request.param
    with line_town(tmp_path_factory.mktemp("signed-out"), mode, kind) as (town, url):
        store = open_store(load_settings({**environ_of(town.site), "QUIETLINE_DATABASE_URL": url}))
        yield town, store
        store.engine.dispose()


def watching(town: Town, person: Person, source: Source) -> LineClient:
    """A screen of theirs with this chat on it."""
    screen = town.desk(person)
    assert screen.ask("watch", {"conv": b64(source.conv)})["status"] == 200
    return screen


def writes(source: Source) -> str:
    """The person outside writes, by a plain call; gives the envelope as it is told."""
    said = source.envelope()
    assert source.write(said).status == 201
    return b64(said)


def hears_nothing_more(town: Town, gone: LineClient, source: Source, there: Person) -> None:
    """A colleague hears the next word and the next chat; this screen hears neither."""
    screen = watching(town, there, source)
    said = writes(source)
    new = town.chat()
    assert screen.hear("envelope")["envelope"] == said
    assert screen.hear("chat_waiting") == {"conv": b64(new.conv)}
    screen.leave()
    assert gone.ask("watch", {"conv": b64(source.conv)})["status"] == 401
    assert [name for name, _ in gone.heard.queue if name in {"envelope", "chat_waiting"}] == []


def test_who_signed_out_is_told_so_and_hears_not_one_word_after_it(
    place: tuple[Town, Database],
) -> None:
    town, _ = place
    source = town.held_chat()
    screen = watching(town, town.sam, source)
    assert town.sam.call("DELETE", "/api/v1/session").status == 204
    assert screen.hear("signed_out") == {"ended": True}
    hears_nothing_more(town, screen, source, town.ana)
    assert town.sam.sign_in().status == 201
    screen.leave()


ENDINGS = {
    "suspended": "UPDATE content.staff SET active = FALSE WHERE name = 'sam'",
    "another role": "UPDATE content.staff SET role = 6 WHERE name = 'sam'",
    "idle too long": "UPDATE content.staff_session SET expires = 1 WHERE staff_id = :sam",
}
AS_BEFORE = "UPDATE content.staff SET active = TRUE, role = 1 WHERE name = 'sam'"


@pytest.mark.parametrize("ending", ENDINGS)
def test_who_is_signed_in_no_more_is_put_out_by_the_server_and_comes_back_with_a_fresh_token(
    place: tuple[Town, Database], ending: str
) -> None:
    town, store = place
    source = town.held_chat()
    screen = watching(town, town.sam, source)
    with store.writing() as session:
        names_sam = {"sam": town.sam.staff_id} if ":sam" in ENDINGS[ending] else {}
        session.execute(text(ENDINGS[ending]), names_sam)
    assert screen.hear("signed_out") == {}
    hears_nothing_more(town, screen, source, town.ana)
    with store.writing() as session:
        session.execute(text(AS_BEFORE))
    assert town.sam.sign_in().status == 201
    token = str(town.sam.auth).removeprefix("Bearer ")
    assert screen.ask("reauth", {"token": token})["status"] == 200
    assert screen.ask("watch", {"conv": b64(source.conv)})["status"] == 200
    said = writes(source)
    assert screen.hear("envelope")["envelope"] == said
    screen.leave()


def test_whoever_signs_in_at_anothers_screen_hears_only_what_is_theirs(
    place: tuple[Town, Database],
) -> None:
    town, _ = place
    source = town.held_chat()
    screen = watching(town, town.sam, source)
    token = str(town.ida.auth).removeprefix("Bearer ")
    assert screen.ask("reauth", {"token": token})["status"] == 200
    writes(source)
    path = f"/api/v1/items/{b64(source.conv)}/members"
    assert town.ana.call("POST", path, invitation(source, town.ida)).status == 200
    assert (
        screen.hear("queue") == {}
    )  # Ida's own list changed; by now she would have heard the rest
    assert screen.ask("watch", {"conv": b64(source.conv)})["status"] == 200
    assert "envelope" not in [name for name, _ in screen.heard.queue]
    said = writes(source)
    assert screen.hear("envelope")["envelope"] == said
    screen.leave()


def test_other_screens_of_the_same_person_stay(place: tuple[Town, Database]) -> None:
    town, _ = place
    source = town.held_chat()
    screen = watching(town, town.sam, source)
    assert town.sam.sign_in().status == 201
    other = watching(town, town.sam, source)
    assert town.sam.call("DELETE", "/api/v1/session").status == 204
    assert other.hear("signed_out") == {"ended": True}
    said = writes(source)
    assert screen.hear("envelope")["envelope"] == said
    assert "signed_out" not in [name for name, _ in screen.heard.queue]
    assert town.sam.sign_in().status == 201
    for line in (screen, other):
        line.leave()
