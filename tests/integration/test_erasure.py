"""The words of a wrapped-up chat are gone on time, keys first, from tables, files and logs; the summary stays."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update

from chat.erasure import KEYS
from chat.live_models import DeletionDue
from chat.models import AcceptRecord, Envelope, KeyRecordRow, WayBack
from chat.purge import purge_keys_of, sweep
from chat.uploads import forget
from config import clock
from config.database import changed
from moderation import checker
from moderation.audit import events_of
from moderation.jobs.erasing import Erasing
from moderation.jobs.runner import Job, Runner
from moderation.models import CaseConversation, PrivateNote
from tests.actors import Source
from tests.databases import DATABASES
from tests.integration.chats import Chats
from tests.integration.conftest import Town, item_id
from tests.integration.test_case_calls import Opened
from tests.integration.test_checker import note
from tests.integration.test_deletion import is_under, log_of, only_postgresql
from tests.ticking import Bench
from webapp.schemas import b64
from webapp.store import open_blobs

only_sqlite = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)


def erasing(town: Town) -> Erasing:
    """The deletion of words and files of this town."""
    blobs = open_blobs(town.settings)
    return Erasing(lambda _: 24, lambda lying: forget(blobs, lying))


@dataclass
class After(Chats):
    """What comes after a chat was wrapped up."""

    bench: Bench = field(kw_only=True)

    def __post_init__(self) -> None:
        """A runner of the deletion alone."""
        self.runner: Runner = self.bench.runner(Job("erasing", 300, erasing(self.town).run))

    def wrapped_up(self) -> Source:
        """Somebody with whom ana talked, took a note and came to an end; due in a day."""
        person, ana = self.town.held_tip(self.town.ana), self.town.ana
        path = f"/api/v1/conversations/{item_id(person)}"
        accept = ana.accept(self.town.office, person)
        assert ana.call("POST", f"{path}/accept", accept).status in {200, 201}
        said = person.envelope("D")
        assert ana.call("POST", f"{path}/envelopes", {"envelope": b64(said)}).status == 201
        person.sent["D"].append(said)
        note(ana, self.town, path)
        self.close(person)
        self.due(person)
        return person

    def close(self, person: Source) -> None:
        """The item is closed by its holder."""
        body = {"disposition": "information_given"}
        path = f"/api/v1/items/{item_id(person)}/close"
        assert self.town.ana.call("POST", path, body).status == 200

    def due(self, person: Source) -> None:
        """Its words are due in a day."""
        with self.town.store.writing() as session:
            hour = clock.hour_of(self.now() + timedelta(hours=24))
            session.add(DeletionDue(conv=person.conv, hour=hour))

    def a_day_later(self) -> None:
        """The job runs when the day is over."""
        self.bench.clock.forward(hours=24)
        self.runner.run_due()
        assert self.bench.counted() == {}

    def left(self, person: Source) -> int:
        """How many rows of words, keys and ways are left."""
        with self.town.store.reading() as session:
            return sum(
                len(session.scalars(select(table).where(table.conv == person.conv)).all())
                for table in (*KEYS, AcceptRecord, Envelope)
            )

    def found(self) -> set[str]:
        """The promises that the checker finds broken."""
        with self.town.store.reading() as session:
            return {finding.promise for finding in checker.check(session)}


@pytest.fixture
def after(town: Town) -> After:
    """The time after a chat."""
    bench = Bench(town.store)
    return After(town, bench.clock, bench=bench)


def test_when_the_hour_has_come_the_words_are_gone_and_the_summary_stays(after: After) -> None:
    person = after.wrapped_up()
    after.bench.clock.forward(hours=23)
    after.runner.run_due()
    assert after.left(person) == 5
    after.bench.clock.forward(hours=1)
    after.runner.run_due()
    assert after.left(person) == 0
    with after.town.store.reading() as session:
        assert session.scalars(select(PrivateNote)).one() is not None
        assert session.get(DeletionDue, person.conv) is None
        assert events_of(session, person.conv)[-1].action == "erase_words"
    assert after.found() == set()


def test_the_desk_opens_such_an_item_and_finds_its_labels_but_no_words(after: After) -> None:
    person = after.wrapped_up()
    after.a_day_later()
    got = after.town.ana.call("GET", f"/api/v1/conversations/{item_id(person)}")
    assert (got.status, got.body["key_records"], got.body["envelopes"]) == (200, [], [])
    assert (got.body["accept"], len(got.body["notes"]["records"])) == (None, 1)
    assert got.body["s"]["seq"] == 1


def test_the_receipt_of_erased_words_is_like_one_that_never_was(after: After) -> None:
    person = after.wrapped_up()
    after.a_day_later()
    mine = person.call("GET", "/api/v1/conversation")
    unknown = after.town.source().call("GET", "/api/v1/conversation")
    assert (mine.status, mine.raw) == (unknown.status, unknown.raw)


@only_sqlite
def test_erased_words_are_in_no_file_of_sqlite(after: After) -> None:
    person = after.wrapped_up()
    folder = after.town.settings.data_dir
    traces = [*person.sent["S"], *person.sent["D"], person.records[0].desk_wrap]
    assert all(is_under(folder, trace[-200:]) for trace in traces)
    after.a_day_later()
    assert not any(is_under(folder, trace[-200:]) for trace in traces)


@only_sqlite
def test_while_somebody_reads_an_old_state_the_deletion_is_not_done_and_is_tried_again(
    after: After,
) -> None:
    person = after.wrapped_up()
    trace, folder = person.sent["S"][0][-200:], after.town.settings.data_dir
    after.bench.clock.forward(hours=24)
    with after.town.store.reading() as reader:
        reader.execute(text("SELECT count(*) FROM content.envelope")).all()
        assert after.runner.run_due() == []
    assert after.bench.counted() == {"TracesRemain": 1}
    assert is_under(folder, trace)
    after.bench.clock.forward(seconds=60)
    assert after.runner.run_due() == ["erasing"]
    assert not is_under(folder, trace)


@only_postgresql
def test_the_day_s_key_goes_with_the_last_erased_words_and_with_it_every_copy(
    after: After,
) -> None:
    person = after.wrapped_up()
    log = log_of(after.town.store)
    assert log is None or not is_under(log, person.records[0].desk_wrap)
    after.a_day_later()
    keys = purge_keys_of(after.town.store.engine.dialect)
    assert keys is not None
    today = keys.today()
    keys.today = lambda: today + timedelta(days=3)
    with after.town.store.writing() as session:
        for table in ("epoch_wrap", "roster_key_wrap", "container_wrap"):  # what else that day made
            session.execute(text(f"DELETE FROM keys.{table}"))  # noqa: S608 - our own names
        assert sweep(session) == [today.toordinal()]


@pytest.mark.parametrize("empty", DATABASES, indirect=True)
def test_a_crash_between_keys_and_words_is_sound_and_is_finished_by_the_next_run(
    after: After,
) -> None:
    person = after.wrapped_up()
    with after.town.store.writing() as session:  # the file of keys was committed, the other not
        for table in (WayBack, KeyRecordRow):
            session.execute(delete(table).where(table.conv == person.conv))
    assert after.found() == set()
    after.a_day_later()
    assert (after.left(person), after.found()) == (0, set())


def test_a_crash_before_the_last_step_means_that_all_of_it_is_done_again(after: After) -> None:
    person = after.wrapped_up()
    after.a_day_later()
    after.due(person)
    after.a_day_later()
    with after.town.store.reading() as session:
        assert session.get(DeletionDue, person.conv) is None
        actions = [row.action for row in events_of(session, person.conv)]
    assert actions.count("erase_words") == 1
    assert after.found() == set()


def test_who_wrote_again_keeps_their_words(after: After) -> None:
    person = after.wrapped_up()
    assert person.write().status == 201
    after.a_day_later()
    assert after.left(person) == 6


def test_words_that_are_needed_when_their_hour_comes_stay_for_as_long_again(after: After) -> None:
    person = after.wrapped_up()
    assert person.write().status == 201
    after.due(person)
    after.a_day_later()
    claim = after.town.ana.call("POST", f"/api/v1/items/{item_id(person)}/claim", {})
    assert claim.status == 200
    after.close(person)
    after.bench.clock.forward(hours=23)
    after.runner.run_due()
    assert after.left(person) == 6
    after.bench.clock.forward(hours=1)
    after.runner.run_due()
    assert after.left(person) == 0


def test_what_a_case_holds_follows_the_case(after: After) -> None:
    person = after.wrapped_up()
    opened = Opened(after.town, after.town.ana)
    other = after.town.held_tip(after.town.ana)
    assert opened.open(conv=item_id(other)).status == 201
    with after.town.store.writing() as session:
        link = session.scalars(select(CaseConversation)).one()
        day = link.linked_day
        session.add(CaseConversation(case_id=link.case_id, conv=person.conv, linked_day=day))
    after.a_day_later()
    assert after.left(person) == 5
    with after.town.store.reading() as session:
        assert session.get(DeletionDue, person.conv) is None


def test_the_checker_names_words_that_went_too_early_and_ways_that_stayed(after: After) -> None:
    person = after.wrapped_up()
    after.a_day_later()
    with after.town.store.writing() as session:
        session.add(WayBack(lookup=secrets.token_bytes(32), conv=person.conv))
    assert after.found() == {"with the words goes every way to them"}
    with after.town.store.writing() as session:
        reopened = text("UPDATE content.queue_item SET status = 'waiting'")
        session.execute(reopened)
    assert "words are deleted of closed items only" in after.found()


def test_a_key_that_is_missing_of_words_that_are_not_due_is_named(after: After) -> None:
    person = after.wrapped_up()
    with after.town.store.writing() as session:
        session.execute(delete(DeletionDue))
        assert changed(session, update(KeyRecordRow).values(gen=2)) == 1
        session.execute(delete(KeyRecordRow).where(KeyRecordRow.conv == person.conv))
    assert after.found() == {"each generation of a conversation has its key"}
