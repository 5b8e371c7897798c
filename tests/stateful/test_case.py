"""Cases: opened, attached and detached, written section by section, held and moved, against a small model."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from config import clock
from crypto.hashes import digest
from moderation.models import QueueItem
from tests.actors import Answer, Person, Source
from tests.integration.conftest import Town, item_id
from tests.integration.matrix_scenes import CaseOf
from tests.stateful.running import Machine, few, many
from webapp.schemas import b64, unb64

MOST = 3
WHO = st.sampled_from(["ana", "sam", "nora"])
WHICH = st.integers(0, 5)
ORDER = ("open", "in_progress", "ready_for_review", "referred", "reported", "closed")
STATUS = st.sampled_from(ORDER)
HELD = {"claimed", "converted"}


@dataclass
class Tip:
    """What the model knows of a tip."""

    source: Source
    status: str = "waiting"
    holder: str | None = None
    closer: str | None = None


@dataclass
class Revision:
    """The newest of a record, and whose hand wrote it."""

    rev: int
    hash: bytes
    sent: dict[str, str]
    who: str


@dataclass
class Opened:
    """What the model knows of a case."""

    by: str
    made: CaseOf
    body: dict[str, Any]
    tips: set[str] = field(default_factory=set)
    status: str = "open"
    records: dict[bytes, Revision] = field(default_factory=dict)
    holds: set[bytes] = field(default_factory=set)
    kept: int = 1


class Cases(Machine):
    """Three people, a few tips and a few cases."""

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self.tips: list[Tip] = []
        self.opened: list[Opened] = []
        self.today = clock.day_of(clock.now())

    def person(self, who: str) -> Person:
        """Somebody of the desk."""
        found: Person = getattr(self.town, who)
        return found

    def tip(self, which: int) -> Tip:
        """One of the tips."""
        return self.tips[which % len(self.tips)]

    def case(self, which: int) -> Opened:
        """One of the cases."""
        return self.opened[which % len(self.opened)]

    def call(self, who: str, case: Opened, path: str, body: object, method: str = "POST") -> Answer:
        """Somebody does something with a case."""
        return self.person(who).call(method, f"/api/v1/cases/{b64(case.made.case_id)}{path}", body)

    def agree(self, got: Answer, wanted: str | None) -> None:
        """The service refused it by the same word as the model, or did it too."""
        assert (got.slug or None, got.status < 300) == (wanted, wanted is None), got

    @precondition(lambda self: len(self.tips) < MOST)
    @rule()
    def arrives(self) -> None:
        """Somebody sends a tip."""
        source = self.town.source()
        assert source.send_tip().status == 201
        self.tips.append(Tip(source))
        self.convs.append(source.conv)

    @precondition(lambda self: self.tips)
    @rule(who=WHO, which=WHICH, what=st.sampled_from(["claim", "claim", "release", "close"]))
    def moves_a_tip(self, who: str, which: int, what: str) -> None:
        """Somebody takes a tip, gives it back or closes it."""
        tip = self.tip(which)
        body = {"disposition": "information_given"} if what == "close" else {}
        got = self.person(who).call("POST", f"/api/v1/items/{item_id(tip.source)}/{what}", body)
        if what == "claim":
            wanted = None if tip.status == "waiting" else "already-held"
            wanted = "not-allowed" if tip.status == "closed" else wanted
        elif tip.status not in HELD:
            wanted = "not-allowed"
        else:
            wanted = None if tip.holder == who else "not-holder"
        self.agree(got, wanted)
        if wanted is None:
            tip.status = {"claim": "claimed", "release": "waiting", "close": "closed"}[what]
            tip.holder = who if what == "claim" else None
            tip.closer = who if what == "close" else tip.closer

    def attached(self, who: str, tip: Tip) -> str | None:
        """What the model says of attaching it."""
        if tip.status == "closed":
            return None if who in {"nora", tip.closer} else "not-holder"
        if tip.status not in HELD:
            return "not-allowed"
        if tip.holder != who:
            return "not-holder"
        tip.status = "converted"
        return None

    @precondition(lambda self: len(self.opened) < MOST)
    @rule(who=WHO, which=st.none() | WHICH)
    def opens(self, who: str, which: int | None) -> None:
        """Somebody opens a case, from a tip or from a call."""
        tip = self.tip(which) if which is not None and self.tips else None
        made = CaseOf(self.town.office)
        body = made.body(self.person(who), tip.source if tip else None)
        wanted = self.attached(who, tip) if tip else None
        self.agree(self.person(who).call("POST", "/api/v1/cases", body), wanted)
        if wanted is None:
            case = Opened(who, made, body, {item_id(tip.source)} if tip else set())
            self.opened.append(case)
            self.cases.append(made.case_id)

    @precondition(lambda self: self.opened)
    @rule(which=WHICH)
    def opens_again(self, which: int) -> None:
        """The same call gives the same case; what was detached since is attached again, if it may be."""
        case = self.case(which)
        conv, wanted = case.body["conv"], None
        if conv is not None and conv not in case.tips:
            tip = next(tip for tip in self.tips if item_id(tip.source) == conv)
            wanted = self.attached(case.by, tip)
            case.tips |= set() if wanted else {conv}
        self.agree(self.person(case.by).call("POST", "/api/v1/cases", case.body), wanted)

    @precondition(lambda self: self.opened and self.tips)
    @rule(who=WHO, which=WHICH, tip=WHICH)
    def attaches(self, who: str, which: int, tip: int) -> None:
        """Somebody attaches a tip."""
        case, told = self.case(which), self.tip(tip)
        wanted = self.attached(who, told)
        self.agree(self.call(who, case, "/conversations", {"conv": item_id(told.source)}), wanted)
        case.tips |= set() if wanted else {item_id(told.source)}

    @precondition(lambda self: self.opened and self.tips)
    @rule(who=WHO, which=WHICH, tip=WHICH)
    def detaches(self, who: str, which: int, tip: int) -> None:
        """Somebody detaches a tip; not while a hold keeps all of the case."""
        case, conv = self.case(which), item_id(self.tip(tip).source)
        wanted = None if conv in case.tips else "not-found"
        wanted = "case-held" if case.holds else wanted
        self.agree(self.call(who, case, f"/conversations/{conv}", None, "DELETE"), wanted)
        case.tips -= set() if wanted else {conv}

    def record(self, who: str, case: Opened, **fields: Any) -> dict[str, str]:
        """A sealed and signed record of this case."""
        made = case.made
        return self.person(who).record(
            self.town.office, made.case_id, made.key, {"t": "note"}, **fields
        )

    @precondition(lambda self: self.opened)
    @rule(who=WHO, which=WHICH, at=WHICH, how=st.sampled_from(["new", "next", "stale", "again"]))
    def writes(self, who: str, which: int, at: int, how: str) -> None:
        """Somebody writes a section: a new one, the next of one, one too late, or the same again."""
        case = self.case(which)
        known = sorted(set(case.records) - case.holds)
        record_id = known[at % len(known)] if known and how != "new" else secrets.token_bytes(16)
        last, wanted = case.records.get(record_id), None
        if last is None:
            sent = self.record(who, case, record=record_id)
        elif how == "again":
            who, sent = last.who, last.sent
        else:
            prev = last.hash if how == "next" else b"\7" * 32
            sent = self.record(who, case, record=record_id, rev=last.rev + 1, prev=prev)
            wanted = None if how == "next" else "stale-revision"
        self.agree(self.call(who, case, "/records", sent), wanted)
        if wanted is None and how != "again":
            rev, sealed = (last.rev if last else 0) + 1, unb64(sent["record"])
            case.records[record_id] = Revision(rev, digest(sealed), sent, who)
            case.kept += 1
        elif how == "again" and last is None:
            case.records[record_id] = Revision(1, digest(unb64(sent["record"])), sent, who)
            case.kept += 1

    @precondition(lambda self: self.opened)
    @rule(who=WHO, which=WHICH, old=STATUS, new=STATUS, right=st.booleans())
    def moves(self, who: str, which: int, old: str, new: str, *, right: bool) -> None:
        """Somebody moves the case; `right` says the status that it has."""
        case = self.case(which)
        old = case.status if right else old
        got = self.call(who, case, "/status", {"from": old, "to": new})
        forward = ORDER.index(old) < ORDER.index(new)
        back = new == "in_progress" and old in {"ready_for_review", "referred", "reported"}
        reopens = (old, new) == ("closed", "in_progress") and who == "nora"
        wanted = None if forward or back or reopens else "not-allowed"
        wanted = "changed" if wanted is None and old != case.status else wanted
        self.agree(got, wanted)
        case.status = case.status if wanted else new

    @precondition(lambda self: self.opened)
    @rule(who=WHO, which=WHICH, days=st.integers(0, 400))
    def is_held(self, who: str, which: int, days: int) -> None:
        """A supervisor holds the case back for a court."""
        case, record_id = self.case(which), secrets.token_bytes(16)
        sent = self.record(who, case, record=record_id)
        until = (self.today + timedelta(days=days)).isoformat()
        got = self.call(who, case, "/holds", {"until": until, "record": sent})
        self.agree(got, None if who == "nora" else "not-permitted")
        if who == "nora":
            case.records[record_id] = Revision(1, digest(unb64(sent["record"])), sent, who)
            case.holds.add(record_id)
            case.kept += 1

    @precondition(lambda self: any(case.holds for case in self.opened))
    @rule(which=WHICH)
    def is_held_no_more(self, which: int) -> None:
        """A supervisor lifts a hold."""
        held = [case for case in self.opened if case.holds]
        case = held[which % len(held)]
        record_id = min(case.holds)
        last = case.records[record_id]
        sent = self.record("nora", case, record=record_id, rev=last.rev + 1, prev=last.hash)
        self.agree(self.call("nora", case, "/holds", {"until": None, "record": sent}), None)
        case.records[record_id] = Revision(
            last.rev + 1, digest(unb64(sent["record"])), sent, "nora"
        )
        case.holds.discard(record_id)
        case.kept += 1

    @invariant()
    def stands_as_the_model_says(self) -> None:
        """Cases and tips are as the model has them."""
        for case in self.opened:
            seen = self.call("ana", case, "", None, "GET").body
            assert seen["status"] == case.status
            assert {each["conv"] for each in seen["conversations"]} == case.tips
            assert len(seen["records"]) == case.kept
            assert {unb64(each["record_id"]) for each in seen["kept"]["holds"]} == case.holds
        with self.town.store.reading() as session:
            for tip in self.tips:
                item = session.get_one(QueueItem, tip.source.conv)
                holder = self.person(tip.holder).staff_id if tip.holder else None
                assert (item.status, item.holder) == (tip.status, holder)


def test_a_case_does_what_its_model_says(town: Town) -> None:
    few(Cases, town)


@pytest.mark.long
@pytest.mark.timeout(1_200)
def test_a_case_does_what_its_model_says_for_thousands_of_steps(town: Town) -> None:
    many(Cases, town)
