from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from chat.file_models import File
from chat.live_models import Counter
from chat.models import Conversation, Envelope, KeyRecordRow, WayBack
from config.database import Content, Keys, open_sqlite
from config.order import lay_anew
from moderation.models import QueueItem
from tests.migrated import migrated_store

OF_STAFF = {
    "epoch_wrap": "keys of staff",
    "roster_key_wrap": "keys of staff",
    "site": "one row",
    "site_version": "numbered by what it is",
    "form_version": "numbered by what it is",
    "materials_version": "numbered by what it is",
    "certificate": "the root's signatures over roster keys",
    "roster": "numbered by what it is",
    "staff": "staff",
    "invite": "staff",
    "sign_in_method": "staff",
    "staff_session": "staff",
    "known_device": "staff",
    "sign_in_pace": "one row",
    "on_call": "staff",
    "presence": "staff",
    "shelf": "what belongs to the whole desk",
    "audit": "staff's acts stand in one chain, by their numbers",
    "audit_head": "one row",
    "audit_anchor": "numbered by what it vouches for",
    "backup_run": "one row",
    "organisation": "public facts about organisations",
    "release": "an act of staff, in the order that the audit tells",
    "packet_link": "an act of staff, in the order that the audit tells",
    "case_card": "of a case, whose opening the audit tells",
    "team": "staff",
    "team_member": "staff",
    "case_assignment": "an act of staff, in the order that the audit tells",
    "case_follow_up": "an act of staff, in the order that the audit tells",
    "directory_loose": "public facts about organisations",
    "directory_state": "one row",
    "job": "the service itself",
    "recent_wait": "the newest few are kept, and none names a chat",
}
"""Tables whose order may be told, and why."""

Rows = list[tuple[type[Any], dict[str, Any]]]


def test_no_table_about_people_outside_has_numbers_that_grow(tmp_path: Path) -> None:
    told = set()
    with migrated_store("sqlite", tmp_path / "data") as (_, store), store.reading() as session:
        for table in (*Keys.metadata.sorted_tables, *Content.metadata.sorted_tables):
            made = f"SELECT sql FROM {table.schema}.sqlite_master WHERE name = '{table.name}'"  # noqa: S608 - our own names
            sql = str(session.scalar(text(made)))
            if not sql.rstrip().endswith("WITHOUT ROWID") and "PRIMARY KEY (place)" not in sql:
                told.add(table.name)
    assert told == set(OF_STAFF)


@pytest.fixture
def rows() -> Rows:
    """What forty people left, some of it too large for one page."""
    draw, today = random.Random(5).randbytes, date(2026, 11, 28)
    return list(itertools.chain.from_iterable(_of_one(draw, today, n) for n in range(40)))


def _of_one(draw: Any, today: date, number: int) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    conv, place = draw(16), int.from_bytes(draw(7))
    sealed = draw(16_500 if number % 3 == 0 else 1158)
    keys = {"conv": conv, "gen": 1, "kc": draw(32), "signature": draw(64)}
    wraps = {"epoch": 1, "desk_wrap": draw(1200), "self_wrap": draw(72)}
    yield KeyRecordRow, {"place": place, **keys, **wraps}
    yield WayBack, {"lookup": draw(32), "conv": conv}
    chain = {"s_seq": 1, "s_hash": draw(32), "d_seq": 0, "d_hash": bytes(32), "gen": 1}
    labels = {"channel": "tip_form", "door": "need_help", "language": "en", "day": today}
    who = {"conv": conv, "src_vk": draw(32), "server_opened": False}
    yield Conversation, {**who, **labels, **chain}
    first = {"conv": conv, "direction": "S", "seq": 1, "gen": 1, "hash": draw(32), "day": today}
    yield Envelope, {"place": place, "sealed": sealed, **first}
    item = {"status": "closed", "category": "tip", "urgency": "soon", "priority": "low", "lot": 1}
    yield QueueItem, {"conv": conv, **item, "day": today, "unanswered": False}
    yield File, {"file_id": draw(16), "conv": conv, "upload": draw(16), "length": 9, "day": today}
    yield Counter, {"name": "hour", "bucket": str(number), "period": "2026-Q4", "n": 1}


def pages(data_dir: Path, name: str) -> bytes:
    """All pages of a file but for the counters of changes in its first hundred bytes."""
    return (data_dir / name).read_bytes()[100:]


def filled(data_dir: Path, rows: Rows) -> Path:
    """A store into which these rows came one after the other."""
    with migrated_store("sqlite", data_dir) as (_, store):
        for kind, row in rows:
            with store.writing() as session:
                session.execute(insert(kind), [row])
        assert store.erase_traces()
    return data_dir


@pytest.mark.parametrize("name", ["keys.db", "content.db"])
def test_files_that_were_laid_anew_are_the_same_bytes_in_whatever_order_people_came(
    tmp_path: Path, rows: Rows, name: str
) -> None:
    people = [rows[begin : begin + 7] for begin in range(0, len(rows), 7)]
    turned = [row for person in reversed(people) for row in person]
    one, other = filled(tmp_path / "one", rows), filled(tmp_path / "other", turned)
    assert pages(one, name) != pages(other, name)  # as they came they differ
    for folder in (one, other):
        lay_anew(folder)
    assert pages(one, name) == pages(other, name)


def test_laying_anew_loses_nothing_and_leaves_a_large_file(
    tmp_path: Path, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = filled(tmp_path / "data", rows)
    before = shutil.copytree(folder, tmp_path / "before")
    monkeypatch.setattr("config.order.LAID_ANEW_UP_TO", (folder / "keys.db").stat().st_size)
    lay_anew(folder)
    assert (folder / "keys.db").read_bytes() != (before / "keys.db").read_bytes()
    assert (folder / "content.db").read_bytes() == (before / "content.db").read_bytes()
    store = open_sqlite(folder)
    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM keys.way_back")) == 40
    store.engine.dispose()
