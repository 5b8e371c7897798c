"""Schedules beside whoever works at this moment, beside a thing that fails, and after a restore."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from chat.conversation import find_to_write
from chat.erasure import erase_words
from chat.file_models import File
from chat.live_models import DeletionDue
from chat.models import Conversation
from chat.uploads import Lying
from config.database import locked
from moderation import deletion, expiry
from moderation.audit import Act
from moderation.jobs import erasing
from moderation.jobs.retaining import Retaining
from moderation.jobs.runner import Turn
from moderation.lock_models import FileLock
from moderation.models import Arrival, Case
from moderation.retention_models import CaseEnd, ContactEnd, LegalHold
from moderation.review_queue import find_item
from moderation.schedule import Schedule
from moderation.training_models import Training
from moderation.transitions import move_item
from tests.backups import Vault, opened
from tests.files import Sending
from tests.integration.conftest import Town
from tests.integration.test_chat_assignment import _somebody_waits_for_a_lock
from tests.integration.test_file_locks import lock
from tests.integration.test_retention import traces
from tests.retention import Later, a_week, close, closed_case, closed_tip, hold, tables_with
from tests.server import patiently
from webapp.schemas import b64
from webapp.store import open_blobs

HOUR = "2031-01-01T00"


@pytest.fixture
def later(town: Town) -> Later:
    return Later(town)


def test_one_thing_that_cannot_be_deleted_keeps_no_other(
    later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    tips = sorted((closed_tip(later.town) for _ in range(3)), key=lambda tip: tip.conv)
    whole = deletion.delete_contact

    def fails(session: Session, conv: bytes) -> list[Lying]:
        if conv == tips[0].conv:
            raise LookupError
        return whole(session, conv)

    monkeypatch.setattr(deletion, "delete_contact", fails)
    later.bench.clock.forward(days=Schedule().contact_days)
    later.runner.run_due()
    assert later.bench.counted() == {"LookupError": 1}
    others = [tip.conv for tip in tips[1:]]
    assert tables_with(later.town.store, others) == {"content.audit", "keys.deleted"}
    monkeypatch.undo()
    later.bench.clock.forward(seconds=60)
    assert "retaining" in later.runner.run_due()
    assert tables_with(later.town.store, [tips[0].conv]) == {"content.audit", "keys.deleted"}


def test_words_that_cannot_be_deleted_keep_no_others(
    later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    tips = sorted((closed_tip(later.town) for _ in range(2)), key=lambda tip: tip.conv)

    def fails(session: Session, conv: bytes) -> bool:
        if conv == tips[0].conv:
            raise LookupError
        return erase_words(session, conv)

    monkeypatch.setattr(erasing, "erase_words", fails)
    later.bench.clock.forward(days=Schedule().tip_days)
    later.runner.run_due()
    assert later.bench.counted() == {"LookupError": 1}
    assert tables_with(later.town.store, traces(tips[0])[:1]) == {"content.envelope"}
    assert tables_with(later.town.store, traces(tips[1])) == set()


def run_beside(later: Later, between: Callable[[], None]) -> None:
    """The schedules run; between listing what is due and deleting it somebody does this."""
    did: list[bool] = []

    def renew() -> bool:
        if not did:
            did.append(True)
            between()
        return True

    job = Retaining(lambda _: Schedule(), later.settled, lambda _: None)
    job.run(Turn(later.town.store, later.bench.clock.moment, 0, b"", renew))
    assert did


def test_a_case_that_is_worked_on_after_it_was_listed_begins_its_days_anew(later: Later) -> None:
    case, _ = closed_case(later.town)
    with later.town.store.writing() as session:
        session.execute(update(CaseEnd).values(since=date(2020, 1, 1)))
    run_beside(later, lambda: _worked_on(case, later))
    assert case.seen()["number"] == "48209134"
    assert later.sound()


def _worked_on(case: Any, later: Later) -> None:
    assert case.revise(later.town.ana).status == 201


@pytest.mark.both_databases
def test_a_hold_that_is_moved_while_it_ends_goes_on(later: Later) -> None:
    case, _ = closed_case(later.town)
    assert hold(case, later.town.nora, later.today)[0] == 201
    store, day = later.town.store, later.today + timedelta(days=2)
    with store.reading() as session:
        (ends,) = session.scalars(expiry.ended_holds(day))

    def end() -> None:
        with store.writing() as session:
            expiry.hold_ends(session, ends, day, HOUR)

    with ThreadPoolExecutor(1) as other:
        with store.writing() as session:  # as `holds.keep` does, on the day after
            locked(session, Case, case.case_id)
            session.execute(update(LegalHold).values(until=a_week(day)))
            ending = other.submit(end)
            patiently(lambda: _somebody_waits_for_a_lock(later.town))
        ending.result()
    with store.reading() as session:
        assert session.scalars(select(LegalHold.until)).all() == [a_week(day)]


@pytest.mark.both_databases
def test_who_writes_while_they_are_taken_out_of_a_case_and_who_takes_them_out_both_succeed(
    later: Later,
) -> None:
    town, (case, person) = later.town, closed_case(later.town)
    path = f"/api/v1/cases/{b64(case.case_id)}/conversations/{b64(person.conv)}"
    with town.store.writing() as session:  # over for some days
        session.execute(update(ContactEnd).values(since=later.today - timedelta(days=3)))
    with ThreadPoolExecutor(1) as other:
        with town.store.writing() as session:  # as the person's own next words do
            item = find_item(session, person.conv)
            clicked = other.submit(town.ana.call, "DELETE", path)
            patiently(lambda: clicked.done() or _somebody_waits_for_a_lock(town))
            move_item(session, item, "source_writes", Act(None, HOUR))
            session.add(Arrival(conv=person.conv, minute=f"{HOUR}:00"))
        assert clicked.result().status == 204
    assert later.sound()


@pytest.mark.both_databases
def test_words_arrive_while_their_chat_is_closed(town: Town) -> None:
    person = town.held_tip(town.ana)

    def closes() -> None:
        with town.store.writing() as session:  # as the wrap-up of a chat does
            find_item(session, person.conv)
            session.add(DeletionDue(conv=person.conv, hour=HOUR))

    with ThreadPoolExecutor(1) as other:
        with town.store.writing() as session:  # as a message of theirs does
            find_to_write(session, person.conv)
            closing = other.submit(closes)
            patiently(lambda: closing.done() or _somebody_waits_for_a_lock(town))
            find_item(session, person.conv)
        closing.result()


@pytest.mark.both_databases
def test_a_file_is_locked_before_a_schedule_asks_or_after_it_is_gone(town: Town) -> None:
    file = Sending(town.held_tip(town.ana)).sent()
    with ThreadPoolExecutor(1) as other:
        with town.store.writing() as session:  # as whatever deletes words and files does
            locked(session, Conversation, file.by.conv)
            clicked = other.submit(lock, town.ana, file)
            patiently(lambda: clicked.done() or _somebody_waits_for_a_lock(town))
            assert not clicked.done()
            deletion.delete_words(session, file.by.conv)
        assert clicked.result().status == 404
    with town.store.reading() as session:
        assert session.scalars(select(FileLock)).all() == []


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
@pytest.mark.parametrize("elsewhere", ["sqlite"], indirect=True)
def test_a_restore_keeps_a_locked_file_whose_words_are_due(
    later: Later, vault: Vault, elsewhere: Any
) -> None:
    town, person = later.town, later.town.held_tip(later.town.ana)
    file = Sending(person).sent()
    assert lock(town.ana, file).status == 204
    close(town.ana, person)
    with town.store.writing() as session:
        session.add(DeletionDue(conv=person.conv, hour="2020-01-01T00"))
    vault.take(town.store, blobs=open_blobs(town.settings))
    assert vault.restore(elsewhere).findings == []
    with opened(elsewhere) as store, store.reading() as session:
        assert session.scalars(select(File.file_id)).all() == [file.file_id]
        assert session.scalars(select(DeletionDue.conv)).all() == [person.conv]
    assert tables_with(town.store, traces(person)[:1]) == {"content.envelope"}


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
@pytest.mark.parametrize("elsewhere", ["sqlite"], indirect=True)
def test_a_hold_that_is_newer_than_restored_content_holds_its_case(
    later: Later, vault: Vault, elsewhere: Any
) -> None:
    town, (case, _) = later.town, closed_case(later.town)
    other, _ = closed_case(town, "79927398")
    vault.take(town.store)
    (first,) = vault.names("content")
    assert hold(case, town.nora, a_week(later.today))[0] == 201
    assert hold(other, town.nora, later.today)[0] == 201
    with town.store.writing() as session:  # the hold of this one was over, and it was deleted
        assert expiry.case_goes(session, other.case_id, later.today + timedelta(days=2), HOUR) == []
    vault.take(town.store)
    assert vault.restore(elsewhere, first).findings == []
    with opened(elsewhere) as store:
        with store.reading() as session:
            assert session.scalars(select(LegalHold.case_id)).all() == [case.case_id]
        with store.writing() as session:
            expiry.case_goes(session, case.case_id, later.today, HOUR)
        with store.reading() as session:
            assert session.get(Case, case.case_id) is not None


def test_words_files_and_contact_wait_for_a_training_that_is_still_to_come(later: Later) -> None:
    person = closed_tip(later.town)
    day = later.today + timedelta(days=Schedule().contact_days + 9)
    with later.town.store.writing() as session:
        standing = {"status": "scheduled", "day": day, "people": None, "hour": HOUR}
        session.add(Training(conv=person.conv, staff_id=later.town.ana.staff_id, **standing))
    later.days(Schedule().contact_days + 1)
    assert tables_with(later.town.store, traces(person)[:1]) == {"content.envelope"}
    later.days(9)
    assert tables_with(later.town.store, [person.conv]) == {"content.audit", "keys.deleted"}
    assert later.sound()
