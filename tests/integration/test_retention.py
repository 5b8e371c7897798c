"""Each schedule deletes what is over, keys first, and nothing of it is left in any table, file or log."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from chat.file_models import File
from chat.live_models import Counter, DeletionDue
from chat.models import Envelope, KeyRecordRow
from chat.purge import purge_keys_of, sweep
from moderation.audit import events_of
from moderation.audit_models import AuditRow
from moderation.lock_models import FileLock
from moderation.models import ContainerWrap, PrivateNote, QueueItem
from moderation.retention_models import ContactEnd
from moderation.schedule import Schedule
from moderation.site_body import SiteBody
from moderation.site_settings import SiteNow
from moderation.training_models import Training
from moderation.version_models import SiteVersion
from moderation.versions import Draft, publish
from tests import site_draft
from tests.actors import Source
from tests.audits import anchored
from tests.files import Sending
from tests.integration.conftest import Town, item_id
from tests.integration.test_deletion import only_postgresql
from tests.integration.test_queue_bulk import bulk, order, queue, refusals
from tests.retention import Later, close, closed_case, closed_tip, tables_with


@pytest.fixture
def later(town: Town) -> Later:
    return Later(town)


def traces(person: Source) -> list[bytes]:
    """Bytes that only this person's words and key have: sealed, and the key's wrap."""
    return [*(said[-200:] for said in person.sent["S"]), person.records[0].desk_wrap[-200:]]


def all_items(town: Town) -> list[dict[str, Any]]:
    """What waits in the queue."""
    found: list[dict[str, Any]] = queue(town.ana)["items"]
    return found


def test_the_words_of_a_tip_go_on_their_day_and_labels_and_notes_stay(later: Later) -> None:
    person = closed_tip(later.town)
    needles = traces(person)
    assert tables_with(later.town.store, needles[:1]) == {"content.envelope"}
    later.days(Schedule().tip_days - 1)
    assert tables_with(later.town.store, needles[:1]) == {"content.envelope"}
    later.days(1)
    assert tables_with(later.town.store, needles) == set()
    with later.town.store.reading() as session:
        assert session.scalars(select(PrivateNote)).one() is not None
        assert session.get_one(QueueItem, person.conv).status == "closed"
        assert events_of(session, person.conv)[-1].action == "erase_words"
    assert later.sound()


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_on_sqlite_nothing_that_a_schedule_deleted_is_in_any_file(later: Later) -> None:
    town = later.town
    tip = closed_tip(town)
    case, of_case = closed_case(town)
    needles = [*traces(tip), *traces(of_case), case.main[-200:], b"48209134"]
    with town.store.reading() as session:
        needles += [row.sealed[-200:] for row in session.scalars(select(PrivateNote))]
        needles += [row.wrap[-60:] for row in session.scalars(select(ContainerWrap))]
    assert later.on_disk(*needles) == needles
    later.days(Schedule().case_days + 1)
    assert later.on_disk(*needles) == []
    assert later.sound()


@only_postgresql
def test_on_postgresql_keys_were_never_in_the_log_and_go_with_their_day(later: Later) -> None:
    case, person = closed_case(later.town)
    with later.town.store.reading() as session:
        wraps = [row.wrap for row in session.scalars(select(ContainerWrap))]
        wraps += [row.desk_wrap for row in session.scalars(select(KeyRecordRow))]
    assert later.on_disk(*wraps) == []
    later.days(Schedule().case_days + 1)
    keys = purge_keys_of(later.town.store.engine.dialect)
    assert keys is not None
    today = keys.today()
    keys.today = lambda: today + timedelta(days=3)
    with later.town.store.writing() as session:
        for table in ("epoch_wrap", "roster_key_wrap"):  # the staff's, which that day made too
            session.execute(text(f"DELETE FROM keys.{table}"))  # noqa: S608 - our own names
        assert sweep(session) == [today.toordinal()]
    assert tables_with(later.town.store, [case.main[-200:], *traces(person)]) == set()


def test_files_may_go_before_the_words_that_they_came_with(town: Town) -> None:
    later = Later(town, Schedule(file_days=5))
    person = town.held_tip(town.ana)
    files = [Sending(person).sent(), Sending(person, b"another").sent()]
    with town.store.writing() as session:
        session.add(
            FileLock(
                file_id=files[1].file_id,
                conv=person.conv,
                day=later.today,
                held_until=later.today + timedelta(days=366),
            )
        )
    close(town.ana, person)
    later.days(4)
    assert later.on_disk(files[0].blob[-200:]) != []
    later.days(1)
    assert later.on_disk(files[0].blob[-200:], files[1].blob[-200:]) == [files[1].blob[-200:]]
    with town.store.reading() as session:
        assert [row.file_id for row in session.scalars(select(File))] == [files[1].file_id]
        assert session.scalars(select(Envelope)).first() is not None
    assert town.ana.call("GET", f"/api/v1/conversations/{item_id(person)}").status == 200
    assert later.sound()


def test_a_locked_file_keeps_its_words_for_its_year_and_no_longer(later: Later) -> None:
    town, person = later.town, later.town.held_tip(later.town.ana)
    file = Sending(person).sent()
    held = later.today + timedelta(days=366)
    with town.store.writing() as session:
        session.add(
            FileLock(file_id=file.file_id, conv=person.conv, day=later.today, held_until=held)
        )
    close(town.ana, person)
    later.days(366)
    assert later.on_disk(file.blob[-200:]) != []
    later.days(1)
    assert later.on_disk(file.blob[-200:]) == []
    assert later.sound()


def test_in_the_end_nothing_of_a_contact_is_left_but_the_audit(later: Later) -> None:
    person = closed_tip(later.town)
    later.days(Schedule().contact_days)
    left = {"content.audit", "keys.deleted"}
    assert tables_with(later.town.store, [person.conv]) == left
    with later.town.store.reading() as session:
        assert events_of(session, person.conv)[-1].action == "delete_contact"
        assert session.scalars(select(ContactEnd)).all() == []
    assert later.sound()
    assert later.town.ana.call("GET", f"/api/v1/conversations/{item_id(person)}").status == 404


def test_what_is_set_aside_is_kept_for_its_days_then_goes_like_all_else(later: Later) -> None:
    town, person = later.town, later.town.source()
    assert person.send_tip().status == 201
    assert refusals(bulk(town.ana, order("quarantine", all_items(town), reason="spam"))) == [None]
    needles = traces(person)
    later.days(Schedule().quarantine_days - 1)
    assert tables_with(town.store, needles[:1]) == {"content.envelope"}
    later.days(1)
    assert tables_with(town.store, needles) == set()
    assert later.sound()


def test_who_writes_while_they_are_set_aside_begins_their_days_anew(later: Later) -> None:
    town, person = later.town, later.town.source()
    assert person.send_tip().status == 201
    assert refusals(bulk(town.ana, order("quarantine", all_items(town), reason="spam"))) == [None]
    with town.store.writing() as session:  # long ago
        since = later.today - timedelta(days=Schedule().quarantine_days - 1)
        session.execute(update(ContactEnd).values(since=since, rest_on=later.today))
    assert person.write().status == 201
    later.days(Schedule().quarantine_days - 1)
    assert tables_with(town.store, traces(person)[:1]) == {"content.envelope"}
    later.days(1)
    assert tables_with(town.store, traces(person)) == set()
    assert later.sound()


def test_restored_from_quarantine_nothing_of_it_is_due(later: Later) -> None:
    town, person = later.town, later.town.source()
    assert person.send_tip().status == 201
    assert refusals(bulk(town.ana, order("quarantine", all_items(town), reason="spam"))) == [None]
    aside = queue(town.ana, "quarantined")["items"]
    assert refusals(bulk(town.ana, order("restore", aside))) == [None]
    later.days(5000)
    assert tables_with(town.store, traces(person)[:1]) == {"content.envelope"}
    assert later.sound()


def test_counters_go_by_month_and_by_quarter(later: Later) -> None:
    town = later.town
    assert town.source().send_tip().status == 201
    later.days(0)
    with town.store.reading() as session:
        assert len(session.scalars(select(Counter)).all()) == 4
    later.days(30 * Schedule().counter_months - 31)
    with town.store.reading() as session:
        assert len(session.scalars(select(Counter)).all()) == 4
    later.days(200)
    with town.store.reading() as session:
        assert session.scalars(select(Counter)).all() == []


def test_a_training_that_outlives_its_counters_is_sound(later: Later) -> None:
    person = closed_tip(later.town)
    with later.town.store.writing() as session:
        session.execute(update(QueueItem).values(category="training"))
        session.execute(update(Counter).where(Counter.name == "category").values(bucket="training"))
        held = Training(conv=person.conv, status="held", day=date(2020, 5, 5), people=40)
        held.staff_id, held.hour = later.town.ana.staff_id, "2020-05-05T10"
        session.add(held)
    assert later.sound()


def test_the_audit_of_what_is_gone_goes_on_its_own_day(later: Later) -> None:
    person = closed_tip(later.town)
    later.days(Schedule().contact_days)
    with later.town.store.reading() as session:
        link = session.scalars(select(AuditRow.hash).where(AuditRow.subject == person.conv)).first()
    assert link is not None
    assert anchored(later.town.ana, later.town.office).status == 201
    later.days(Schedule().audit_days)
    assert tables_with(later.town.store, [person.conv]) == {"keys.deleted"}
    if later.town.store.engine.dialect.name == "sqlite":
        assert later.on_disk(link) == []
    assert later.sound()


def test_a_longer_schedule_breaks_no_promise_and_a_shorter_one_holds_at_once(later: Later) -> None:
    first, second = closed_tip(later.town), None
    later.run()
    later.schedule = Schedule(tip_days=3000, contact_days=3000)
    second = closed_tip(later.town)
    later.days(Schedule().tip_days)
    assert tables_with(later.town.store, traces(first)) == set()
    assert tables_with(later.town.store, traces(second)[:1]) == {"content.envelope"}
    later.schedule = Schedule(tip_days=30)
    later.run()
    assert tables_with(later.town.store, traces(second)) == set()


def test_who_writes_again_keeps_their_words_and_begins_anew(later: Later) -> None:
    person = closed_tip(later.town)
    later.days(Schedule().tip_days - 1)
    assert person.write().status == 201
    later.days(400)
    assert tables_with(later.town.store, traces(person)[:1]) == {"content.envelope"}
    with later.town.store.reading() as session:
        assert session.scalars(select(ContactEnd)).all() == []
        assert session.scalars(select(DeletionDue)).all() == []
    assert later.sound()


def test_a_number_that_was_mistyped_deletes_nothing_that_was_kept_within_a_week(
    later: Later,
) -> None:
    town = later.town
    later.site = SiteNow(town.settings)
    case, person = closed_case(town)
    tip = closed_tip(town)
    later.days(40)
    short = {**Schedule()._asdict(), "tip_days": 1, "contact_days": 30, "case_days": 30}
    with town.store.writing() as session:
        body = SiteBody.model_validate(site_draft.body(retention=short)).model_dump_json()
        publishing = Draft(body, 0, town.nora.staff_id, "settings")
        publish(session, SiteVersion, publishing, later.bench.clock.moment)
    later.days(6)
    assert case.seen()["number"] == "48209134"
    assert tables_with(town.store, traces(tip)[:1]) == {"content.envelope"}
    later.days(1)
    later.run()
    assert tables_with(town.store, [case.main_id, *traces(tip), *traces(person)]) == set()
    assert later.sound()
