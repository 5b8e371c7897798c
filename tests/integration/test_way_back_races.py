"""A source removes its way back while its other tab is writing: nothing of the key stays with the server."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.models import Conversation, KeyRecordRow
from config.database import locked_to_stay
from tests.actors import on_the_wire
from tests.integration.conftest import Town
from webapp.schemas import b64


def test_a_message_that_waited_for_the_removal_brings_no_key_back(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = town.source()
    person.send_tip()
    removed: list[int] = []

    def removed_first(session: Session, kind: type[Conversation], key: bytes) -> object:
        """Another tab's removal commits after this write looked its way back up."""
        if not removed and town.settings.database_url:
            removed.append(0)
            removed.append(person.call("DELETE", "/api/v1/conversation/way-back").status)
        return locked_to_stay(session, kind, key)

    if not town.settings.database_url:  # there one writer waits for the other before it looks
        removed.append(person.call("DELETE", "/api/v1/conversation/way-back").status)
    monkeypatch.setattr("chat.conversation.locked_to_stay", removed_first)
    record = on_the_wire(person.key_record(gen=2))
    body = {"key_record": record, "envelope": b64(person.envelope())}
    got = person.call("POST", "/api/v1/conversation/envelopes", body)
    assert (removed[-1], got.slug) == (204, "receipt-unknown")
    with town.store.reading() as session:
        kept = session.scalars(select(KeyRecordRow).where(KeyRecordRow.conv == person.conv))
        assert [row.self_wrap for row in kept] == [None]
