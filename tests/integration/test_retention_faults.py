"""Schedules that run at a bad moment: twice at once, during a backup, beside a hold, cut in the middle."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import delete, select, text

from chat import deleted
from chat.blobs import BlobStore
from chat.models import KeyRecordRow, WayBack
from crypto.hashes import digest
from moderation import expiry, holds
from moderation.audit_models import AuditRow
from moderation.jobs.sweep import TracesRemain
from moderation.models import Case, ContainerWrap, NoteContainer
from moderation.retention_models import LegalHold
from moderation.schedule import Schedule
from tests.backups import Vault, empty_settings, everything_under, opened
from tests.files import Sending
from tests.integration.conftest import Town, item_id
from tests.integration.test_retention import traces
from tests.retention import Later, a_week, closed_case, closed_tip, hold, tables_with
from webapp.schemas import b64

pytestmark = pytest.mark.long

HOUR = "2031-01-01T00"


@pytest.fixture
def later(town: Town) -> Later:
    return Later(town)


def actions(later: Later, subject: bytes) -> list[str]:
    with later.town.store.reading() as session:
        mine = select(AuditRow.action).where(AuditRow.subject == subject)
        return list(session.scalars(mine.order_by(AuditRow.number)))


def test_two_runs_at_once_delete_once(later: Later) -> None:
    case, person = closed_case(later.town)
    tip = closed_tip(later.town)
    day, store = later.today, later.town.store
    begin = threading.Barrier(4)

    def one() -> None:
        begin.wait()
        with store.writing() as session:
            expiry.case_goes(session, case.case_id, day, HOUR)
        with store.writing() as session:
            expiry.contact_goes(session, tip.conv, day, HOUR)

    both = [threading.Thread(target=one) for _ in range(4)]
    for each in both:
        each.start()
    for each in both:
        each.join(timeout=60)
    assert actions(later, case.case_id).count("delete_case") == 1
    assert actions(later, tip.conv).count("delete_contact") == 1
    assert tables_with(store, traces(person) + traces(tip)) == set()
    assert later.sound()


def test_a_hold_of_the_second_before_is_found_and_one_of_the_second_after_finds_no_case(
    later: Later,
) -> None:
    case, _ = closed_case(later.town)
    until = a_week(later.today)
    assert hold(case, later.town.nora, until)[0] == 201
    with later.town.store.writing() as session:
        assert expiry.case_goes(session, case.case_id, later.today, HOUR) == []
    assert case.seen()["number"] == "48209134"
    with later.town.store.writing() as session:
        session.execute(delete(LegalHold))
        expiry.case_goes(session, case.case_id, later.today, HOUR)
    assert hold(case, later.town.nora, until)[0] == 404
    assert tables_with(later.town.store, [case.main_id]) == set()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.both_databases
def test_a_hold_and_a_schedule_at_the_same_moment_agree(later: Later, seed: int) -> None:
    case, _ = closed_case(later.town)
    store, begin, answers = later.town.store, threading.Barrier(2), []

    def deletes() -> None:
        begin.wait()
        with store.writing() as session:
            expiry.case_goes(session, case.case_id, later.today, HOUR)

    thread = threading.Thread(target=deletes)
    thread.start()
    begin.wait()
    threading.Event().wait(seed * 0.002)  # who is first differs; both orders must agree
    answers.append(hold(case, later.town.nora, a_week(later.today))[0])
    thread.join(timeout=60)
    with store.reading() as session:
        stands = session.get(Case, case.case_id) is not None
        assert holds.is_held(session, case.case_id, later.today) == stands
    assert (answers, stands) in [([201], True), ([404], False)]
    assert later.sound()


def test_a_hold_is_moved_and_lifted_by_its_revisions_and_the_audit_tells(later: Later) -> None:
    case, _ = closed_case(later.town)
    week, month = a_week(later.today), later.today + timedelta(days=30)
    status, first = hold(case, later.town.nora, week)
    record = first[18:34]  # after version, kind and case
    assert status == 201
    moved, second = hold(case, later.town.nora, month, record=record, rev=2, prev=digest(first))
    assert (moved, case.seen()["kept"]["holds"][0]["until"]) == (201, month.isoformat())
    stale, _ = hold(case, later.town.nora, week, record=record, rev=2, prev=digest(first))
    assert stale == 409
    path = (
        f"/api/v1/cases/{b64(case.case_id)}/conversations/{case.seen()['conversations'][0]['conv']}"
    )
    taken_out = later.town.nora.call("DELETE", path)
    assert (taken_out.status, taken_out.slug) == (409, "case-held")
    lifted, _ = hold(case, later.town.nora, None, record=record, rev=3, prev=digest(second))
    assert (lifted, case.seen()["kept"]["holds"]) == (201, [])
    told = [action for action in actions(later, case.case_id) if "hold" in action]
    assert told == ["hold_case", "hold_case", "lift_hold"]
    assert later.town.nora.call("DELETE", path).status == 204
    assert later.sound()


def test_a_hold_needs_a_supervisor_a_day_ahead_and_a_reason_of_its_own(later: Later) -> None:
    case, _ = closed_case(later.town)
    assert hold(case, later.town.ana, a_week(later.today))[0] == 403
    assert hold(case, later.town.nora, later.today - timedelta(days=1))[0] == 422
    assert hold(case, later.town.nora, later.today + timedelta(days=4000))[0] == 422
    main = {"record": case.main_id, "rev": 2, "prev": digest(case.main)}
    assert hold(case, later.town.nora, a_week(later.today), **main)[0] == 422
    with later.town.store.reading() as session:
        assert session.scalars(select(LegalHold)).all() == []


def test_every_held_case_is_listed_for_whoever_reads_cases(later: Later) -> None:
    case, _ = closed_case(later.town)
    assert hold(case, later.town.nora, a_week(later.today))[0] == 201
    (row,) = later.town.sam.call("GET", "/api/v1/holds").body["holds"]
    assert (row["number"], row["until"]) == ("48209134", a_week(later.today).isoformat())
    assert row["staff_id"] == b64(later.town.nora.staff_id)


def test_a_crash_between_keys_and_content_is_sound_and_the_next_run_ends_it(later: Later) -> None:
    case, person = closed_case(later.town)
    tip = closed_tip(later.town)
    with later.town.store.writing() as session:  # the file of keys was committed, the other not
        container = session.scalars(select(NoteContainer.container_id)).one()
        for kind, key in ((deleted.CASE, case.case_id), (deleted.CONTACT, tip.conv)):
            deleted.note(session, kind, key)
        deleted.note(session, deleted.NOTES, container)
        for conv in (person.conv, tip.conv):
            deleted.note(session, deleted.WORDS, conv)
        for row in (case.case_id, container):
            session.execute(delete(ContainerWrap).where(ContainerWrap.container_id == row))
        for table in (WayBack, KeyRecordRow):
            session.execute(delete(table).where(table.conv.in_([person.conv, tip.conv])))
    assert later.sound()
    later.days(Schedule().case_days)
    assert tables_with(later.town.store, [case.main_id, *traces(tip)]) == set()
    assert later.sound()


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_while_somebody_reads_an_old_state_the_schedule_says_that_it_is_not_done(
    later: Later,
) -> None:
    case, _ = closed_case(later.town)
    trace = case.main[-200:]
    later.bench.clock.forward(days=Schedule().case_days)
    with later.town.store.reading() as reader:
        reader.execute(text("SELECT count(*) FROM content.case_record")).all()
        later.runner.run_due()
    assert TracesRemain.__name__ in later.bench.counted()
    assert later.on_disk(trace) == [trace]
    later.bench.clock.forward(seconds=60)
    later.runner.run_due()
    assert later.on_disk(trace) == []


@dataclass
class Meanwhile:
    """The store of files, as a backup reads it; at its first file something else happens."""

    blobs: BlobStore
    happens: list[Callable[[], None]]

    def __getattr__(self, name: str) -> Any:
        if name == "read" and self.happens:
            self.happens.pop()()
        return getattr(self.blobs, name)


def test_what_is_deleted_during_a_backup_is_gone_with_the_next_one(
    later: Later, vault: Vault, tmp_path: Path
) -> None:
    town = later.town
    stays = town.held_tip(town.ana)
    Sending(stays).sent()  # so that the backup reads a file
    case, person = closed_case(town)
    tip = closed_tip(town)
    with town.store.reading() as session:
        wraps = [row.wrap for row in session.scalars(select(ContainerWrap))]

    def schedules() -> None:
        with town.store.writing() as session:
            expiry.case_goes(session, case.case_id, later.today, HOUR)
        with town.store.writing() as session:
            expiry.contact_goes(session, tip.conv, later.today, HOUR)

    happens = [schedules]
    vault.take(town.store, blobs=cast("BlobStore", Meanwhile(later.blobs, happens)))
    assert happens == []
    assert later.sound()
    with empty_settings("sqlite", tmp_path / "then") as settings:
        assert vault.restore(settings).findings == []  # as it was when the backup began
        assert case.main in everything_under(settings.data_dir)
    (first,) = vault.names("content")
    vault.take(town.store, blobs=later.blobs)
    with empty_settings("sqlite", tmp_path / "elsewhere") as settings:
        assert vault.restore(settings, first).findings == []
        kept = everything_under(settings.data_dir)
    assert stays.sent["S"][0] in kept
    assert not [needle for needle in [*wraps, case.main, *traces(person)] if needle in kept]


def test_older_content_brings_back_no_case_contact_note_or_file(
    later: Later, vault: Vault, tmp_path: Path
) -> None:
    town = later.town
    case, person = closed_case(town)
    tip, stays = closed_tip(town), closed_tip(town)
    held, _ = closed_case(town, "79927398")
    vault.take(town.store)
    (first,) = vault.names("content")
    assert hold(held, town.nora, a_week(later.today))[0] == 201  # newer than the content
    with town.store.reading() as session:
        notes = select(NoteContainer.container_id).where(NoteContainer.conv == tip.conv)
        (container,) = session.scalars(notes)
    with town.store.writing() as session:
        expiry.case_goes(session, case.case_id, later.today, HOUR)
    with town.store.writing() as session:
        expiry.contact_goes(session, tip.conv, later.today, HOUR)
    vault.take(town.store)
    with empty_settings("sqlite", tmp_path / "elsewhere") as settings:
        restored = vault.restore(settings, first)
        assert restored.findings == []
        kept = everything_under(settings.data_dir)
        with opened(settings) as store:
            gone = [case.case_id, tip.conv, container]
            assert tables_with(store, gone) <= {"content.audit", "keys.deleted"}
            assert tables_with(store, [held.case_id]) >= {"content.case", "content.legal_hold"}
    needles = [case.main[-200:], b"48209134", *traces(person), *traces(tip)]
    assert not [needle for needle in needles if needle in kept]
    assert stays.sent["S"][0] in kept


def test_after_a_week_without_a_service_the_first_run_does_all_of_it(later: Later) -> None:
    case, person = closed_case(later.town)
    tip = closed_tip(later.town)
    later.days(Schedule().case_days + 7)
    assert tables_with(later.town.store, [case.main_id, *traces(person), *traces(tip)]) == set()
    assert later.town.ana.call("GET", f"/api/v1/conversations/{item_id(tip)}").status == 404
    assert later.sound()
