"""Calls that somebody makes to break the service: each is refused as what it is, and nothing ends."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from sqlalchemy import text

from crypto.keys import sign_accept
from tests.actors import Caller, Person
from tests.integration.conftest import Town, item_id
from tests.integration.test_desk_calls import newcomer
from tests.invited import confirmed
from webapp.schemas import b64

ENDLESS = ("0" * 12 + "9" * 30, "9" * 5000, "0" * 5000)


@pytest.mark.parametrize("number", ENDLESS)
def test_an_endless_number_is_refused_and_no_error_of_ours(town: Town, number: str) -> None:
    person = town.source()
    person.send_tip()
    assert person.call("GET", f"/api/v1/conversation?s={number}").status == 422
    assert town.ana.call("GET", f"/api/v1/queue?page={number}").status == 422
    assert town.ana.call("GET", f"/api/v1/cases?page={number}").status == 422


GOOD: dict[str, Any] = {
    "GET /conversation": None,
    "POST /conversation/envelopes": {"envelope": b64(bytes(1158))},
    "POST /conversation/labels": {},
    "POST /conversation/end": {"envelope": b64(bytes(1158))},
    "POST /conversation/stay": {},
    "POST /conversation/helpful": {"helpful": True},
    "DELETE /conversation/way-back": None,
}
BAD: tuple[Any, ...] = ({"no": "such field"}, [], "x", None)


@pytest.mark.parametrize("call", GOOD)
def test_a_wrong_receipt_gets_one_answer_whatever_comes_with_it(town: Town, call: str) -> None:
    method, path = call.split()
    wrong = Caller(town.source_app, f"Receipt {b64(secrets.token_bytes(32))}")
    bodies = (GOOD[call], *BAD) if method == "POST" else (None,)
    answers = [wrong.call(method, f"/api/v1{path}", body) for body in bodies]
    answers += [wrong.call(method, f"/api/v1{path}?s=x", GOOD[call])]
    assert {(answer.status, answer.raw) for answer in answers} == {(401, answers[0].raw)}
    assert answers[0].raw == wrong.call("GET", "/api/v1/conversation").raw


def test_a_name_with_a_zero_byte_is_refused_on_each_database(town: Town) -> None:
    got = town.stranger().call("POST", "/api/v1/session/start", {"name": "an\0a"})
    assert got.status == 422


def test_nobody_can_accept_a_conversation_under_a_key_of_their_own(town: Town) -> None:
    person = town.held_tip(town.ana)
    kc, src_vk = secrets.token_bytes(32), person.records[0].src_vk
    signature = sign_accept(town.office.site, person.conv, kc, src_vk, town.ana.keys.sign_seed)
    forged = {"kc": b64(kc), "src_vk": b64(src_vk), "signature": b64(signature)}
    path = f"/api/v1/conversations/{item_id(person)}/accept"
    assert town.ana.call("POST", path, forged).status == 422
    assert town.sam.call("POST", path, town.sam.accept(town.office, person)).status == 201


def test_a_roster_cannot_put_another_desk_key_into_the_living_epoch(town: Town) -> None:
    eve = Person(town.desk_app, name="eve")
    swapped = newcomer(town, eve, desk_public=secrets.token_bytes(1216))
    assert confirmed(town.nora, eve, swapped).status == 422


def test_a_reader_sees_one_moment_however_much_is_written_meanwhile(town: Town) -> None:
    person = town.source()
    person.send_tip()
    count = text("SELECT count(*) FROM content.envelope")
    newest = text("SELECT max(s_seq) FROM content.conversation")
    with town.store.reading() as session:
        before = session.execute(newest).scalar_one()
        assert person.write().status == 201
        assert session.execute(count).scalar_one() == before


@pytest.mark.parametrize(("parts", "status"), [(3, 422), (5_000, 400)])
def test_a_body_of_very_many_parts_is_not_even_read(town: Town, parts: int, status: int) -> None:
    """Reading it would hold all others up; one of a few parts is, and breaks the rules."""
    anybody = Caller(town.source_app, f"Receipt {b64(secrets.token_bytes(32))}")
    body: dict[str, Any] = {"envelope": [[]] * parts}
    assert anybody.call("POST", "/api/v1/conversations", body).status == status
    assert Caller(town.desk_app, None).call("POST", "/api/v1/setup", body).status == status
