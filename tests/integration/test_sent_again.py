"""Sent again after a lost answer, when the world has moved on: never refused, never there twice."""

from __future__ import annotations

import secrets

from config import clock
from crypto.hashes import digest
from crypto.roster import parse_roster
from crypto.staff import epoch_keys
from moderation.founding import SignedRoster, keep_roster
from tests.actors import on_the_wire
from tests.integration.conftest import Town, item_id
from tests.integration.test_case_calls import Opened
from webapp.schemas import b64, unb64


def test_a_stored_reply_sent_again_after_the_item_was_closed_is_acknowledged(town: Town) -> None:
    person = town.held_tip(town.ana)
    path = f"/api/v1/conversations/{item_id(person)}/envelopes"
    said = {"envelope": b64(person.envelope("D"))}
    first = town.ana.call("POST", path, said)
    closed = {"disposition": "no_action"}
    assert town.ana.call("POST", f"/api/v1/items/{item_id(person)}/close", closed).status == 200
    again = town.ana.call("POST", path, said)
    assert (again.status, again.raw) == (201, first.raw)
    other = {"envelope": b64(person.envelope("D"))}
    assert town.ana.call("POST", path, other).slug == "not-holder"


def test_a_case_sent_again_after_its_item_was_closed_is_the_same_case(town: Town) -> None:
    person = town.held_tip(town.ana)
    opened = Opened(town, town.ana)
    body = opened.body(conv=item_id(person))
    assert town.ana.call("POST", "/api/v1/cases", body).status == 201
    closed = {"disposition": "case_created"}
    assert town.ana.call("POST", f"/api/v1/items/{item_id(person)}/close", closed).status == 200
    assert town.ana.call("POST", "/api/v1/cases", body).status == 201
    assert town.ana.call("GET", "/api/v1/cases").body["total"] == 1


def test_a_revision_sent_again_after_a_colleague_replaced_it_is_acknowledged(town: Town) -> None:
    opened = Opened(town, town.ana)
    body = opened.body()
    assert town.ana.call("POST", "/api/v1/cases", body).status == 201
    assert opened.revise(town.sam).status == 201
    assert town.ana.call("POST", "/api/v1/cases", body).status == 201
    path = f"/api/v1/cases/{b64(opened.case_id)}/records"
    again = town.ana.call("POST", path, body["main"])
    assert (again.status, again.body["hash"]) == (201, b64(digest(unb64(body["main"]["record"]))))
    assert len(opened.seen()["records"]) == 2


def test_a_first_note_sent_again_is_one_note(town: Town) -> None:
    person = town.held_tip(town.ana)
    container, key = secrets.token_bytes(16), secrets.token_bytes(32)
    note = {
        "container": {
            "container_id": b64(container),
            "wrap": town.ana.container(town.office, container, key),
        },
        "record": town.ana.record(town.office, container, key, {}),
    }
    path = f"/api/v1/conversations/{item_id(person)}"
    assert [town.ana.call("POST", f"{path}/notes", note).status for _ in range(2)] == [201, 201]
    assert len(town.ana.call("GET", path).body["notes"]["records"]) == 1


def begin_epoch(town: Town) -> None:
    """The desk has another key from now on."""
    own = {"epoch": 2, "desk_public": epoch_keys(secrets.token_bytes(32)).public}
    made = town.office.roster([town.office.recovery()], clock.unix(clock.now()), **own)
    body, members, signature = (unb64(made[name]) for name in ("body", "members", "signature"))
    signed = SignedRoster(body, members, signature)
    with town.store.writing() as session:
        keep_roster(session, parse_roster(body), signed)


def test_a_tip_and_a_new_key_sent_again_after_their_epoch_ended_are_acknowledged(
    town: Town,
) -> None:
    person = town.source()
    tip = person.tip()
    first = person.call("POST", "/api/v1/conversations", tip)
    person.sent["S"].append(unb64(tip["envelope"]))
    renewed = on_the_wire(person.key_record(gen=2))
    more = {"key_record": renewed, "envelope": b64(person.envelope())}
    second = person.call("POST", "/api/v1/conversation/envelopes", more)
    assert (first.status, second.status) == (201, 201)
    begin_epoch(town)
    assert person.call("POST", "/api/v1/conversations", tip).status == 201
    assert person.call("POST", "/api/v1/conversation/envelopes", more).raw == second.raw
    assert town.source().send_tip().slug == "stale-epoch"
