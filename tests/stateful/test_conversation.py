"""A conversation: what is sent, sent again, sent wrongly, read, closed and deleted, against a small model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from crypto.envelope import parse_header
from moderation import deletion
from moderation.models import QueueItem
from tests.actors import Answer, Source, on_the_wire
from tests.integration.conftest import Town, item_id
from tests.stateful.running import Machine, few, many
from webapp.schemas import b64, unb64

MOST = 4
WHICH = st.integers(0, 11)


@dataclass
class Talk:
    """What the model knows of a conversation."""

    source: Source
    opening: dict[str, Any]
    s: list[bytes] = field(default_factory=list)
    d: list[bytes] = field(default_factory=list)
    status: str = "waiting"
    has_receipt: bool = True
    has_words: bool = True

    @property
    def is_held(self) -> bool:
        """Whether Ana has it."""
        return self.status in {"claimed", "answered"}


class Talks(Machine):
    """A few conversations with Ana, who alone answers."""

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self.talks: list[Talk] = []
        self.last: Talk | None = None

    def talk(self, which: int) -> Talk:
        """One of them; it is looked at afterwards."""
        self.last = self.talks[which % len(self.talks)]
        return self.last

    def desk(self, talk: Talk, path: str, body: object = None, method: str = "POST") -> Answer:
        """Ana does something."""
        return self.town.ana.call(method, f"/api/v1/{path.format(item_id(talk.source))}", body)

    @precondition(lambda self: len(self.talks) < MOST)
    @rule()
    def begins(self) -> None:
        """Somebody sends a tip."""
        source = self.town.source()
        opening = source.tip()
        assert source.call("POST", "/api/v1/conversations", opening).status == 201
        said = unb64(opening["envelope"])
        source.sent["S"].append(said)
        self.talks.append(Talk(source, opening, [said]))
        self.convs.append(source.conv)
        self.last = self.talks[-1]

    @precondition(lambda self: self.talks)
    @rule(which=WHICH)
    def begins_again(self, which: int) -> None:
        """The same bytes are the same tip, as long as its receipt opens anything."""
        talk = self.talk(which)
        got = talk.source.call("POST", "/api/v1/conversations", talk.opening)
        wanted = 201 if talk.has_receipt else 409
        assert got.status == wanted, got

    @precondition(lambda self: self.talks)
    @rule(which=WHICH)
    def writes(self, which: int) -> None:
        """The person outside writes."""
        talk = self.talk(which)
        said = talk.source.envelope()
        got = talk.source.write(said)
        self.sent(talk, got, said)

    def sent(self, talk: Talk, got: Answer, said: bytes) -> None:
        """The model takes a new envelope of the source, if it was one."""
        assert got.status == (201 if talk.has_receipt else 401), got
        if talk.has_receipt:
            talk.s.append(said)
            moves = {"answered": "claimed", "closed": "waiting"}
            talk.status = moves.get(talk.status, talk.status)

    @precondition(lambda self: self.talks)
    @rule(which=WHICH, at=st.integers(0, 30))
    def writes_again(self, which: int, at: int) -> None:
        """Bytes that are stored already change nothing."""
        talk = self.talk(which)
        said = {"envelope": b64(talk.s[at % len(talk.s)])}
        got = talk.source.call("POST", "/api/v1/conversation/envelopes", said)
        assert got.status == (201 if talk.has_receipt else 401), got

    @precondition(lambda self: self.talks)
    @rule(which=WHICH, wrong=st.sampled_from(["gap", "past", "broken"]))
    def writes_out_of_step(self, which: int, wrong: str) -> None:
        """What is not the next is refused, and says where the conversation stands."""
        talk = self.talk(which)
        last = len(talk.s)
        number = {"gap": last + 2, "past": last, "broken": last + 1}[wrong]
        other: dict[str, Any] = {"seq": number, "prev": bytes(32) if number == 1 else b"\7" * 32}
        said = {"envelope": b64(talk.source.envelope(**other))}
        got = talk.source.call("POST", "/api/v1/conversation/envelopes", said)
        assert got.status == (409 if talk.has_receipt else 401), got
        if talk.has_receipt:
            assert (got.slug, got.body["s"]["seq"]) == ("out-of-step", last)

    @precondition(lambda self: self.talks)
    @rule(which=WHICH)
    def takes_a_new_key(self, which: int) -> None:
        """The next generation begins with an envelope of its own."""
        talk = self.talk(which)
        source = talk.source
        record = source.key_record(gen=source.records[-1].gen + 1)
        said = source.envelope()
        body = {"key_record": on_the_wire(record), "envelope": b64(said)}
        got = source.call("POST", "/api/v1/conversation/envelopes", body)
        if got.status == 201:
            source.sent["S"].append(said)
        else:
            source.records.pop()
        self.sent(talk, got, said)

    @precondition(lambda self: self.talks)
    @rule(which=WHICH)
    def is_claimed(self, which: int) -> None:
        """Ana takes it."""
        talk = self.talk(which)
        got = self.desk(talk, "items/{}/claim", {})
        assert got.status == (200 if talk.status == "waiting" else 409), got
        talk.status = "claimed" if got.status == 200 else talk.status

    @precondition(lambda self: self.talks)
    @rule(which=WHICH)
    def is_answered(self, which: int) -> None:
        """Ana writes."""
        talk = self.talk(which)
        said = talk.source.envelope("D")
        got = self.desk(talk, "conversations/{}/envelopes", {"envelope": b64(said)})
        assert got.status == (201 if talk.is_held else 403), got
        if got.status == 201:
            talk.source.sent["D"].append(said)
            talk.d.append(said)
            talk.status = "answered"

    @precondition(lambda self: any(talk.d for talk in self.talks))
    @rule(which=WHICH, at=st.integers(0, 30))
    def is_answered_again(self, which: int, at: int) -> None:
        """Her bytes again change nothing, whoever holds it by now."""
        talk = self.talk(which)
        if not talk.d:
            return
        said = {"envelope": b64(talk.d[at % len(talk.d)])}
        got = self.desk(talk, "conversations/{}/envelopes", said)
        assert got.status == (201 if talk.has_words else 403), got

    @precondition(lambda self: self.talks)
    @rule(which=WHICH)
    def is_closed(self, which: int) -> None:
        """Ana closes it; it waits again when the person writes."""
        talk = self.talk(which)
        got = self.desk(talk, "items/{}/close", {"disposition": "information_given"})
        assert got.status == (200 if talk.is_held else 409), got
        talk.status = "closed" if got.status == 200 else talk.status

    @precondition(lambda self: any(talk.status == "closed" for talk in self.talks))
    @rule(which=WHICH)
    def is_deleted(self, which: int) -> None:
        """The words of a closed one are over."""
        closed = [talk for talk in self.talks if talk.status == "closed"]
        self.last = talk = closed[which % len(closed)]
        with self.town.store.writing() as session:
            assert deletion.delete_words(session, talk.source.conv) == talk.has_words
        talk.has_words = talk.has_receipt = False

    @precondition(lambda self: self.talks)
    @rule(which=WHICH)
    def loses_its_way_back(self, which: int) -> None:
        """The person removes the way back."""
        talk = self.talk(which)
        got = talk.source.call("DELETE", "/api/v1/conversation/way-back")
        assert got.status == (204 if talk.has_receipt else 401), got
        talk.has_receipt = False

    @invariant()
    def reads_as_it_was_written(self) -> None:
        """Both sides see exactly what the model has."""
        if self.last is None:
            return
        talk, words = self.last, [*self.last.d, *self.last.s] if self.last.has_words else []
        seen = self.desk(talk, "conversations/{}", method="GET")
        assert [unb64(each) for each in seen.body["envelopes"]] == words
        with self.town.store.reading() as session:
            item = session.get_one(QueueItem, talk.source.conv)
            assert (item.status, item.holder is not None) == (talk.status, talk.is_held)
        mine = talk.source.call("GET", "/api/v1/conversation")
        assert mine.status == (200 if talk.has_receipt else 401)
        if talk.has_receipt:
            assert [unb64(each) for each in mine.body["envelopes"]] == words
            assert parse_header(words[-1]).seq == mine.body["s"]["seq"]


def test_a_conversation_is_what_was_said_in_it(town: Town) -> None:
    few(Talks, town)


@pytest.mark.long
@pytest.mark.timeout(1_200)
def test_a_conversation_is_what_was_said_in_it_for_thousands_of_steps(town: Town) -> None:
    many(Talks, town)
