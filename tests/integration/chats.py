"""Live chats at a moment that a test chooses, made with the functions that the service uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from chat.live_models import LiveChat, Presence
from config import clock
from moderation import live, presence
from moderation.audit import Act
from moderation.models import QueueItem
from moderation.review_queue import find_item
from moderation.transitions import move_item
from tests.actors import Person, Source
from tests.integration.conftest import Town


@dataclass
class Heard:
    """News, as they were told."""

    told: list[tuple[str, bytes]] = field(default_factory=list)

    def chat_changed(self, conv: bytes, /) -> None:
        """Noted."""
        self.told.append(("changed", conv))

    def queue_changed(self) -> None:
        """Noted."""
        self.told.append(("queue", b""))

    def chat_waiting(self, conv: bytes, /) -> None:
        """Noted."""
        self.told.append(("waiting", conv))

    def chat_escalated(self, conv: bytes, /) -> None:
        """Noted."""
        self.told.append(("escalated", conv))


@dataclass
class Chats:
    """A town in which people chat, at the hour of `now`."""

    town: Town
    now: Callable[[], datetime]

    def waiting(self, **labels: str) -> Source:
        """Somebody whose chat begins to wait."""
        person = self.town.source()
        assert person.send_tip(channel="chat", **labels).status == 201
        with self.town.store.writing() as session:
            live.forget(session, person.conv)
            live.begin(session, person.conv, self.now())
        return person

    def answered(self, by: Person, **labels: str) -> Source:
        """Somebody whose chat was just taken by an advocate who is on shift."""
        person = self.waiting(**labels)
        moment = self.now()
        with self.town.store.writing() as session:
            presence.set_status(session, by.staff_id, "on", clock.unix(moment))
            act = Act(by.staff_id, clock.hour_of(moment))
            move_item(session, find_item(session, person.conv), "claim", act)
            chat = live.of(session, person.conv, to_write=True)
            assert chat is not None
            live.taken(session, chat, moment)
        return person

    def beat(self, *people: Person) -> None:
        """Their clients give a sign of life."""
        with self.town.store.writing() as session:
            for person in people:
                presence.beat(session, person.staff_id, clock.unix(self.now()))

    def on_shift(self, person: Person, status: str = "on") -> None:
        """They go on shift."""
        with self.town.store.writing() as session:
            presence.set_status(session, person.staff_id, status, clock.unix(self.now()))

    def writes(self, person: Source) -> None:
        """The person outside writes or taps."""
        with self.town.store.writing() as session:
            chat = live.of(session, person.conv, to_write=True)
            assert chat is not None
            live.source_acted(session, chat, self.now())

    def is_there(self, person: Source) -> None:
        """The person's client asks."""
        with self.town.store.writing() as session:
            live.source_was_there(session, person.conv, self.now())

    def chat(self, person: Source) -> LiveChat | None:
        """The row of the live chat."""
        with self.town.store.reading() as session:
            return session.get(LiveChat, person.conv)

    def phase(self, person: Source) -> str | None:
        """Its phase."""
        row = self.chat(person)
        return row.phase if row else None

    def item(self, person: Source) -> QueueItem:
        """The item."""
        with self.town.store.reading() as session:
            return session.get_one(QueueItem, person.conv)

    def status(self, person: Person) -> str:
        """Whether somebody is on shift."""
        with self.town.store.reading() as session:
            return session.get_one(Presence, person.staff_id).status
