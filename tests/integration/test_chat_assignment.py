"""Who answers a live chat: of two who click at once exactly one, and nobody more than they may."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text, update

from chat.live_models import LiveChat, Presence
from moderation.presence import FRESH
from moderation.review_queue import find_item
from tests.actors import Answer, Person, Source
from tests.integration.conftest import Town, item_id
from tests.server import patiently
from webapp.schemas import b64

ROUNDS = [10, pytest.param(200, marks=pytest.mark.long)]


def chat(town: Town, **labels: str) -> Source:
    """Somebody who waits in a live chat."""
    source = town.source()
    assert source.send_tip(channel="chat", **labels).status == 201
    return source


def on_shift(*people: Person) -> None:
    """These advocates are on shift."""
    for person in people:
        assert person.call("POST", "/api/v1/shift", {"status": "on"}).status == 200


def take_next(person: Person) -> Answer:
    """Click on it."""
    return person.call("POST", "/api/v1/chats/next", {})


def act(person: Person, source: Source, action: str, body: object = None) -> Answer:
    """Do something with the item of a conversation."""
    return person.call("POST", f"/api/v1/items/{item_id(source)}/{action}", body or {})


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_two_who_take_the_next_chat_at_once_exactly_one_gets_it_every_time(
    town: Town, rounds: int
) -> None:
    with ThreadPoolExecutor(2) as both:
        for n in range(rounds):
            if n % 10 == 0:  # again and again, as clients do: on a busy machine this takes minutes
                on_shift(town.ana, town.sam)
            source = chat(town)
            answers = list(both.map(take_next, [town.ana, town.sam]))
            won = [i for i, got in enumerate(answers) if got.body.get("item") is not None]
            assert ([got.status for got in answers], len(won)) == ([200, 200], 1)
            assert act([town.ana, town.sam][won[0]], source, "release").status == 200
            gone = {"envelope": source.last_word()}
            assert source.call("POST", "/api/v1/conversation/end", gone).status == 201


def test_two_tabs_of_one_advocate_never_hold_more_than_two_chats(town: Town) -> None:
    on_shift(town.ana)
    with ThreadPoolExecutor(4) as tabs:
        waiting = [chat(town) for _ in range(4)]
        got = list(tabs.map(lambda source: act(town.ana, source, "claim"), waiting))
    assert sorted(answer.status for answer in got) == [200, 200, 409, 409]
    assert {answer.slug for answer in got if answer.status == 409} == {"at-capacity"}


def may_hold(town: Town, colleague: bytes, capacity: int) -> Answer:
    """The supervisor says how many chats a colleague holds at once."""
    said = {"staff_id": b64(colleague), "capacity": capacity}
    return town.nora.call("POST", "/api/v1/shift/capacity", said)


def test_a_supervisor_says_how_many_chats_a_colleague_holds_and_none_is_taken_away(
    town: Town,
) -> None:
    on_shift(town.ana)
    waiting = [chat(town) for _ in range(5)]
    assert may_hold(town, town.ana.staff_id, 3).status == 200
    got = [act(town.ana, source, "claim").status for source in waiting[:4]]
    assert got == [200, 200, 200, 409]
    seen = may_hold(town, town.ana.staff_id, 1).body["colleagues"]
    assert [(each["load"], each["capacity"]) for each in seen] == [(3, 1)]
    assert act(town.ana, waiting[4], "claim").slug == "at-capacity"


def test_nobody_is_given_more_than_nine_chats_or_none_and_strangers_none(town: Town) -> None:
    assert [may_hold(town, town.ana.staff_id, n).status for n in (0, 10)] == [422, 422]
    assert may_hold(town, bytes(16), 2).status == 404


def test_the_next_chat_is_danger_before_a_minor_before_whoever_came_first(town: Town) -> None:
    on_shift(town.ana, town.sam)
    wanted = [chat(town, priority=priority) for priority in ("medium", "medium", "high", "urgent")]
    assert {person.write().status for person in wanted} == {201}
    got = [take_next(person).body["item"]["conv"] for person in (town.ana, town.ana, town.sam)]
    assert got[:2] == [item_id(wanted[3]), item_id(wanted[2])]
    assert got[2] in {item_id(wanted[0]), item_id(wanted[1])}


def test_whoever_is_not_on_shift_takes_no_chat_and_is_handed_none(town: Town) -> None:
    source = chat(town)
    assert take_next(town.ana).slug == "not-on-shift"
    on_shift(town.ana)
    assert act(town.ana, source, "claim").status == 200
    to_sam = {"to": item_id_of(town.sam)}
    assert act(town.ana, source, "hand-over", to_sam).slug == "not-online"
    on_shift(town.sam)
    handed = act(town.ana, source, "hand-over", to_sam)
    assert (handed.status, handed.body["holder"]) == (200, item_id_of(town.sam))
    assert act(town.ana, source, "hand-over", to_sam).slug == "not-holder"


def test_whoever_gave_no_sign_of_life_is_not_on_shift_and_handed_none(town: Town) -> None:
    on_shift(town.ana, town.sam)
    held, waits = chat(town), chat(town)
    assert act(town.ana, held, "claim").status == 200
    with town.store.writing() as session:
        session.execute(update(Presence).values(beat=Presence.beat - FRESH))
    assert take_next(town.ana).slug == act(town.sam, waits, "claim").slug == "not-on-shift"
    assert act(town.ana, held, "hand-over", {"to": item_id_of(town.sam)}).slug == "not-online"
    on_shift(town.ana)  # saying it again is a sign of life
    assert take_next(town.ana).body["item"]["conv"] == item_id(waits)


def test_whoever_has_all_that_they_may_is_handed_none_and_the_busy_take_none(town: Town) -> None:
    on_shift(town.ana, town.sam)
    for _ in range(2):
        assert act(town.sam, chat(town), "claim").status == 200
    held = chat(town)
    assert act(town.ana, held, "claim").status == 200
    assert act(town.ana, held, "hand-over", {"to": item_id_of(town.sam)}).slug == "at-capacity"
    assert take_next(town.sam).slug == "at-capacity"
    assert town.ana.call("POST", "/api/v1/shift", {"status": "busy"}).status == 200
    assert take_next(town.ana).slug == "not-on-shift"


def test_what_is_given_back_waits_in_its_old_place(town: Town) -> None:
    on_shift(town.ana, town.sam)
    first, second = chat(town), chat(town)
    with town.store.writing() as session:
        early = update(LiveChat).where(LiveChat.conv == first.conv)
        session.execute(early.values(arrived="2026-01-01T00:00"))
    assert act(town.ana, first, "claim").status == 200
    assert second.call("GET", "/api/v1/conversation").body["live"]["position"] == 1
    assert act(town.ana, first, "release").status == 200
    places = [
        s.call("GET", "/api/v1/conversation").body["live"]["position"] for s in (first, second)
    ]
    assert places == [1, 2]
    assert take_next(town.sam).body["item"]["conv"] == item_id(first)


def test_a_supervisor_takes_over_and_a_live_chat_is_not_closed_without_its_wrap_up(
    town: Town,
) -> None:
    source = chat(town)
    on_shift(town.ana)
    assert act(town.ana, source, "claim").status == 200
    assert act(town.ana, source, "close", {"disposition": "no_action"}).slug == "wrap-up-due"
    assert act(town.sam, source, "take-over").status == 403
    taken = act(town.nora, source, "take-over")
    assert (taken.status, taken.body["holder"]) == (200, item_id_of(town.nora))


def test_an_ended_chat_is_wrapped_up_before_the_next_unless_somebody_waits(town: Town) -> None:
    on_shift(town.ana)
    first = chat(town)
    assert act(town.ana, first, "claim").status == 200
    gone = {"envelope": first.last_word()}
    assert first.call("POST", "/api/v1/conversation/end", gone).status == 201
    assert act(town.ana, first, "postpone").slug == "nobody-waits"
    chat(town)
    assert take_next(town.ana).slug == "wrap-up-due"
    assert act(town.ana, first, "postpone").status == 200
    assert take_next(town.ana).body["item"] is not None


def test_only_one_wrap_up_at_a_time_is_postponed(town: Town) -> None:
    on_shift(town.ana)
    both = [chat(town), chat(town)]
    for source in both:
        assert act(town.ana, source, "claim").status == 200
    for source in both:
        gone = {"envelope": source.last_word()}
        assert source.call("POST", "/api/v1/conversation/end", gone).status == 201
    chat(town)
    assert act(town.ana, both[0], "postpone").status == 200
    assert act(town.ana, both[1], "postpone").slug == "wrap-up-due"
    assert act(town.ana, both[0], "postpone").status == 200  # the same one again is no second


def test_a_colleague_who_is_away_is_seen_and_handed_nothing(town: Town) -> None:
    on_shift(town.ana, town.sam)
    held = chat(town)
    assert act(town.ana, held, "claim").status == 200
    assert town.sam.call("POST", "/api/v1/shift", {"status": "away"}).status == 200
    seen = town.ana.call("GET", "/api/v1/shift").body["colleagues"]
    assert [(who["staff_id"], who["status"]) for who in seen] == [(item_id_of(town.sam), "away")]
    assert act(town.ana, held, "hand-over", {"to": item_id_of(town.sam)}).slug == "not-online"
    assert town.sam.call("POST", "/api/v1/shift", {"status": "off"}).status == 200
    assert town.ana.call("GET", "/api/v1/shift").body["colleagues"] == []


def test_take_next_never_says_that_nobody_waits_while_somebody_s_row_is_busy(town: Town) -> None:
    on_shift(town.ana)
    waits = chat(town)
    with ThreadPoolExecutor(1) as other:
        with town.store.writing() as session:
            find_item(session, waits.conv)  # as the person's own next words do
            clicked = other.submit(take_next, town.ana)
            patiently(lambda: clicked.done() or _somebody_waits_for_a_lock(town))
        assert clicked.result().body["item"]["conv"] == item_id(waits)


def _somebody_waits_for_a_lock(town: Town) -> bool:
    """Whether the click came as far as it can (SQLite has one writer, who waits in its own thread)."""
    if town.store.engine.dialect.name == "sqlite":
        return True
    with town.store.reading() as session:
        return bool(session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def item_id_of(person: Person) -> str:
    """A member of staff as calls name them."""
    return str(person.entry()["staff_id"])
