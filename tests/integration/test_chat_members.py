"""Whoever is let into a live chat sees that one and nothing else, and nothing of it once they are out."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from sqlalchemy import select

from chat.live_models import Looking
from config import clock
from crypto.keys import SharePlace, open_self_wrap, open_share
from moderation.jobs import sweep
from moderation.jobs.runner import Job
from tests import staffing
from tests.actors import Answer, Person, Source
from tests.integration.conftest import Town, item_id
from tests.integration.matrix_scenes import suspend
from tests.integration.test_chat_assignment import act, chat, item_id_of, on_shift
from tests.integration.test_deletion import is_under
from tests.server import patiently
from tests.shares import shares
from tests.ticking import Bench
from webapp.schemas import b64, unb64


def hire(town: Town, name: str, role: int) -> Person:
    """A newcomer, signed in."""
    person = Person(town.desk_app, name=name, role=role)
    return staffing.hire(town.store, town.office, town.nora, person)


@pytest.fixture
def ida(town: Town) -> Person:
    """An interpreter."""
    return hire(town, "ida", 5)


@pytest.fixture
def talk(town: Town) -> Source:
    """Somebody whose chat Ana holds."""
    source = chat(town)
    on_shift(town.ana)
    assert act(town.ana, source, "claim").status == 200
    return source


def let_in(
    by: Person, source: Source, who: Person, given: list[dict[str, Any]] | None = None
) -> Answer:
    """Let somebody in: an interpreter where shares are given, a partner otherwise."""
    kind = "partner" if given is None else "interpreter"
    body = {"staff_id": item_id_of(who), "kind": kind, "shares": given or []}
    return act(by, source, "members", body)


def leave(by: Person, source: Source, who: Person) -> Answer:
    """Take somebody out."""
    return by.call("DELETE", f"/api/v1/items/{item_id(source)}/members/{item_id_of(who)}")


def read(by: Person, source: Source) -> Answer:
    """Read the conversation."""
    return by.call("GET", f"/api/v1/conversations/{item_id(source)}")


def reply(by: Person, source: Source) -> Answer:
    """Write the desk's next envelope."""
    said = source.envelope("D")
    path = f"/api/v1/conversations/{item_id(source)}/envelopes"
    got = by.call("POST", path, {"envelope": b64(said)})
    if got.status == 201:
        source.sent["D"].append(said)
    return got


def seen_outside(source: Source) -> dict[str, Any]:
    """How the chat stands for the person outside."""
    live: dict[str, Any] = source.call("GET", "/api/v1/conversation").body["live"]
    return live


def test_a_partner_who_is_there_may_write_and_is_counted_outside(town: Town, talk: Source) -> None:
    assert let_in(town.ana, talk, town.sam).slug == "not-online"
    assert reply(town.sam, talk).slug == "not-holder"
    on_shift(town.sam)
    assert let_in(town.sam, talk, town.sam).slug == "not-holder"
    joined = let_in(town.ana, talk, town.sam)
    assert joined.body["live"]["members"] == [{"staff_id": item_id_of(town.sam), "kind": "partner"}]
    assert let_in(town.ana, talk, town.sam).body["live"] == joined.body["live"]
    assert seen_outside(talk)["advocates"] == 2
    assert reply(town.sam, talk).status == 201
    assert leave(town.sam, talk, town.sam).status == 200
    assert (reply(town.sam, talk).slug, seen_outside(talk)["advocates"]) == ("not-holder", 1)


def test_a_partner_neither_ends_nor_wraps_up_nor_gives_away(town: Town, talk: Source) -> None:
    on_shift(town.sam)
    assert let_in(town.ana, talk, town.sam).status == 200
    said = {"envelope": b64(talk.envelope("D"))}
    assert act(town.sam, talk, "end", said).slug == "not-holder"
    assert act(town.sam, talk, "hand-over", {"to": item_id_of(town.nora)}).slug == "not-holder"
    assert act(town.sam, talk, "postpone").slug == "not-holder"
    assert act(town.sam, talk, "release").slug == "not-holder"
    assert seen_outside(talk)["phase"] == "live"


def test_a_partner_to_whom_it_is_handed_holds_it_and_is_no_member(town: Town, talk: Source) -> None:
    on_shift(town.sam)
    assert let_in(town.ana, talk, town.sam).status == 200
    handed = act(town.ana, talk, "hand-over", {"to": item_id_of(town.sam)}).body
    assert (handed["holder"], handed["live"]["members"]) == (item_id_of(town.sam), [])
    assert (reply(town.ana, talk).slug, reply(town.sam, talk).status) == ("not-holder", 201)


def test_a_supervisor_joins_openly_and_nobody_else_may(town: Town, talk: Source) -> None:
    assert act(town.sam, talk, "join").status == 403
    assert seen_outside(talk)["supervisors"] == 0
    for _ in range(2):
        assert act(town.nora, talk, "join").status == 200
        assert seen_outside(talk)["supervisors"] == 1
    assert reply(town.nora, talk).status == 201
    assert act(town.nora, chat(town), "join").slug == "not-allowed"  # nobody has it yet
    assert leave(town.sam, talk, town.nora).slug == "not-holder"
    assert leave(town.ana, talk, town.nora).status == 200
    assert seen_outside(talk)["supervisors"] == 0


def test_an_interpreter_opens_writes_and_lists_the_one_chat_that_they_were_let_into(
    town: Town, talk: Source, ida: Person
) -> None:
    assert let_in(town.ana, talk, ida, shares(talk, ida)).status == 200
    got = read(ida, talk).body
    share, record = got["shares"][0], talk.records[0]
    place = SharePlace(talk.conv, 1, unb64(share["kc"]), ida.staff_id)
    key = open_share(town.office.site, place, ida.keys.kem_seed, unb64(share["wrap"]))
    assert key == open_self_wrap(town.office.site, record, talk.receipt)
    assert (got["notes"], [unb64(e) for e in got["envelopes"]]) == (None, talk.sent["S"])
    assert not {"desk_wrap", "self_wrap"} & {
        k for r in got["key_records"] for k, v in r.items() if v
    }
    listed = ida.call("GET", "/api/v1/joined").body["items"]
    assert [item["conv"] for item in listed] == [item_id(talk)]
    assert (reply(ida, talk).status, seen_outside(talk)["interpreters"]) == (201, 1)
    assert read(town.ana, talk).body["shares"] == []


def test_to_an_interpreter_another_chat_is_as_unknown_as_one_that_never_was(
    town: Town, talk: Source, ida: Person
) -> None:
    other = chat(town)
    assert let_in(town.ana, talk, ida, shares(talk, ida)).status == 200
    nowhere = town.source()
    nowhere.tip()
    for call in (read, reply, lambda by, source: leave(by, source, by)):
        forbidden, unknown = call(ida, other), call(ida, nowhere)
        assert (forbidden.status, forbidden.raw) == (404, unknown.raw)
    for action in ("claim", "release", "take-over", "join", "end", "wrap-up", "postpone"):
        assert act(ida, talk, action).slug == "not-permitted"
    for path in ("/api/v1/queue", "/api/v1/shift", "/api/v1/replies", "/api/v1/cases"):
        assert ida.call("GET", path).slug == "not-permitted"


def test_shares_that_are_missing_too_many_or_of_another_key_let_nobody_in(
    town: Town, talk: Source, ida: Person
) -> None:
    good = shares(talk, ida)[0]
    wrong = [
        [],
        [good, good],
        [good, {**good, "gen": 2}],
        [{**good, "gen": 2}],
        [{**good, "kc": b64(secrets.token_bytes(32))}],
        [{**good, "wrap": b64(secrets.token_bytes(1167))}],
    ]
    for given in wrong:
        assert let_in(town.ana, talk, ida, given).status == 422
    assert let_in(town.ana, talk, town.sam, [good]).status == 422
    assert read(ida, talk).status == 404
    assert let_in(town.sam, talk, ida, [good]).slug == "not-holder"
    assert let_in(town.ana, talk, ida, [good]).status == 200


def test_a_suspended_interpreter_is_let_into_nothing_and_hears_nothing(
    town: Town, talk: Source, ida: Person
) -> None:
    given = shares(talk, ida)
    other = hire(town, "ivo", 5)
    suspend(town, ida)
    assert let_in(town.ana, talk, ida, given).status == 422
    assert let_in(town.ana, talk, other, shares(talk, other)).status == 200
    suspend(town, other)
    assert other.sign_in().status == 401


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["holder", "interpreter"])
def test_whoever_leaves_has_no_share_left_in_any_file(
    town: Town, talk: Source, ida: Person, who: str
) -> None:
    given = shares(talk, ida)
    wrap = unb64(given[0]["wrap"])
    assert let_in(town.ana, talk, ida, given).status == 200
    assert is_under(town.settings.data_dir, wrap)
    assert leave(town.ana if who == "holder" else ida, talk, ida).status == 200
    assert not is_under(town.settings.data_dir, wrap)
    assert leave(ida, talk, ida).status == 404
    assert (read(ida, talk).status, reply(ida, talk).status) == (404, 404)
    assert ida.call("GET", "/api/v1/joined").body == {"items": []}


@pytest.mark.parametrize("way", ["release", "end", "outside"])
def test_where_the_chat_goes_on_without_its_advocate_nobody_whom_they_let_in_stays(
    town: Town, talk: Source, ida: Person, way: str
) -> None:
    assert let_in(town.ana, talk, ida, shares(talk, ida)).status == 200
    goes_on_without(town.ana, talk, way)
    assert (read(ida, talk).status, reply(ida, talk).status) == (404, 404)
    assert seen_outside(talk)["interpreters"] == 0


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
@pytest.mark.parametrize("way", ["release", "end", "outside"])
def test_what_an_interpreter_could_open_it_with_is_in_no_file_right_after_the_chat(
    town: Town, talk: Source, ida: Person, way: str
) -> None:
    given = shares(talk, ida)
    wrap = unb64(given[0]["wrap"])
    assert let_in(town.ana, talk, ida, given).status == 200
    assert is_under(town.settings.data_dir, wrap)
    goes_on_without(town.ana, talk, way)
    patiently(lambda: not is_under(town.settings.data_dir, wrap))


def goes_on_without(holder: Person, talk: Source, way: str) -> None:
    """The chat leaves its holder's hands: given back, or ended by either side."""
    if way == "outside":
        body = {"envelope": talk.last_word()}
        assert talk.call("POST", "/api/v1/conversation/end", body).status == 201
        return
    said = {"envelope": b64(talk.envelope("D"))} if way == "end" else None
    assert act(holder, talk, way, said).status in {200, 201}


def test_who_looked_at_a_conversation_is_forgotten_by_the_hourly_sweep(
    town: Town, talk: Source
) -> None:
    bench = Bench(town.store)
    now = clock.unix(bench.clock())
    with town.store.writing() as session:
        for person, until in ((town.ana, now + 30), (town.sam, now)):
            session.add(Looking(conv=talk.conv, staff_id=person.staff_id, until=until))
    bench.runner(Job("sweep", 3600, sweep.run)).run_due()
    with town.store.reading() as session:
        assert session.scalars(select(Looking.staff_id)).all() == [town.ana.staff_id]


def test_whoever_was_let_into_a_chat_finds_it_under_mine_until_they_are_out(
    town: Town, talk: Source
) -> None:
    def mine(person: Person) -> list[str]:
        return [it["conv"] for it in person.call("GET", "/api/v1/queue?view=mine").body["items"]]

    assert (mine(town.ana), mine(town.sam)) == ([item_id(talk)], [])
    on_shift(town.sam)
    assert let_in(town.ana, talk, town.sam).status == 200
    assert (mine(town.ana), mine(town.sam)) == ([item_id(talk)], [item_id(talk)])
    path = f"/api/v1/items/{item_id(talk)}/members/{item_id_of(town.sam)}"
    assert town.sam.call("DELETE", path).status == 200
    assert mine(town.sam) == []
