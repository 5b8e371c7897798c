"""What a source's browser can and cannot do, call by call."""

from __future__ import annotations

import re
import secrets
from typing import Any

import pytest
from sqlalchemy import text

from crypto.hashes import digest
from crypto.receipt import Receipt
from tests.actors import Caller, Source, on_the_wire
from tests.audits import allow_changes
from tests.integration.conftest import Town, item_id
from webapp.schemas import b64, unb64
from webapp.security import headers_for
from webapp.services import services_of


def stored(town: Town) -> dict[str, int]:
    """How many rows each table of conversations has."""
    tables = (
        "keys.key_record",
        "keys.way_back",
        "content.conversation",
        "content.envelope",
        "content.queue_item",
    )
    with town.store.reading() as session:
        return {t: session.scalar(text(f"SELECT count(*) FROM {t}")) or 0 for t in tables}  # noqa: S608 - our own names


def test_a_tip_is_stored_with_its_key_and_waits_in_the_queue(town: Town) -> None:
    person = town.source()
    got = person.send_tip(priority="urgent", urgency="immediate", category="crisis")
    assert got.status == 201
    assert got.body["s"] == {"seq": 1, "hash": b64(digest(person.sent["S"][0]))}
    assert set(stored(town).values()) == {1}
    queue = town.ana.call("GET", "/api/v1/queue?view=waiting")
    assert [(i["conv"], i["priority"]) for i in queue.body["items"]] == [
        (item_id(person), "urgent")
    ]


def test_the_same_tip_sent_twice_is_one_tip_and_is_answered_the_same(town: Town) -> None:
    person = town.source()
    body = person.tip()
    first, second = (person.call("POST", "/api/v1/conversations", body) for _ in range(2))
    assert (first.status, first.raw) == (second.status, second.raw) == (201, first.raw)
    assert set(stored(town).values()) == {1}


def test_a_tip_that_a_torn_commit_left_keys_of_can_be_sent_again(town: Town) -> None:
    person = town.source()
    body = person.tip()
    assert person.call("POST", "/api/v1/conversations", body).status == 201
    allow_changes(town.store)
    with town.store.writing() as session:
        for table in ("audit", "arrival", "queue_item", "envelope", "conversation"):
            session.execute(text(f"DELETE FROM content.{table}"))  # noqa: S608 - our own names
    assert person.call("POST", "/api/v1/conversations", body).status == 201
    assert set(stored(town).values()) == {1}


def test_an_id_or_a_receipt_that_is_taken_is_refused(town: Town) -> None:
    first = town.source()
    first.send_tip()
    same_id = Source(town.source_app, office=town.office, conv=first.conv)
    same_words = Source(town.source_app, office=town.office, receipt=first.receipt)
    assert [p.send_tip().slug for p in (same_id, same_words)] == ["conversation-exists"] * 2
    assert set(stored(town).values()) == {1}


def other_bytes(body: dict[str, Any]) -> dict[str, Any]:
    """The tip with one bit of its envelope's body flipped."""
    sealed = bytearray(unb64(body["envelope"]))
    sealed[-1] ^= 1
    return {**body, "envelope": b64(bytes(sealed))}


def test_the_same_number_with_other_bytes_is_refused(town: Town) -> None:
    person = town.source()
    body = person.tip()
    person.call("POST", "/api/v1/conversations", body)
    assert person.call("POST", "/api/v1/conversations", other_bytes(body)).status == 409


def spoilt(body: dict[str, Any], part: str, field: str, value: object) -> dict[str, Any]:
    """The body with one field of one part replaced."""
    return {**body, part: {**body[part], field: value}} if field else {**body, part: value}


BROKEN: list[tuple[str, str, object, int]] = [
    ("key_record", "conv", b64(bytes(15)), 422),
    ("key_record", "conv", b64(bytes(16)), 422),  # another id than was signed
    ("key_record", "conv", b64(bytes(16)) + "=", 422),
    ("key_record", "gen", 0, 422),
    ("key_record", "gen", 2, 422),
    ("key_record", "gen", "1", 422),
    ("key_record", "gen", True, 422),
    ("key_record", "epoch", 2, 422),  # another epoch than was signed
    ("key_record", "signature", b64(bytes(64)), 422),
    ("key_record", "desk_wrap", b64(bytes(1199)), 422),
    ("key_record", "more", 1, 422),
    ("envelope", "", "not base64!", 422),
    ("envelope", "", b64(bytes(1158)), 422),
    ("envelope", "", b64(bytes(1000)), 422),
    ("envelope", "", "", 422),
    ("envelope", "", None, 422),
    ("labels", "category", "Crisis", 422),
    ("labels", "language", "<script>", 422),
    ("labels", "channel", "phone", 422),
]


@pytest.mark.parametrize(("part", "field", "value", "status"), BROKEN)
def test_a_broken_tip_is_refused_and_nothing_is_stored(
    town: Town, part: str, field: str, value: object, status: int
) -> None:
    person = town.source()
    got = person.call("POST", "/api/v1/conversations", spoilt(person.tip(), part, field, value))
    assert (got.status, got.headers["Content-Type"]) == (status, "application/problem+json")
    assert set(stored(town).values()) == {0}


def test_a_tip_for_another_epoch_is_told_which_one_lives(town: Town) -> None:
    person = town.source()
    record = person.key_record(epoch=2)
    body = {**person.tip(), "key_record": on_the_wire(record)}
    got = person.call("POST", "/api/v1/conversations", body)
    assert (got.status, got.slug, got.body["epoch"]) == (409, "stale-epoch", 1)


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"", "application/json", 400),
    ],
)
def test_a_body_that_is_not_json_is_refused(
    town: Town, data: bytes, kind: str, status: int
) -> None:
    got = town.source().call("POST", "/api/v1/conversations", data, content_type=kind)
    assert (got.status, got.headers["Content-Type"]) == (status, "application/problem+json")


def test_messages_follow_each_other_and_a_gap_is_refused_with_the_state(town: Town) -> None:
    person = town.source()
    person.send_tip()
    gap = person.envelope(seq=3, prev=secrets.token_bytes(32))
    got = person.call("POST", "/api/v1/conversation/envelopes", {"envelope": b64(gap)})
    assert (got.status, got.slug, got.body["s"]["seq"]) == (409, "out-of-step", 1)
    assert person.write().body["s"]["seq"] == 2


@pytest.mark.parametrize(
    "bad", [{"prev": bytes([7] * 32)}, {"gen": 2}, {"direction": "D"}, {"conv": bytes(16)}]
)
def test_an_envelope_that_does_not_belong_here_is_refused(town: Town, bad: dict[str, Any]) -> None:
    person = town.source()
    person.send_tip()
    sealed = bytearray(person.envelope())
    fields = {"direction": (3, 4), "conv": (4, 20), "gen": (20, 22), "prev": (26, 58)}
    for name, value in bad.items():
        begin, end = fields[name]
        sealed[begin:end] = (
            value.encode()
            if isinstance(value, str)
            else (value if isinstance(value, bytes) else value.to_bytes(2, "big"))
        )
    got = person.call("POST", "/api/v1/conversation/envelopes", {"envelope": b64(bytes(sealed))})
    assert got.status in {409, 422}
    assert stored(town)["content.envelope"] == 1


def test_a_source_reads_only_what_is_new_since(town: Town) -> None:
    person = town.source()
    person.send_tip()
    person.write()
    everything = person.call("GET", "/api/v1/conversation?s=0&d=0").body
    assert everything["server_opened"] is False
    newer = person.call("GET", "/api/v1/conversation?s=1&d=0").body
    assert [unb64(e) for e in everything["envelopes"]] == person.sent["S"]
    assert [unb64(e) for e in newer["envelopes"]] == person.sent["S"][1:]
    assert "desk_wrap" not in everything["key_records"][0]


@pytest.mark.parametrize("query", ["s=-1", "s=x", "d=4294967296", "s=" + "9" * 40, "s=１"])
def test_a_number_that_is_none_is_refused(town: Town, query: str) -> None:
    person = town.source()
    person.send_tip()
    assert person.call("GET", f"/api/v1/conversation?{query}").status == 422


def test_wrong_unknown_removed_and_malformed_words_look_the_same(town: Town) -> None:
    removed = town.source()
    removed.send_tip()
    assert removed.call("DELETE", "/api/v1/conversation/way-back").status == 204
    unknown = Receipt.from_master(secrets.token_bytes(32)).auth
    proofs = [
        removed.auth,
        f"Receipt {b64(unknown)}",
        "Receipt x",
        f"Receipt {b64(unknown)}=",
        "Bearer x",
        None,
        "",
    ]
    answers = [
        Caller(town.source_app, proof).call("GET", "/api/v1/conversation") for proof in proofs
    ]
    assert {answer.status for answer in answers} == {401}
    assert len({answer.raw for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_a_removed_way_back_leaves_the_desk_what_was_sent(town: Town) -> None:
    person = town.source()
    person.send_tip()
    person.call("DELETE", "/api/v1/conversation/way-back")
    seen = town.ana.call("GET", f"/api/v1/conversations/{item_id(person)}").body
    assert [unb64(e) for e in seen["envelopes"]] == person.sent["S"]
    assert stored(town)["keys.way_back"] == 0


def test_a_new_generation_must_acknowledge_the_desk_s_last_word(town: Town) -> None:
    person = town.held_tip(town.ana)
    reply(town, person)
    record = person.key_record(gen=2)
    blind = person.envelope(ack_seq=0, ack=bytes(32))
    body = {"key_record": on_the_wire(record), "envelope": b64(blind)}
    assert person.call("POST", "/api/v1/conversation/envelopes", body).slug == "out-of-step"
    seeing = {"key_record": on_the_wire(record), "envelope": b64(person.envelope())}
    answers = [person.call("POST", "/api/v1/conversation/envelopes", seeing) for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 201]
    assert stored(town)["keys.key_record"] == 2


def reply(town: Town, person: Source) -> None:
    """The advocate's next message."""
    said = person.envelope("D")
    got = town.ana.call(
        "POST", f"/api/v1/conversations/{item_id(person)}/envelopes", {"envelope": b64(said)}
    )
    assert got.status == 201
    person.sent["D"].append(said)


def test_the_exit_clears_the_origin_and_needs_no_proof(town: Town) -> None:
    got = Caller(town.source_app).call("POST", "/api/v1/end")
    assert got.status == 204
    assert got.headers["Clear-Site-Data"] == '"cache","cookies","storage"'


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/api/v1/desk", "/api/v1/nothing", "/static/nothing.js"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "TRACE"])
def test_every_answer_bears_every_security_header(town: Town, path: str, method: str) -> None:
    got = Caller(town.source_app).call(method, path)
    headers = headers_for(services_of(town.source_app))
    assert {name: got.headers.get(name) for name in headers} == headers
    assert "Set-Cookie" not in got.headers
    assert "Server" not in got.headers


def test_answers_do_not_vary_by_user_agent(town: Town) -> None:
    agents = ("Tor Browser", "curl/8", "")
    pages = {
        Caller(town.source_app).call("GET", "/", headers={"User-Agent": a}).raw for a in agents
    }
    assert len(pages) == 1


def test_sources_learn_nothing_about_who_works_here(town: Town) -> None:
    public = Caller(town.source_app).call("GET", "/api/v1/desk")
    for person in (town.ana, town.sam, town.nora):
        assert person.staff_id not in unb64(public.body["roster"])
        # As a word: by chance three letters of a name may stand in a key.
        assert not re.search(rf"(?<![\w-]){person.name}(?![\w-])", public.raw.decode())
