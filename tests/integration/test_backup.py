"""A backup that is restored: everything is there, on each database and from one into the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update

from chat import conversation as conversations
from chat.erasure import erase_words
from chat.models import Conversation, Envelope, KeyRecordRow
from config.database import Content, Database, Keys
from crypto.envelope import open_envelope
from crypto.keys import open_desk_wrap
from moderation.backup.tables import (
    CONTENT,
    KEYS,
    NEVER,
    WITH_CONTENT,
    WITH_KEYS,
    tables_of,
    tag_of,
)
from moderation.models import QueueItem
from moderation.staff_models import EpochWrap, SignInMethod, Staff
from tests.actors import Office, Source
from tests.backups import Vault, empty_settings, everything_under, opened
from tests.integration.conftest import Town


def words_in(store: Database, office: Office) -> list[bytes]:
    """Every message of the store that opens with the desk's own key."""
    found = []
    with store.reading() as session:
        for talk in session.scalars(select(Conversation).order_by(Conversation.conv)):
            (record,) = conversations.key_records(session, talk)
            key, _ = open_desk_wrap(office.site, record, office.epoch_seed)
            here = select(Envelope.sealed).where(Envelope.conv == talk.conv)
            found += [
                open_envelope(key, office.site, record.commit, sealed)
                for sealed in session.scalars(here.order_by(Envelope.direction, Envelope.seq))
            ]
    return found


def all_rows(store: Database, kind: str) -> dict[str, list[tuple[Any, ...]]]:
    with store.reading() as session:
        return {
            table.fullname: sorted(tuple(row) for row in session.execute(select(table)))
            for table in tables_of(kind)
            if table.fullname not in {"content.audit", "content.audit_head"}  # says: restored
        }


def busy_town(town: Town) -> list[Source]:
    """Two tips, one of them held and answered with a case, and one that waits."""
    sources = [town.held_tip(town.ana), town.source()]
    assert sources[1].send_tip().status == 201
    return sources


def test_everything_is_there_and_opens_on_another_machine(
    town: Town, vault: Vault, elsewhere: Any
) -> None:
    busy_town(town)
    vault.take(town.store)
    restored = vault.restore(elsewhere)
    assert restored.findings == []
    with opened(elsewhere) as store:
        assert words_in(store, town.office) == words_in(town.store, town.office) != []
        for kind in (KEYS, CONTENT):
            assert all_rows(store, kind) == all_rows(town.store, kind)


def test_no_minute_no_session_and_nobody_s_presence_is_restored(
    town: Town, vault: Vault, elsewhere: Any
) -> None:
    busy_town(town)
    vault.take(town.store)
    vault.restore(elsewhere)
    with opened(elsewhere) as store, store.reading() as session:
        for table in (*Keys.metadata.sorted_tables, *Content.metadata.sorted_tables):
            if table.fullname in NEVER - {"content.arrival", "content.backup_run"}:
                assert session.execute(select(table)).all() == []
        arrived = session.execute(select(Content.metadata.tables["content.arrival"])).all()
        assert {minute[-6:] for _, minute, *_ in arrived} == {"T00:00"}
        assert len(arrived) == 2


def test_what_was_deleted_after_the_backup_is_in_no_restored_file(
    town: Town, vault: Vault, tmp_path: Path
) -> None:
    doomed, back = busy_town(town)
    canary, wrap = doomed.sent["S"][0], doomed.records[0].desk_wrap
    way_back = back.records[0].self_wrap or b""
    vault.take(town.store)
    (first,) = vault.names("content")
    with town.store.writing() as session:
        erase_words(session, doomed.conv)
    assert back.call("DELETE", "/api/v1/conversation/way-back").status == 204
    vault.take(town.store)
    with empty_settings("sqlite", tmp_path / "elsewhere") as settings:
        restored = vault.restore(settings, first)
        assert (restored.findings, restored.replayed.erased) == ([], 1)
        kept = everything_under(settings.data_dir)
    assert back.sent["S"][0] in kept
    assert not [secret for secret in (canary, wrap, way_back) if secret in kept]


def test_whoever_left_after_the_content_was_backed_up_stays_out(
    town: Town, vault: Vault, elsewhere: Any
) -> None:
    held = town.held_tip(town.ana)
    vault.take(town.store)
    (first,) = vault.names("content")
    with town.store.writing() as session:
        session.execute(update(Staff).where(Staff.name == "ana").values(active=False))
        for table in (SignInMethod, EpochWrap):
            session.execute(delete(table).where(table.staff_id == town.ana.staff_id))
    vault.take(town.store)
    restored = vault.restore(elsewhere, first)
    assert (restored.findings, restored.replayed.released) == ([], 1)
    with opened(elsewhere) as store, store.reading() as session:
        assert not session.get_one(Staff, town.ana.staff_id).active
        assert session.get(EpochWrap, (1, town.ana.staff_id)) is None
        assert session.get_one(QueueItem, held.conv).status == "waiting"


def test_what_came_after_the_content_is_left_out_and_leaves_no_key(
    town: Town, vault: Vault, elsewhere: Any
) -> None:
    town.source().send_tip()
    vault.take(town.store)
    (first,) = vault.names("content")
    later = town.source()
    later.send_tip()
    vault.take(town.store)
    restored = vault.restore(elsewhere, first)
    assert (restored.findings, restored.replayed.torn) == ([], 2)  # its key and its way back
    with opened(elsewhere) as store, store.reading() as session:
        assert session.get(KeyRecordRow, (later.conv, 1)) is None


def test_every_table_is_in_one_set_and_content_points_to_nothing_in_the_keys_set() -> None:
    found = {t.fullname for t in (*Keys.metadata.sorted_tables, *Content.metadata.sorted_tables)}
    assert found == WITH_KEYS | WITH_CONTENT | NEVER
    assert len(found) == len(WITH_KEYS) + len(WITH_CONTENT) + len(NEVER)
    for table in tables_of(CONTENT):
        assert {key.column.table.fullname for key in table.foreign_keys} <= WITH_CONTENT
        assert all(tag_of(column) for column in table.columns)
    assert all(tag_of(column) for table in tables_of(KEYS) for column in table.columns)
