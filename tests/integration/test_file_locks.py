"""A locked file is left to two roles, held for a year and released with a reason; every view is recorded."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from chat.file_models import File
from moderation.audit_models import AuditRow
from moderation.file_locks import HOLD
from moderation.lock_models import FileLock
from moderation.models import PrivateNote
from tests import staffing
from tests.actors import Answer, Person, Source
from tests.files import Sending
from tests.integration.conftest import Town
from tests.integration.test_chat_assignment import act as do
from tests.integration.test_chat_assignment import chat, on_shift
from tests.integration.test_erasure import After
from tests.shares import invitation
from tests.ticking import Bench
from webapp.schemas import b64

ON_RECORD = ("lock_file", "view_locked_file", "release_file")


@dataclass
class Box:
    """The container of a conversation's notes, as browsers keep it."""

    town: Town
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def note(self, by: Person) -> dict[str, Any]:
        """A sealed reason."""
        wrap = by.container(self.town.office, self.id, self.key)
        return {
            "container": {"container_id": b64(self.id), "wrap": wrap},
            "record": by.record(self.town.office, self.id, self.key, {"t": "note", "body": "no"}),
        }


def act(by: Person, file: Sending, verb: str, body: object = None, conv: bytes = b"") -> Answer:
    path = f"/api/v1/conversations/{b64(conv or file.by.conv)}/files/{b64(file.file_id)}{verb}"
    return by.call("POST" if verb else "GET", path, body)


def lock(by: Person, file: Sending) -> Answer:
    return act(by, file, "/lock", {})


def listed(by: Person, file: Sending) -> dict[str, Any]:
    got = by.call("GET", f"/api/v1/conversations/{b64(file.by.conv)}/files")
    found: dict[str, Any] = got.body["files"][0]
    return found


def on_record(town: Town) -> list[tuple[str, bytes | None, bytes, bytes | None]]:
    """What the audit says about locks: what, who, which file, of which conversation."""
    with town.store.reading() as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.number))
        return [(r.action, r.actor, r.subject, r.conv) for r in rows if r.action in ON_RECORD]


def notes(town: Town) -> int:
    with town.store.reading() as session:
        return len(session.scalars(select(PrivateNote)).all())


@pytest.fixture
def file(town: Town) -> Sending:
    return Sending(town.held_tip(town.ana)).sent()


@pytest.fixture
def sue(town: Town) -> Person:
    person = Person(town.desk_app, name="sue", role=2)
    return staffing.hire(town.store, town.office, town.nora, person)


def test_a_locked_file_is_left_to_supervisors_and_administrators_who_read(
    town: Town, file: Sending, sue: Person
) -> None:
    assert lock(town.ana, file).status == 204
    for advocate in (town.ana, town.sam):  # also whoever locked it, and whoever holds the item
        assert act(advocate, file, "").slug == "locked"
        assert listed(advocate, file)["locked"]
        assert listed(advocate, file)["held_until"] is None
    for one in (sue, town.nora):
        assert act(one, file, "").raw == file.blob
        assert listed(one, file)["held_until"] is not None


def test_each_view_of_a_locked_file_is_recorded_and_of_an_open_one_none(
    town: Town, file: Sending, sue: Person
) -> None:
    assert act(town.sam, file, "").status == 200
    assert on_record(town) == []
    assert lock(town.ana, file).status == 204
    for by in (sue, sue, town.ana):
        act(by, file, "")
    this = file.file_id, file.by.conv
    assert on_record(town) == [
        ("lock_file", town.ana.staff_id, *this),
        ("view_locked_file", sue.staff_id, *this),
        ("view_locked_file", sue.staff_id, *this),
    ]


def test_locking_again_changes_nothing(town: Town, file: Sending) -> None:
    assert lock(town.ana, file).status == lock(town.sam, file).status == 204
    assert [action for action, *_ in on_record(town)] == ["lock_file"]


def test_only_a_whole_file_of_this_conversation_is_locked(town: Town, file: Sending) -> None:
    other = town.held_tip(town.ana)
    assert act(town.ana, file, "/lock", {}, other.conv).status == 404
    assert lock(town.ana, Sending(other).begun(0)).status == 404
    assert act(town.ana, Sending(other), "/lock", {}).status == 404
    with town.store.reading() as session:
        assert session.scalars(select(FileLock)).all() == []


def test_a_locked_file_is_not_found_by_another_conversation_s_address(
    town: Town, file: Sending
) -> None:
    other = town.held_tip(town.ana)
    lock(town.ana, file)
    for by in (town.sam, town.nora):
        assert act(by, file, "", conv=other.conv).status == 404
    assert act(town.nora, file, "/release", Box(town).note(town.nora), other.conv).status == 404
    assert len(on_record(town)) == 1


def test_who_may_read_one_conversation_locks_there_and_nowhere_else(
    town: Town, file: Sending
) -> None:
    ida = staffing.hire(
        town.store, town.office, town.nora, Person(town.desk_app, name="ida", role=5)
    )
    assert lock(ida, file).status == act(ida, file, "").status == 404
    talk = chat(town)
    on_shift(town.ana)
    assert do(town.ana, talk, "claim").status == 200
    theirs = Sending(talk).sent()
    assert do(town.ana, talk, "members", invitation(talk, ida)).status == 200
    assert act(ida, theirs, "").raw == theirs.blob
    assert lock(ida, theirs).status == 204
    assert act(ida, theirs, "").slug == "locked"
    assert lock(ida, file).status == 404


def test_a_supervisor_releases_with_a_reason_that_is_kept(
    town: Town, file: Sending, sue: Person
) -> None:
    lock(town.ana, file)
    assert act(town.ana, file, "/release", Box(town).note(town.ana)).slug == "not-permitted"
    assert act(sue, file, "/release", {}).slug == "invalid"
    assert listed(town.ana, file)["locked"]
    assert act(sue, file, "/release", Box(town).note(sue)).status == 201
    assert act(town.ana, file, "").raw == file.blob
    assert notes(town) == 1
    assert on_record(town)[-1][:2] == ("release_file", sue.staff_id)


def test_a_release_that_is_sent_again_opens_no_file_that_was_locked_since(
    town: Town, file: Sending, sue: Person
) -> None:
    reason = Box(town).note(sue)
    lock(town.ana, file)
    assert act(sue, file, "/release", reason).status == 201
    assert act(sue, file, "/release", reason).status == 201  # its answer was lost
    lock(town.sam, file)
    assert act(sue, file, "/release", reason).status == 201
    assert act(town.ana, file, "").slug == "locked"
    assert act(town.nora, file, "/release", reason).slug == "invalid"  # another's words


def test_what_is_not_locked_is_not_released_and_no_reason_is_kept(
    town: Town, file: Sending, sue: Person
) -> None:
    assert act(sue, file, "/release", Box(town).note(sue)).slug == "not-locked"
    assert notes(town) == 0


def test_a_locked_file_cannot_be_taken_back_by_its_sender(town: Town, file: Sending) -> None:
    lock(town.ana, file)
    assert file.cancel().status == 404
    assert act(town.nora, file, "").raw == file.blob


@dataclass
class Held(After):
    """A wrapped-up conversation whose words are due, with a locked file."""

    def __post_init__(self) -> None:
        """The file, in what was wrapped up."""
        super().__post_init__()
        self.person: Source = self.wrapped_up()
        self.file = Sending(self.person).sent()
        assert lock(self.town.ana, self.file).status == 204

    def later(self, **by: float) -> int:
        """The job runs after a while; gives how many rows of words and keys are left."""
        self.bench.clock.forward(**by)
        self.runner.run_due()
        assert self.bench.counted() == {}
        return self.left(self.person)


@pytest.fixture
def held(town: Town) -> Held:
    bench = Bench(town.store)
    return Held(town, bench.clock, bench=bench)


def test_what_a_locked_file_belongs_to_is_held_for_a_year_and_goes_after_it(held: Held) -> None:
    before = held.left(held.person)
    assert held.later(hours=25) == before
    assert held.later(days=364) == before
    assert act(held.town.nora, held.file, "").raw == held.file.blob
    assert held.later(days=HOLD.days - 364 + 5) == 0
    with held.town.store.reading() as session:
        assert session.scalars(select(FileLock)).all() == []


def test_what_is_released_is_deleted_as_it_was_due(held: Held) -> None:
    assert held.later(hours=25) > 0
    with held.town.store.reading() as session:
        container = session.scalars(select(PrivateNote)).one().container_id
    nora, key = held.town.nora, secrets.token_bytes(32)
    record = nora.record(held.town.office, container, key, {"t": "note"})
    reason = {"container": None, "record": record}
    assert act(nora, held.file, "/release", reason).status == 201
    assert held.later(hours=1) == 0


def test_a_hold_is_a_year_at_the_least(held: Held) -> None:
    with held.town.store.reading() as session:
        row = session.scalars(select(FileLock)).one()
        assert row.held_until - row.day >= timedelta(days=366)
        assert session.scalars(select(File)).one().file_id == row.file_id
