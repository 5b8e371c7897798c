"""Who came in the same minute: their order is drawn by the service, and the same wherever it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from chat.live_models import LiveChat
from config import migrate
from config.database import Database
from config.settings import load_settings
from moderation.models import Arrival, QueueItem
from tests.actors import Source
from tests.databases import DATABASES, fresh_database
from tests.integration.conftest import Town, item_id
from tests.integration.test_chat_assignment import on_shift
from webapp.store import open_store

MANY = 12
"""Chats of one minute: that a draw leaves them in the order of their ids happens once in 479,001,600."""

TALK = text(
    "INSERT INTO content.conversation (conv, src_vk, channel, door, language, day, server_opened,"
    " gen, s_seq, s_hash, d_seq, d_hash) VALUES (:conv, :key, 'chat', 'need_help', 'en',"
    " '2026-11-24', false, 1, 0, :key, 0, :key)"
)
WAITS = text(
    "INSERT INTO content.queue_item (conv, status, category, urgency, priority, day, unanswered)"
    " VALUES (:conv, 'waiting', 'crisis', 'immediate', 'urgent', '2026-11-24', true)"
)


@pytest.fixture(params=DATABASES)
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A store of the revision before there was a draw."""
    with fresh_database(request.param) as url:
        settings = {"QUIETLINE_DATA_DIR": str(tmp_path), "QUIETLINE_DATABASE_URL": url}
        store = open_store(load_settings(settings))
        migrate.upgrade(store, "0005")
        yield store
        store.engine.dispose()


def of_one_minute(town: Town) -> list[Source]:
    """People who wait since the same minute, and whose clients chose rising ids."""
    people = [town.source() for _ in range(MANY)]
    for number, person in enumerate(people):
        person.conv = number.to_bytes(1) + person.conv[1:]
        assert person.send_tip(channel="chat").status == 201
    with town.store.writing() as session:
        session.execute(update(LiveChat).values(arrived="2026-11-24T20:00"))
        session.execute(update(Arrival).values(minute="2026-11-24T20:00"))
    return people


def position(person: Source) -> int:
    """The place that a person is told."""
    told = person.call("GET", "/api/v1/conversation?s=0&d=0").body["live"]["position"]
    assert isinstance(told, int)
    return told


def test_an_id_that_a_client_chose_gives_no_place_and_all_tell_the_same_order(town: Town) -> None:
    people = of_one_minute(town)
    on_shift(town.ana)
    told = [item_id(person) for person in sorted(people, key=position)]
    page = town.ana.call("GET", "/api/v1/queue?view=waiting").body["items"]
    assert [row["conv"] for row in page] == told
    assert sorted(position(person) for person in people) == list(range(1, MANY + 1))
    assert told != [item_id(person) for person in people]
    first = town.ana.call("POST", "/api/v1/chats/next", {}).body["item"]["conv"]
    assert first == told[0]


def test_who_waited_before_the_draw_was_there_is_drawn_for_too(before: Database) -> None:
    with before.writing() as session:
        for number in range(MANY):
            conv = {"conv": number.to_bytes(16), "key": bytes(32)}
            session.execute(TALK, conv)
            session.execute(WAITS, {"conv": conv["conv"]})
    migrate.upgrade(before)
    with before.reading() as session:
        lots = session.scalars(select(QueueItem.lot)).all()
    assert (len(lots), len(set(lots))) == (MANY, MANY)
    assert all(0 <= lot < 1 << 31 for lot in lots)
