"""What staff can and cannot do, call by call."""

from __future__ import annotations

import secrets
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from config import clock
from crypto.hashes import digest
from crypto.staff import seal_epoch_seed
from tests.actors import Person, Source
from tests.integration.conftest import Town, item_id
from tests.invited import Invited, confirmed
from webapp.schemas import b64, unb64


def audit(town: Town) -> list[tuple[str, str | None, str | None]]:
    """Every row of the audit: action, old state, new state."""
    with town.store.reading() as session:
        rows = session.execute(text("SELECT action, old, new FROM content.audit ORDER BY number"))
        return [(action, old, new) for action, old, new in rows]


def act(person: Person, on: Source, what: str, body: object = None) -> tuple[int, str]:
    """Act on somebody's item; the status and the problem's name or the item's new status."""
    got = person.call("POST", f"/api/v1/items/{item_id(on)}/{what}", body or {})
    return got.status, got.slug or got.body["status"]


def test_an_item_is_claimed_by_one_and_refused_to_the_other(town: Town) -> None:
    person = town.held_tip(town.ana)
    assert act(town.sam, person, "claim") == (409, "already-held")
    assert act(town.sam, person, "release") == (403, "not-holder")
    assert act(town.ana, person, "release") == (200, "waiting")
    assert act(town.sam, person, "claim") == (200, "claimed")


def race(town: Town, on: Source) -> list[int]:
    """Both advocates claim at the same moment; the statuses that they get."""
    start = threading.Barrier(2)

    def claim(who: Person) -> int:
        start.wait()
        return act(who, on, "claim")[0]

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(claim, (town.ana, town.sam)))


def test_of_two_who_claim_at_the_same_moment_exactly_one_wins(town: Town) -> None:
    for _ in range(20):
        person = town.source()
        person.send_tip()
        assert race(town, person) == [200, 409]


def test_only_who_holds_an_item_may_write_label_and_close(town: Town) -> None:
    person = town.held_tip(town.ana)
    said = {"envelope": b64(person.envelope("D"))}
    path = f"/api/v1/conversations/{item_id(person)}/envelopes"
    assert town.sam.call("POST", path, said).slug == "not-holder"
    assert act(town.sam, person, "labels", {"category": "tip", "priority": "low"})[0] == 403
    assert act(town.sam, person, "close", {"disposition": "no_action"})[0] == 403
    assert town.ana.call("POST", path, said).status == 201


def test_a_reply_sent_twice_is_one_reply_and_a_rival_one_is_told_the_state(town: Town) -> None:
    person = town.held_tip(town.ana)
    path = f"/api/v1/conversations/{item_id(person)}/envelopes"
    said, rival = ({"envelope": b64(person.envelope("D"))} for _ in range(2))
    answers = [town.ana.call("POST", path, body) for body in (said, said, rival)]
    assert [a.status for a in answers] == [201, 201, 409]
    assert (answers[2].slug, answers[2].body["d"]["seq"]) == ("out-of-step", 1)
    assert audit(town).count(("reply", "claimed", "answered")) == 1


def test_every_change_of_state_has_its_row_in_the_audit_to_the_hour(town: Town) -> None:
    person = town.held_tip(town.ana)
    act(town.ana, person, "labels", {"category": "crisis", "priority": "urgent"})
    person.write()
    act(town.ana, person, "close", {"disposition": "information_given"})
    person.write()
    assert audit(town)[1:] == [
        ("arrive", None, "waiting"),
        ("claim", "waiting", "claimed"),
        ("set_category", "tip", "crisis"),
        ("set_priority", "medium", "urgent"),
        ("source_writes", "claimed", "claimed"),
        ("close", "claimed", "closed"),
        ("source_writes", "closed", "waiting"),
    ]
    with town.store.reading() as session:
        assert all(
            len(hour) == 13 for hour in session.scalars(text("SELECT hour FROM content.audit"))
        )


def test_the_arrival_minute_is_gone_once_an_item_is_closed(town: Town) -> None:
    person = town.held_tip(town.ana)
    with town.store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM content.arrival")) == 1
    act(town.ana, person, "close", {"disposition": "no_action"})
    with town.store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM content.arrival")) == 0


def test_the_queue_is_in_the_order_in_which_people_need_an_answer(town: Town) -> None:
    labels = [
        {"priority": "low"},
        {"priority": "medium"},
        {"priority": "high"},
        {"priority": "medium", "channel": "chat"},
        {"priority": "urgent", "urgency": "immediate"},
    ]
    for label in labels:
        town.source().send_tip(**label)
    items = town.ana.call("GET", "/api/v1/queue?view=waiting").body["items"]
    assert [(i["priority"], i["channel"]) for i in items] == [
        ("urgent", "tip_form"),
        ("high", "tip_form"),
        ("medium", "chat"),
        ("medium", "tip_form"),
        ("low", "tip_form"),
    ]


def test_views_show_what_waits_what_is_mine_and_everything(town: Town) -> None:
    town.source().send_tip()
    mine = town.held_tip(town.ana)
    page = town.ana.call("GET", "/api/v1/queue?view=mine").body
    assert [i["conv"] for i in page["items"]] == [item_id(mine)]
    assert page["counts"] == {"waiting": 1, "mine": 1, "quarantined": 0, "all": 2}
    assert town.ana.call("GET", "/api/v1/queue?view=others").status == 422


def test_the_first_accept_record_is_kept_and_a_second_refused(town: Town) -> None:
    person = town.held_tip(town.ana)
    path = f"/api/v1/conversations/{item_id(person)}/accept"
    forged = {**town.ana.accept(town.office, person), "signature": b64(bytes(64))}
    assert town.ana.call("POST", path, forged).status == 422
    assert town.ana.call("POST", path, town.ana.accept(town.office, person)).status == 201
    again = town.ana.call("POST", path, town.ana.accept(town.office, person))
    assert again.status == 201  # its answer was lost, and the same came again
    assert town.sam.call("POST", path, town.sam.accept(town.office, person)).status == 409
    seen = town.sam.call("GET", f"/api/v1/conversations/{item_id(person)}").body
    assert seen["accept"]["staff_id"] == b64(town.ana.staff_id)


def test_private_notes_have_a_container_that_is_opened_once(town: Town) -> None:
    person = town.held_tip(town.ana)
    path = f"/api/v1/conversations/{item_id(person)}/notes"
    container, key = secrets.token_bytes(16), secrets.token_bytes(32)
    first = {
        "container": {
            "container_id": b64(container),
            "wrap": town.ana.container(town.office, container, key),
        },
        "record": town.ana.record(town.office, container, key, {"t": "note"}),
    }
    assert town.ana.call("POST", path, first).status == 201
    second = town.ana.container(town.office, secrets.token_bytes(16), key)
    rival = {**first, "container": {"container_id": b64(secrets.token_bytes(16)), "wrap": second}}
    assert town.ana.call("POST", path, rival).slug == "container-exists"
    second = {
        "container": None,
        "record": town.sam.record(town.office, container, key, {"t": "note"}),
    }
    assert town.sam.call("POST", path, second).status == 201
    notes = town.sam.call("GET", f"/api/v1/conversations/{item_id(person)}").body["notes"]
    assert (notes["container_id"], len(notes["records"])) == (b64(container), 2)


def test_a_record_signed_by_another_or_for_another_container_is_refused(town: Town) -> None:
    person = town.held_tip(town.ana)
    path = f"/api/v1/conversations/{item_id(person)}/notes"
    container, key = secrets.token_bytes(16), secrets.token_bytes(32)
    wrap = {"container_id": b64(container), "wrap": town.ana.container(town.office, container, key)}
    for record in (
        town.sam.record(town.office, container, key, {}),
        town.ana.record(town.office, secrets.token_bytes(16), key, {}),
        town.ana.record(town.office, container, key, {}, staff_id=town.sam.staff_id),
    ):
        assert town.ana.call("POST", path, {"container": wrap, "record": record}).status == 422


def test_signing_in_says_the_same_whatever_is_wrong(town: Town) -> None:
    unknown = Person(town.desk_app, name="nobody")
    wrong = Person(town.desk_app, staff_id=town.ana.staff_id)
    answers = [unknown.sign_in(), wrong.sign_in()]
    assert {(a.status, a.raw) for a in answers} == {(401, answers[0].raw)}


def test_an_unknown_name_has_a_false_id_that_never_changes(town: Town) -> None:
    asked = [
        town.stranger().call("POST", "/api/v1/session/start", {"name": n}).body
        for n in ("zoe", "zoe", "ana")
    ]
    assert asked[0] == asked[1]
    assert asked[2]["staff_id"] == b64(town.ana.staff_id)
    assert len(unb64(asked[0]["staff_id"])) == 16


def test_after_signing_out_the_token_opens_nothing(town: Town) -> None:
    assert town.ana.call("DELETE", "/api/v1/session").status == 204
    assert town.ana.call("GET", "/api/v1/desk").slug == "not-signed-in"


def newcomer(town: Town, person: Person, **roster: object) -> dict[str, object]:
    """What the administrator's browser signs and seals for somebody."""
    people = [town.ana, town.sam, town.nora, person]
    kem, site = person.keys.kem_public, town.office.site
    wrap = seal_epoch_seed(kem, site, 1, person.staff_id, town.office.epoch_seed)
    members = [*(p.member() for p in people), town.office.recovery()]
    return {
        "epoch_wraps": [{"epoch": 1, "wrap": b64(wrap)}],
        "roster_key_wrap": None,
        "roster": town.office.roster(members, clock.unix(clock.now()), **roster),
        "seeds": [],
    }


def test_only_an_administrator_adds_staff_and_only_with_a_roster_that_follows(town: Town) -> None:
    kim, lee = Person(town.desk_app, name="kim"), Person(town.desk_app, name="lee")
    body = newcomer(town, kim)
    assert Invited(kim).invite(town.ana).slug == "not-permitted"
    assert confirmed(town.nora, kim, body).status == 204
    assert (
        confirmed(town.nora, lee, newcomer(town, lee, previous=digest(b"x"))).slug == "stale-roster"
    )


def test_a_site_is_set_up_once_and_only_with_the_code(empty: Town) -> None:
    got = empty.stranger().call("POST", "/api/v1/setup", {"code": "guessed-code"})
    assert got.status == 422
    assert empty.stranger().call("GET", "/api/v1/site").body["set_up"] is False
    assert (
        empty.stranger().call("POST", "/api/v1/session/start", {"name": "ana"}).slug == "not-set-up"
    )


@pytest.mark.parametrize("path", ["x", "A" * 22, "A" * 21 + "B", b64(bytes(15)), "%00", "..%2f"])
def test_an_id_that_is_malformed_is_as_unknown_as_a_wrong_one(town: Town, path: str) -> None:
    wrong = town.ana.call("GET", f"/api/v1/conversations/{b64(secrets.token_bytes(16))}")
    assert town.ana.call("GET", f"/api/v1/conversations/{path}").raw == wrong.raw
