"""The queue: three people and a few items, every act one after another, against the model of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from chat.live_models import LiveChat
from moderation.models import QueueItem
from moderation.queue_models import Quarantine, ReceiptBlock
from tests.actors import Answer, Person, Source
from tests.integration.conftest import Town, item_id
from tests.integration.matrix_scenes import CaseOf
from tests.stateful.queue_model import RANKS, Item, Queue
from tests.stateful.running import Machine, few, many
from webapp.schemas import b64

MOST = 6
WHO = st.sampled_from(["ana", "sam", "nora"])
WHICH = st.integers(0, 9)


class AtTheDesk(Machine):
    """A desk of three, of whom Nora supervises."""

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self.people: dict[str, Person] = {
            name: getattr(town, name) for name in ("ana", "sam", "nora")
        }
        self.names = {b64(person.staff_id): name for name, person in self.people.items()}
        self.queue = Queue(frozenset({"nora"}))
        self.sources: dict[str, Source] = {}
        self.notes: dict[str, CaseOf] = {}
        self.bulk: tuple[str, dict[str, Any], list[Any]] | None = None
        for person in self.people.values():
            assert person.call("POST", "/api/v1/shift", {"status": "off"}).status == 200

    def act(self, who: str, item: Item, path: str, body: object = None) -> Answer:
        """Somebody of the desk does something with an item."""
        path = f"/api/v1/items/{item.name}/{path}"
        return self.people[who].call("POST", path, {} if body is None else body)

    def item(self, which: int) -> Item:
        """One of the items."""
        return self.queue.items[which % len(self.queue.items)]

    def agree(self, got: Answer, wanted: str | None) -> None:
        """The service refused it by the same word as the model, or did it too."""
        assert (got.slug or None) == wanted, (got.status, got.slug, wanted)
        assert (got.status < 300) == (wanted is None), got

    @initialize(busy=st.booleans())
    def begins(self, *, busy: bool) -> None:
        """An empty desk, or an evening on which everybody is there and four people wait to talk."""
        for who in self.people if busy else ():
            self.shifts(who, "on")
        for _ in range(4 if busy else 0):
            self.arrives(chat=True, priority="medium")

    @precondition(lambda self: len(self.queue.items) < MOST)
    @rule(chat=st.booleans(), priority=st.sampled_from(sorted(RANKS)))
    def arrives(self, *, chat: bool, priority: str) -> None:
        """Somebody writes a tip, or wants to talk."""
        source = self.town.source()
        channel = "chat" if chat else "tip_form"
        assert source.send_tip(channel=channel, priority=priority).status == 201
        made = Item(item_id(source), chat, priority, phase="waiting" if chat else None)
        self.queue.items.append(made)
        self.sources[made.name] = source
        self.notes[made.name] = CaseOf(self.town.office)
        self.convs.append(source.conv)

    @rule(who=WHO, status=st.sampled_from(["on", "on", "busy", "away", "off"]))
    def shifts(self, who: str, status: str) -> None:
        """Somebody goes on shift, or off."""
        got = self.people[who].call("POST", "/api/v1/shift", {"status": status})
        assert got.status == 200
        self.queue.shifts[who] = status
        assert got.body["me"]["load"] == self.queue.load(who)

    @precondition(lambda self: self.queue.items)
    @rule(who=WHO, which=WHICH, what=st.sampled_from(["claim", "release", "take-over", "postpone"]))
    def by_its_address(self, who: str, which: int, what: str) -> None:
        """An act that says all by its address."""
        item = self.item(which)
        does: Callable[[str, Item], str | None] = getattr(self.queue, what.replace("-", "_"))
        self.agree(self.act(who, item, what), does(who, item))

    @rule(who=WHO)
    def takes_the_next(self, who: str) -> None:
        """The first of the waiting chats is theirs."""
        got = self.people[who].call("POST", "/api/v1/chats/next", {})
        firsts = self.queue.firsts()
        wanted = self.queue.room(who)
        self.agree(got, wanted)
        if wanted is None:
            taken = got.body["item"] and got.body["item"]["conv"]
            assert taken in [item.name for item in firsts] or (taken is None and not firsts)
            for item in firsts:
                if item.name == taken:
                    self.queue.took(who, item)

    @precondition(lambda self: self.queue.items)
    @rule(who=WHO, which=WHICH, to=WHO)
    def hands_over(self, who: str, which: int, to: str) -> None:
        """Somebody gives it to a colleague."""
        item = self.item(which)
        body = {"to": b64(self.people[to].staff_id)}
        self.agree(self.act(who, item, "hand-over", body), self.queue.hand_over(who, item, to))

    @precondition(lambda self: self.queue.items)
    @rule(who=WHO, which=WHICH)
    def answers(self, who: str, which: int) -> None:
        """Somebody of the desk writes."""
        item = self.item(which)
        source = self.sources[item.name]
        said = source.envelope("D")
        path = f"/api/v1/conversations/{item.name}/envelopes"
        got = self.people[who].call("POST", path, {"envelope": b64(said)})
        self.agree(got, self.queue.answer(who, item))
        if got.status == 201:
            source.sent["D"].append(said)

    @precondition(lambda self: self.queue.items)
    @rule(which=WHICH, what=st.sampled_from(["writes", "writes", "ends", "stays"]))
    def outside(self, which: int, what: str) -> None:
        """The person outside writes, ends it, or says that they are there."""
        item = self.item(which)
        source = self.sources[item.name]
        if what == "stays":
            got = source.call("POST", "/api/v1/conversation/stay", {})
            self.agree(got, self.queue.stay(item))
            return
        inner = {"t": "end" if what == "ends" else "text", "low": [1, 1]}
        said = source.envelope(inner=inner)
        path = f"/api/v1/conversation/{'end' if what == 'ends' else 'envelopes'}"
        got = source.call("POST", path, {"envelope": b64(said)})
        does = self.queue.source_ends if what == "ends" else self.queue.source_writes
        self.agree(got, does(item))
        if got.status == 201:
            source.sent["S"].append(said)

    @precondition(lambda self: self.queue.items)
    @rule(who=WHO, which=WHICH)
    def closes(self, who: str, which: int) -> None:
        """Somebody closes an item."""
        item = self.item(which)
        got = self.act(who, item, "close", {"disposition": "information_given"})
        self.agree(got, self.queue.close(who, item))

    @precondition(lambda self: self.queue.items)
    @rule(who=WHO, which=WHICH)
    def wraps_up(self, who: str, which: int) -> None:
        """Somebody wraps an ended chat up."""
        item = self.item(which)
        person, notes, office = self.people[who], self.notes[item.name], self.town.office
        body = {
            "disposition": "information_given",
            "category": "tip",
            "container": {
                "container_id": b64(notes.case_id),
                "wrap": person.container(office, notes.case_id, notes.key),
            },
            "record": person.record(office, notes.case_id, notes.key, {"t": "wrap_up"}),
        }
        self.agree(self.act(who, item, "wrap-up", body), self.queue.wrap_up(who, item))

    @precondition(lambda self: self.queue.items)
    @rule(who=WHO, which=WHICH, on=st.booleans())
    def blocks(self, who: str, which: int, *, on: bool) -> None:
        """A receipt is blocked, or freed."""
        item = self.item(which)
        if on:
            got = self.act(who, item, "block", {"hours": 8})
            self.agree(got, self.queue.block(who, item))
        else:
            self.agree(self.act(who, item, "unblock"), self.queue.unblock(who, item))

    @precondition(lambda self: self.queue.items)
    @rule(
        who=WHO,
        some=st.lists(WHICH, min_size=1, max_size=4),
        what=st.sampled_from(
            ["claim", "release", "quarantine", "quarantine", "restore", "close", "hand_over"]
        ),
        to=WHO,
        stale=st.booleans(),
    )
    def many_at_once(self, who: str, some: list[int], what: str, to: str, *, stale: bool) -> None:
        """One act on several items, of which the first may be another by now than it was on screen."""
        items = list({item.name: item for item in map(self.item, some)}.values())
        more: dict[str, str] = {
            "quarantine": {"reason": "spam"},
            "close": {"disposition": "silent"},
            "hand_over": {"to": b64(self.people[to].staff_id)},
        }.get(what, {})
        seen = [
            {"conv": it.name, "status": it.status, "s_seq": it.wrote + (stale and it is items[0])}
            for it in items
        ]
        body = {"bulk_id": b64(secrets.token_bytes(16)), "what": what, "items": seen, **more}
        wanted = [
            "changed" if stale and item is items[0] else self.one_of_many(who, item, what, to)
            for item in items
        ]
        got = self.people[who].call("POST", "/api/v1/items/bulk", body)
        assert got.status == 200, got
        refused = [each["refused"] for each in got.body["results"]]
        assert refused == wanted, (what, refused, wanted)
        self.bulk = (who, body, refused)

    def one_of_many(self, who: str, item: Item, what: str, to: str) -> str | None:
        """What the model says of one of them."""
        if what == "restore":
            return self.queue.restore(item)
        if what == "hand_over":
            return self.queue.hand_over(who, item, to)
        does: Callable[[str, Item], str | None] = getattr(self.queue, what)
        return does(who, item)

    @precondition(lambda self: self.bulk is not None)
    @rule()
    def the_same_many_again(self) -> None:
        """Whoever lost the answer gets it again, and nothing is done twice."""
        assert self.bulk is not None
        who, body, refused = self.bulk
        got = self.people[who].call("POST", "/api/v1/items/bulk", body)
        assert [each["refused"] for each in got.body["results"]] == refused

    @precondition(lambda self: self.queue.items)
    @rule(who=WHO, which=WHICH, priority=st.sampled_from(sorted(RANKS)))
    def relabels(self, who: str, which: int, priority: str) -> None:
        """Somebody gives it another priority."""
        item = self.item(which)
        got = self.act(who, item, "labels", {"category": "tip", "priority": priority})
        self.agree(got, self.queue.relabel(who, item, priority))

    @invariant()
    def stands_as_the_model_says(self) -> None:
        """Every item is as the model has it."""
        for item in self.queue.items:
            assert self.stored(self.sources[item.name].conv) == item.shown, item

    def stored(self, conv: bytes) -> tuple[str, str | None, bool, str | None, bool]:
        """What the store says of an item."""
        with self.town.store.reading() as session:
            item = session.get_one(QueueItem, conv)
            chat = session.get(LiveChat, conv)
            aside = session.get(Quarantine, conv) is not None
            assert aside == (item.status == "quarantined")
            holder = self.names[b64(item.holder)] if item.holder else None
            phase = chat.phase if chat else None
            blocked = session.get(ReceiptBlock, conv) is not None
            return item.status, holder, item.unanswered, phase, blocked


def test_the_queue_does_what_its_model_says(town: Town) -> None:
    few(AtTheDesk, town)


@pytest.mark.long
@pytest.mark.timeout(1_200)
def test_the_queue_does_what_its_model_says_for_thousands_of_steps(town: Town) -> None:
    many(AtTheDesk, town)
