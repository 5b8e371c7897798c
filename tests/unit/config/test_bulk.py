"""Many rows in one statement are the rows that the models' own statements would have made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from chat.live_models import Counter
from chat.models import Conversation, Envelope
from config import migrate
from config.bulk import SelectIn, add_up_rows, insert_rows, table_of, update_rows
from config.database import Database
from config.settings import load_settings
from tests.databases import DATABASES, fresh_database
from webapp.store import open_store

TALKS, ENVELOPES = table_of(Conversation), table_of(Envelope)
DAY = date(2026, 11, 24)
IDS = [bytes([number]) * 16 for number in range(5)]
ASKED = SelectIn(
    lambda convs: (
        select(TALKS.c.conv, TALKS.c.s_seq).where(TALKS.c.conv.in_(convs)).order_by(TALKS.c.conv)
    )
)


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind with five conversations."""
    with fresh_database(request.param) as url:
        environ = {"QUIETLINE_DATA_DIR": str(tmp_path), "QUIETLINE_DATABASE_URL": url}
        opened = open_store(load_settings(environ))
        migrate.upgrade(opened)
        with opened.writing() as session:
            session.add_all(map(_conversation, IDS))
        yield opened
        opened.engine.dispose()


def _conversation(conv: bytes) -> Conversation:
    return Conversation(
        conv=conv,
        src_vk=conv * 2,
        channel="live_chat",
        door="need_help",
        language="en",
        day=DAY,
        server_opened=False,
        gen=1,
        s_seq=0,
        s_hash=bytes(32),
        d_seq=0,
        d_hash=bytes(32),
    )


pytestmark = pytest.mark.both_databases


def test_rows_that_are_put_in_together_are_read_back_by_the_model(store: Database) -> None:
    names = ("place", "conv", "direction", "seq", "gen", "sealed", "hash", "day")
    rows = [(n, conv, "S", 1, 1, b"\x00\xff" * n, conv * 2, DAY) for n, conv in enumerate(IDS)]
    with store.writing() as session:
        insert_rows(session.connection(), ENVELOPES, names, rows)
    with store.reading() as session:
        found = session.scalars(select(Envelope).order_by(Envelope.place)).all()
    assert [tuple(getattr(row, name) for name in names) for row in found] == rows


def test_each_row_is_changed_by_its_own_values_and_no_other_is(store: Database) -> None:
    changes = [(IDS[3], 7, b"\x07" * 32), (IDS[1], 5, b"\x05" * 32)]
    with store.writing() as session:
        update_rows(session.connection(), TALKS, ("conv", "s_seq", "s_hash"), changes)
    with store.reading() as session:
        found = {row.conv: (row.s_seq, row.s_hash) for row in session.scalars(select(Conversation))}
    untouched = dict.fromkeys(IDS, (0, bytes(32)))
    assert found == {**untouched, **{conv: (seq, hash_) for conv, seq, hash_ in changes}}


@pytest.mark.parametrize("many", [1, 2, 5])
def test_rows_with_one_of_many_values_are_found(store: Database, many: int) -> None:
    with store.reading() as session:
        for _ in range(2):  # the second time by the statement that was kept
            found = ASKED.rows(session.connection(), [*IDS[:many], b"nobody's".ljust(16)])
            assert [(bytes(conv), seq) for conv, seq in found] == [(it, 0) for it in IDS[:many]]


def test_what_is_added_up_begins_where_nothing_was_and_goes_on_from_what_was(
    store: Database,
) -> None:
    columns = ("name", "bucket", "period", "n")
    steps = [("tips", "en", "2026-11", 2), ("tips", "es", "2026-11", 1)]
    for rows in (steps, [("tips", "en", "2026-11", -1), ("tips", "ar", "2026-11", 4)]):
        with store.writing() as session:
            add_up_rows(session.connection(), table_of(Counter), columns, rows)
    with store.reading() as session:
        found = {row.bucket: row.n for row in session.scalars(select(Counter))}
    assert found == {"en": 1, "es": 1, "ar": 4}
