"""The live line of the real server, from both sides, in both async modes and on both databases."""

from __future__ import annotations

import queue
import secrets
from collections.abc import Iterator

import pytest
import socketio

from crypto.envelope import parse_header
from tests.integration.line_town import OFTEN, Town, line_town
from tests.lines import LineClient
from tests.shares import invitation
from webapp.schemas import b64, unb64


@pytest.fixture(scope="module", params=OFTEN, ids="-".join)
def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    with line_town(tmp_path_factory.mktemp("line"), *request.param) as (made, _):
        yield made


def test_a_message_reaches_the_other_side_as_the_bytes_that_were_stored(town: Town) -> None:
    source = town.held_chat()
    outside, inside = town.line(source), town.desk(town.ana)
    assert inside.ask("watch", {"conv": b64(source.conv)})["status"] == 200
    said = source.envelope()
    assert outside.ask("send", {"envelope": b64(said)})["status"] == 201
    source.sent["S"].append(said)
    assert inside.hear("envelope") == {"conv": b64(source.conv), "envelope": b64(said)}
    answer = source.envelope("D")
    told = inside.ask("send", {"conv": b64(source.conv), "envelope": b64(answer)})
    assert told["status"] == 201
    assert outside.hear("envelope") == {"envelope": b64(answer)}
    thread = outside.ask("sync", {"s": 1, "d": 0})
    assert [parse_header(unb64(e)).direction for e in thread["envelopes"]] == ["D", "S"]
    outside.leave()
    inside.leave()


def test_two_tabs_of_one_receipt_are_both_live_and_the_slower_one_is_told_where_it_stands(
    town: Town,
) -> None:
    source = town.chat()
    one, other = town.line(source), town.line(source)
    first, rival = source.envelope(), source.envelope()
    assert one.ask("send", {"envelope": b64(first)})["status"] == 201
    assert other.hear("envelope") == {"envelope": b64(first)}
    late = other.ask("send", {"envelope": b64(rival)})
    assert (late["status"], late["s"]["seq"]) == (409, 2)
    again = one.ask("send", {"envelope": b64(first)})
    assert (again["status"], again["s"]["seq"]) == (201, 2)
    one.leave()
    other.leave()


@pytest.mark.parametrize(
    ("event", "body", "status"),
    [
        ("send", {}, 422),
        ("send", {"envelope": "A", "more": 1}, 422),
        ("send", {"envelope": "A" * 200_000}, 413),
        ("sync", {"s": -1, "d": 0}, 422),
        ("sync", {"s": "1", "d": 0}, 422),
        ("labels", {"category": "crisis"}, 422),
        ("shout", {}, 404),
    ],
)
def test_what_breaks_the_rules_is_refused_with_a_message_and_the_line_stays(
    town: Town, event: str, body: dict[str, object], status: int
) -> None:
    line = town.line(town.chat())
    assert line.ask(event, body)["status"] == status
    assert line.ask("sync", {"s": 0, "d": 0})["status"] == 200
    line.leave()


def test_nobody_comes_in_with_a_wrong_proof_or_by_the_other_sides_door(town: Town) -> None:
    source = town.chat()
    good = {"receipt": b64(source.receipt.auth)}
    doors = [
        (town.site.source_url, "/line", {"receipt": b64(secrets.token_bytes(32))}),
        (town.site.source_url, "/line", {}),
        (town.site.desk_url, "/line", good),
        (town.site.desk_url, "/desk", {"token": b64(secrets.token_bytes(32))}),
        (town.site.source_url, "/desk", {"token": str(town.ana.auth).removeprefix("Bearer ")}),
        (town.site.source_url, "/other", good),
    ]
    for url, namespace, auth in doors:
        with pytest.raises(socketio.exceptions.ConnectionError):
            LineClient(url, namespace, auth)


def test_staff_get_no_word_of_a_chat_that_they_neither_hold_nor_joined(town: Town) -> None:
    source = town.held_chat()
    sam = town.desk(town.sam)
    conv = b64(source.conv)
    refused = sam.ask("send", {"conv": conv, "envelope": b64(source.envelope("D"))})
    assert refused["status"] == 403
    unknown = sam.ask("watch", {"conv": b64(secrets.token_bytes(16))})
    assert unknown["status"] == 404
    sam.leave()


def test_staff_who_only_look_tell_the_person_nothing(town: Town) -> None:
    source = town.held_chat()
    sam = town.desk(town.sam)
    conv = b64(source.conv)
    assert sam.ask("watch", {"conv": conv})["status"] == 200
    assert sam.ask("writing", {"conv": conv})["status"] == 403
    assert sam.ask("seen", {"conv": conv, "s": 1})["status"] == 403
    sam.leave()


def test_an_interpreter_hears_the_chat_while_they_are_in_it_and_not_one_word_longer(
    town: Town,
) -> None:
    source = town.held_chat()
    ida, ana = town.desk(town.ida), town.desk(town.ana)
    conv = b64(source.conv)
    assert ida.ask("watch", {"conv": conv})["status"] == 404
    invited = town.ana.call("POST", f"/api/v1/items/{conv}/members", invitation(source, town.ida))
    assert invited.status == 200
    for screen in (ida, ana):
        assert screen.ask("watch", {"conv": conv})["status"] == 200
    said = source.envelope()
    assert source.write(said).status == 201
    assert ida.hear("envelope") == {"conv": conv, "envelope": b64(said)}
    path = f"/api/v1/items/{conv}/members/{b64(town.ida.staff_id)}"
    assert town.ana.call("DELETE", path).status == 200
    late = source.envelope()
    assert source.write(late).status == 201
    assert [ana.hear("envelope")["envelope"] for _ in range(2)] == [b64(said), b64(late)]
    assert ida.ask("sync", {"conv": conv, "s": 0, "d": 0})["status"] == 404
    heard = [name for name, _ in list(ida.heard.queue)]
    assert "envelope" not in heard
    ida.leave()
    ana.leave()


def test_a_token_that_ended_is_refused_and_a_fresh_one_goes_on_without_a_new_line(
    town: Town,
) -> None:
    source = town.held_chat()
    desk = town.desk(town.ana)
    assert town.ana.call("DELETE", "/api/v1/session").status == 204
    assert desk.ask("watch", {"conv": b64(source.conv)})["status"] == 401
    assert town.ana.sign_in().status == 201
    token = str(town.ana.auth).removeprefix("Bearer ")
    assert desk.ask("reauth", {"token": token})["status"] == 200
    assert desk.ask("watch", {"conv": b64(source.conv)})["status"] == 200
    desk.leave()


def test_the_person_is_told_of_writing_and_reading_but_never_the_other_way(town: Town) -> None:
    source = town.held_chat()
    outside, inside = town.line(source), town.desk(town.ana)
    conv = b64(source.conv)
    assert inside.ask("watch", {"conv": conv})["status"] == 200
    assert inside.ask("writing", {"conv": conv})["status"] == 200
    assert outside.hear("writing") == {}
    assert inside.ask("seen", {"conv": conv, "s": 1})["status"] == 200
    assert outside.hear("seen") == {"s": 1}
    said = b64(source.envelope("D"))
    assert inside.ask("send", {"conv": conv, "envelope": said})["status"] == 201
    assert outside.ask("seen", {"d": 9})["status"] == 200
    assert inside.hear("seen") == {"conv": conv, "d": 1}  # more there is not
    assert outside.ask("writing", {})["status"] == 404
    outside.leave()
    inside.leave()


def test_what_one_side_read_while_the_other_had_no_line_is_told_when_that_one_asks(
    town: Town,
) -> None:
    source = town.held_chat()
    conv, inside = b64(source.conv), town.desk(town.ana)
    assert inside.ask("seen", {"conv": conv, "s": 1})["status"] == 200
    outside = town.line(source)
    assert outside.ask("sync", {"s": 0, "d": 0})["live"]["seen"] == 1
    assert outside.ask("seen", {"d": 7})["status"] == 200  # of nothing there is nothing to read
    assert inside.ask("sync", {"conv": conv, "s": 0, "d": 0})["item"]["live"]["seen"] == 0
    said = b64(source.envelope("D"))
    assert inside.ask("send", {"conv": conv, "envelope": said})["status"] == 201
    for d in (1, 0):  # what was read stays read
        outside.ask("seen", {"d": d})
        assert inside.ask("sync", {"conv": conv, "s": 0, "d": 0})["item"]["live"]["seen"] == 1
    outside.leave()
    inside.leave()


def test_removing_the_way_back_leaves_an_open_line_that_can_do_nothing(town: Town) -> None:
    source = town.chat()
    line = town.line(source)
    assert source.call("DELETE", "/api/v1/conversation/way-back").status == 204
    assert line.ask("sync", {"s": 0, "d": 0})["status"] == 401
    with pytest.raises(queue.Empty):
        line.heard.get_nowait()
    line.leave()
