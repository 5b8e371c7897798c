"""One's own account: second secrets that come and go, the passphrase, and where one is signed in."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from moderation.methods import MOST, MOST_WRONG
from tests.actors import Answer, Caller, Person
from tests.integration.conftest import Town
from tests.methods import method_of
from webapp.schemas import b64

ACCOUNT = "/api/v1/account"


def account(person: Person) -> dict[str, Any]:
    return person.call("GET", ACCOUNT).body


def add(person: Person, method: dict[str, Any], proof: bytes | None = None) -> Answer:
    shown = person.proof if proof is None else proof
    body = {"proof": b64(shown), "method": method, "name": None}
    return person.call("POST", f"{ACCOUNT}/methods", body)


def passkey(person: Person) -> bytes:
    """The person has a passkey too; gives the proof of it."""
    proof = secrets.token_bytes(32)
    assert add(person, method_of(2, proof)).status == 201
    return proof


def signs_in(town: Town, person: Person, method: int, proof: bytes) -> Answer:
    """The person in another browser."""
    shown = {"staff_id": b64(person.staff_id), "method": method, "auth": b64(proof)}
    return town.stranger().call("POST", "/api/v1/session", shown)


def elsewhere(town: Town, person: Person, method: int, proof: bytes) -> Caller:
    got = signs_in(town, person, method, proof)
    assert got.status == 201
    return Caller(town.desk_app, f"Bearer {got.body['token']}")


def remove(person: Person, method_id: str, proof: bytes) -> Answer:
    return person.call("POST", f"{ACCOUNT}/methods/{method_id}/remove", {"proof": b64(proof)})


def resealed(old: bytes, new: bytes) -> dict[str, str]:
    return {"old": b64(old), "auth": b64(new), "blob": b64(secrets.token_bytes(104))}


def changed(*methods: dict[str, str]) -> dict[str, Any]:
    """What a browser sends for a new passphrase."""
    return {"methods": list(methods), "again_hash": b64(secrets.token_bytes(32))}


def test_each_second_secret_opens_its_own_blob_and_no_other(town: Town) -> None:
    made = method_of(2, secrets.token_bytes(32))
    assert add(town.ana, made).status == 201
    got = town.stranger().call(
        "POST",
        "/api/v1/session",
        {"staff_id": b64(town.ana.staff_id), "method": 2, "auth": made["auth"]},
    )
    assert got.body["blob"] == made["blob"]
    assert town.ana.sign_in().body["blob"] != made["blob"]
    assert [row["method"] for row in account(town.ana)["methods"]] in ([1, 2], [2, 1])


def test_a_way_to_sign_in_sent_again_is_one_and_another_under_its_names_is_refused(
    town: Town,
) -> None:
    made = method_of(1, secrets.token_bytes(32))
    assert [add(town.ana, made).status for _ in range(2)] == [201, 201]
    assert len(account(town.ana)["methods"]) == 2
    same_secret = {**made, "method_id": b64(secrets.token_bytes(16))}
    same_id = {**method_of(1, secrets.token_bytes(32)), "method_id": made["method_id"]}
    assert {add(town.ana, each).slug for each in (same_secret, same_id)} == {"method-exists"}
    assert add(town.sam, made).slug == "method-exists"


def test_nobody_has_more_ways_in_than_anybody_can_look_after(town: Town) -> None:
    for _ in range(MOST - 1):
        passkey(town.ana)
    assert add(town.ana, method_of(1, secrets.token_bytes(32))).slug == "too-many-methods"


def test_without_both_secrets_an_open_desk_makes_and_takes_no_way_in(town: Town) -> None:
    passkey(town.ana)
    mine = account(town.ana)["methods"]
    for proof in (secrets.token_bytes(32), town.sam.proof):
        assert add(town.ana, method_of(1, secrets.token_bytes(32)), proof).slug == "proof-refused"
        assert remove(town.ana, mine[0]["method_id"], proof).slug == "proof-refused"
    assert account(town.ana)["methods"] == mine


def test_whoever_goes_on_guessing_at_an_open_desk_is_signed_out(town: Town) -> None:
    for _ in range(MOST_WRONG - 1):
        assert add(town.ana, method_of(1, bytes(32)), secrets.token_bytes(32)).status == 403
    assert add(town.ana, method_of(1, bytes(32)), secrets.token_bytes(32)).status == 401
    assert town.ana.call("GET", ACCOUNT).slug == "not-signed-in"
    assert town.ana.sign_in().status == 201


def test_a_removed_second_secret_opens_nothing_and_what_it_had_begun_is_over(town: Town) -> None:
    proof = passkey(town.ana)
    lost = elsewhere(town, town.ana, 2, proof)
    gone = next(row for row in account(town.ana)["methods"] if row["method"] == 2)
    assert remove(town.ana, gone["method_id"], town.ana.proof).status == 204
    assert lost.call("GET", ACCOUNT).slug == "not-signed-in"
    assert signs_in(town, town.ana, 2, proof).slug == "sign-in-refused"
    assert add(town.ana, method_of(1, secrets.token_bytes(32)), proof).slug == "proof-refused"
    assert town.ana.call("GET", ACCOUNT).status == 200


def test_the_last_way_in_stays_and_another_person_s_is_unknown(town: Town) -> None:
    mine, theirs = account(town.ana)["methods"][0], account(town.sam)["methods"][0]
    assert remove(town.ana, mine["method_id"], town.ana.proof).slug == "last-method"
    assert remove(town.ana, theirs["method_id"], town.ana.proof).slug == "not-found"
    path = f"{ACCOUNT}/methods/{theirs['method_id']}/name"
    assert town.ana.call("POST", path, {"name": None}).slug == "not-found"


def test_a_name_is_kept_as_it_was_sealed(town: Town) -> None:
    mine, name = account(town.ana)["methods"][0], b64(secrets.token_bytes(104))
    path = f"{ACCOUNT}/methods/{mine['method_id']}/name"
    assert town.ana.call("POST", path, {"name": name}).status == 204
    assert account(town.ana)["methods"][0]["name"] == name
    assert town.ana.call("POST", path, {"name": b64(b"plain words")}).status == 422


def test_after_a_change_of_passphrase_nothing_is_left_that_the_old_one_opens(town: Town) -> None:
    second, new = passkey(town.ana), secrets.token_bytes(32)
    other = elsewhere(town, town.ana, 2, second)
    body = changed(resealed(town.ana.proof, new))
    got = town.ana.call("POST", f"{ACCOUNT}/passphrase", body)
    assert [row["method"] for row in got.body["methods"]] == [1]
    assert other.call("GET", ACCOUNT).status == 401
    for method, proof in ((1, town.ana.proof), (2, second)):
        assert signs_in(town, town.ana, method, proof).slug == "sign-in-refused"
    assert signs_in(town, town.ana, 1, new).body["blob"] == body["methods"][0]["blob"]


def test_what_is_shown_at_the_change_is_sealed_anew_and_keeps_its_place(town: Town) -> None:
    second = passkey(town.ana)
    before = {row["method_id"] for row in account(town.ana)["methods"]}
    new = [secrets.token_bytes(32), secrets.token_bytes(32)]
    body = changed(resealed(town.ana.proof, new[0]), resealed(second, new[1]))
    got = town.ana.call("POST", f"{ACCOUNT}/passphrase", body)
    assert {row["method_id"] for row in got.body["methods"]} == before
    assert signs_in(town, town.ana, 2, new[1]).status == 201


@pytest.mark.parametrize("other", ["sam", "nobody", "twice"])
def test_a_change_that_names_what_is_not_theirs_changes_nothing(town: Town, other: str) -> None:
    foreign = {"sam": town.sam.proof, "nobody": bytes(32), "twice": town.ana.proof}[other]
    new = [secrets.token_bytes(32), secrets.token_bytes(32)]
    body = changed(resealed(town.ana.proof, new[0]), resealed(foreign, new[1]))
    assert town.ana.call("POST", f"{ACCOUNT}/passphrase", body).slug == "proof-refused"
    assert town.ana.sign_in().status == 201
    assert town.sam.sign_in().status == 201


def test_my_sessions_are_listed_by_hour_and_kind_and_nothing_else_is_kept(town: Town) -> None:
    elsewhere(town, town.ana, 2, passkey(town.ana))
    listed = account(town.ana)["sessions"]
    assert [row["present"] for row in listed].count(True) == 1
    assert {frozenset(row) for row in listed} == {
        frozenset({"session_id", "method", "hour", "present"})
    }
    assert {len(row["hour"]) for row in listed} == {len("2026-11-27T20")}


def test_one_session_or_all_others_end_and_nobody_ends_another_person_s(town: Town) -> None:
    first, second = (elsewhere(town, town.ana, 1, town.ana.proof) for _ in range(2))
    row = next(row for row in account(town.ana)["sessions"] if not row["present"])
    path = f"{ACCOUNT}/sessions/{row['session_id']}"
    assert town.sam.call("DELETE", path).slug == "not-found"
    assert town.ana.call("DELETE", path).status == 204
    assert {each.call("GET", ACCOUNT).status for each in (first, second)} == {200, 401}
    assert town.ana.call("POST", f"{ACCOUNT}/end-other-sessions").status == 204
    assert {each.call("GET", ACCOUNT).status for each in (first, second)} == {401}
    assert town.ana.call("GET", ACCOUNT).status == 200
