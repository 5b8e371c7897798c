"""Every route and method of both apps, asked by everybody: the answers are those of the table."""

from __future__ import annotations

import re
import secrets

import pytest
from flask import Flask
from sqlalchemy import update

from moderation.staff_models import Staff
from tests.actors import Caller, Person, Source
from tests.databases import often_on
from tests.integration.conftest import Town, item_id
from tests.integration.matrix import ASKERS, Line, lines
from tests.integration.matrix_scenes import Scene, path_of, suspend
from webapp.schemas import b64

SIDES = ("source", "desk")
EVERY_METHOD = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
SOME_ID = "A" * 22
SOME_PARTS = {
    **dict.fromkeys(
        (
            "conv",
            "case_id",
            "staff_id",
            "invite_id",
            "method_id",
            "session_id",
            "file_id",
            "release_id",
            "team_id",
        ),
        SOME_ID,
    ),
    "action": "claim",
    "epoch": "1",
    "month": "2026-02",
    "number": "1",
}


def app_of(town: Town, side: str) -> Flask:
    return town.source_app if side == "source" else town.desk_app


def asked(rule: str) -> str:
    """A rule as the table writes it: a part is its name, whatever converts it."""
    return re.sub(r"<(?:[^<>:]*:)?(\w+)>", r"<\1>", rule)


def served(app: Flask) -> set[tuple[str, str]]:
    """Every method and address of an app."""
    return {
        (method, asked(route.rule))
        for route in app.url_map.iter_rules()
        for method in route.methods or ()
    }


def listed(side: str) -> set[tuple[str, str]]:
    """Every method and address that has a line."""
    return {(method, line.rule) for line in lines(side) for method in line.methods}


def differences(scene: Scene, line: Line) -> list[str]:
    """Where the answers to a line are not those of the table, in words."""
    found = []
    for method in line.methods:
        for column, status in zip(ASKERS, line.expected, strict=True):
            got = scene.ask(line, method, column)
            if got.status != status:
                asked_for = f"{line.side} {method} {line.rule} {line.case}".strip()
                found.append(f"{asked_for}: {column} gets {got.status} {got.slug}, not {status}")
    return found


@pytest.mark.parametrize("side", SIDES)
def test_every_route_has_a_line_in_the_matrix_and_every_line_a_route(town: Town, side: str) -> None:
    there, told = served(app_of(town, side)), listed(side)
    missing, stale = sorted(there - told), sorted(told - there)
    assert not missing, f"say in tests/integration/matrix.py who may use ({side}): {missing}"
    assert not stale, f"tests/integration/matrix.py tells of routes that are gone ({side}): {stale}"


@pytest.mark.parametrize("empty", often_on("sqlite"), indirect=True)
def test_everybody_gets_from_every_route_what_the_matrix_says(town: Town) -> None:
    scene = Scene(town)
    wrong = [words for side in SIDES for line in lines(side) for words in differences(scene, line)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("side", SIDES)
def test_a_method_without_a_route_is_refused_before_anybody_is_asked_who_they_are(
    town: Town, side: str
) -> None:
    told = listed(side)
    for rule in {rule for _, rule in told}:
        for method in EVERY_METHOD - {m for m, r in told if r == rule}:
            path = path_of(rule, SOME_PARTS)
            assert Caller(app_of(town, side)).call(method, path).status == 405, (method, path)


def forged(method: str) -> str:
    return f"{method} {b64(secrets.token_bytes(32))}"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/v1/conversation", None),
        ("POST", "/api/v1/conversation/envelopes", {"envelope": "AAAA"}),
        ("DELETE", "/api/v1/conversation/way-back", None),
        ("POST", "/api/v1/conversation/files", {"file_id": SOME_ID, "length": 65_537}),
        ("PUT", f"/api/v1/conversation/files/{SOME_ID}/parts/0", b"some bytes"),
    ],
)
def test_every_receipt_that_opens_nothing_gets_the_same_bytes(
    town: Town, method: str, path: str, body: object
) -> None:
    removed = town.held_tip(town.ana)
    assert removed.call("DELETE", "/api/v1/conversation/way-back").status == 204
    proofs = [None, "", "Receipt", "Receipt AAAA", forged("Receipt"), removed.auth, town.ana.auth]
    answers = [Caller(town.source_app, proof).call(method, path, body) for proof in proofs]
    assert {(got.status, got.raw) for got in answers} == {(401, answers[0].raw)}


def named(by: Source, conv: bytes) -> tuple[int, bytes]:
    """What somebody gets whose envelope names this conversation."""
    said = {"envelope": b64(by.envelope().replace(by.conv, conv))}
    got = by.call("POST", "/api/v1/conversation/envelopes", said)
    return got.status, got.raw


def test_another_person_s_conversation_is_as_unknown_to_a_source_as_none(town: Town) -> None:
    theirs, mine = town.held_tip(town.ana), town.held_tip(town.ana)
    assert named(mine, theirs.conv) == named(mine, secrets.token_bytes(16))
    assert named(mine, theirs.conv)[0] == 422


@pytest.mark.parametrize("what", ["conversations/{}", "items/{}/claim", "cases/{}"])
def test_a_source_at_the_desk_s_door_learns_nothing_about_ids(town: Town, what: str) -> None:
    mine = town.held_tip(town.ana)
    stranger = Caller(town.desk_app, mine.auth)
    method = "POST" if "claim" in what else "GET"
    ids = [item_id(mine), b64(secrets.token_bytes(16)), "x"]
    answers = [stranger.call(method, "/api/v1/" + what.format(each)) for each in ids]
    assert {(got.status, got.raw) for got in answers} == {(401, answers[0].raw)}


def look(person: Person) -> tuple[int, str]:
    got = person.call("GET", "/api/v1/desk")
    return got.status, got.slug


def give_role(town: Town, person: Person, role: int) -> None:
    with town.store.writing() as session:
        session.execute(update(Staff).where(Staff.staff_id == person.staff_id).values(role=role))


@pytest.mark.parametrize("role", [2, 3, 6])
def test_a_session_ends_with_the_next_call_after_the_role_changed_up_or_down(
    town: Town, role: int
) -> None:
    give_role(town, town.ana, role)
    assert look(town.ana) == (401, "not-signed-in")
    assert town.ana.sign_in().body["role"] == role


def test_a_session_ends_with_the_next_call_after_somebody_is_suspended(town: Town) -> None:
    suspend(town, town.ana)
    assert look(town.ana) == (401, "not-signed-in")
    assert town.ana.sign_in().slug == "sign-in-refused"
    assert look(town.sam)[0] == 200
