"""The queue's pages cost the same however many conversations are stored: the order is an index's."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.engine import Connection

from chat.models import Conversation
from moderation.models import QueueItem
from moderation.review_queue import VIEWS, Wanted, page_of
from tests.integration.conftest import Town

STORED = 3_000


def store_many(town: Town) -> None:
    """Conversations that were closed long ago."""
    convs = [secrets.token_bytes(16) for _ in range(STORED)]
    talk = {
        "src_vk": bytes(32), "channel": "tip_form", "door": "need_help", "language": "en",
        "day": date(2026, 1, 1), "server_opened": False, "gen": 1,
        "s_seq": 1, "s_hash": bytes(32), "d_seq": 0, "d_hash": bytes(32),
    }  # fmt: skip
    item = {
        "status": "closed", "category": "tip", "urgency": "soon", "priority": "medium",
        "day": date(2026, 1, 1), "holder": None, "unanswered": False, "disposition": "no_action",
    }  # fmt: skip
    with town.store.writing() as session:
        session.execute(insert(Conversation), [{"conv": conv, **talk} for conv in convs])
        session.execute(insert(QueueItem), [{"conv": conv, **item} for conv in convs])


@pytest.mark.parametrize("view", VIEWS)
def test_no_page_of_the_queue_reads_or_sorts_all_that_is_stored(town: Town, view: str) -> None:
    store_many(town)
    town.source().send_tip()
    asked: list[tuple[str, Any]] = []

    def note(_line: Connection, _cursor: object, said: str, given: Any, *_: object) -> None:
        if "LIMIT" in said and "conversation" in said:
            asked.append((said, given))

    with town.store.reading() as session:
        line = session.connection()
        if line.dialect.name == "postgresql":
            line.execute(text("ANALYZE"))
        event.listen(line, "before_cursor_execute", note)
        page_of(session, Wanted(view, bytes(16)), 0, datetime.now(UTC))
        event.remove(line, "before_cursor_execute", note)
        ((said, given),) = asked
        sqlite = line.dialect.name == "sqlite"
        explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
        plan = "\n".join(str(row[-1]) for row in line.exec_driver_sql(explain + said, given))
    assert not re.search(r"S(CAN|eq Scan on) queue_item( |$)(?!USING)", plan, re.MULTILINE)
    if view == "all":
        assert "ix_queue_item_day_conv" in plan
        assert not re.search("Sort|TEMP B-TREE", plan)
