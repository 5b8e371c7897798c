"""Files go with the words, keys first, and nothing of them is left; what belongs to nothing is collected."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from chat import uploads
from chat.blobs import Address
from chat.erasure import KEYS, erase_words
from chat.errors import StoreAway
from chat.file_models import File, FilePart
from chat.uploads import Lying
from config import clock
from crypto.hashes import digest
from moderation import checker
from moderation.checker_files import bytes_of_files
from moderation.jobs.orphans import ON_ITS_WAY, Orphans, orphans
from moderation.jobs.runner import Job
from tests.actors import Source
from tests.files import Sending, large
from tests.integration.conftest import Town
from tests.integration.test_erasure import After, after
from tests.integration.test_files import on_disk
from tests.ticking import Bench
from webapp.services import right_here
from webapp.store import open_blobs

__all__ = ["after"]

NOTHING: tuple[list[bytes], list[Address]] = ([], [])


@pytest.fixture
def person(town: Town) -> Source:
    return town.held_tip(town.ana)


def collect(town: Town, days: int = 0) -> dict[str, int]:
    """Run the collector, so many days from now; gives what went wrong."""
    bench = Bench(town.store)
    bench.clock.moment = clock.now() + timedelta(days=days)
    job = Orphans(open_blobs(town.settings), right_here)
    bench.runner(Job("orphans", 3600, job.run)).run_due()
    return bench.counted()


def broken(town: Town) -> list[str]:
    """The promises about files that the checker finds broken."""
    with town.store.reading() as session:
        found = [
            *checker.check(session),
            *bytes_of_files(session, open_blobs(town.settings)),
        ]
    return [finding.promise for finding in found]


def test_with_the_words_go_whole_files_and_those_on_their_way(after: After) -> None:
    person = after.wrapped_up()
    Sending(person).sent()
    large(person).begun(0)
    after.a_day_later()
    assert on_disk(after.town) == NOTHING
    with after.town.store.reading() as session:
        assert session.scalars(select(File)).all() == []
        assert session.scalars(select(FilePart)).all() == []
    assert after.found() == set()


def test_bytes_that_could_not_be_deleted_with_their_rows_are_collected(
    after: After, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = after.wrapped_up()
    Sending(person).sent()

    def away(*_: object) -> None:
        raise StoreAway

    with monkeypatch.context() as patch:
        patch.setattr("tests.integration.test_erasure.forget", away)
        after.bench.clock.forward(hours=24)
        after.runner.run_due()
    assert after.bench.counted() == {"StoreAway": 1}
    assert after.left(person) == 0
    assert broken(after.town) == ["bytes in the store are a file's"]
    assert collect(after.town) == {}
    assert (on_disk(after.town), broken(after.town)) == (NOTHING, [])


def test_without_its_keys_a_conversation_s_files_are_erased_all_the_same(
    town: Town, person: Source
) -> None:
    Sending(person).sent()
    with town.store.writing() as session:  # what a crash between the two commits leaves
        for table in KEYS:
            session.execute(delete(table).where(table.conv == person.conv))
    with town.store.writing() as session:
        assert erase_words(session, person.conv)
    assert collect(town) == {}
    assert on_disk(town) == NOTHING


def test_the_collector_leaves_whatever_has_a_row(town: Town, person: Source) -> None:
    whole, coming, begun = Sending(person).sent(), large(person).begun(1), large(person).begun()
    before = on_disk(town)
    assert collect(town, ON_ITS_WAY.days) == {}
    assert on_disk(town) == before
    assert begun.part(0).status == coming.part(0).status == 204
    assert whole.begin().body["whole"]


def test_an_upload_that_nobody_goes_on_with_is_given_up(town: Town, person: Source) -> None:
    whole, coming = Sending(person).sent(), large(person).begun(0)
    assert collect(town, ON_ITS_WAY.days + 1) == {}
    assert coming.part(1).status == 404
    assert on_disk(town)[0] == []
    assert whole.begin().body["whole"]
    assert coming.sent().whole().status == 200


def test_a_part_keeps_an_upload_alive(town: Town, person: Source) -> None:
    file = large(person).begun(0)
    with town.store.writing() as session:
        session.execute(update(File).values(day=date(2026, 1, 1)))
    assert file.part(1).status == 204
    assert collect(town) == {}
    assert file.begin().body["have"] == [0, 1]


def test_what_is_begun_after_the_collector_looked_cannot_be_taken(
    town: Town, person: Source
) -> None:
    gone = large(person).begun(0)
    with town.store.reading() as session:
        upload = session.scalars(select(File.upload)).one()
    assert gone.cancel().status == 204
    blobs = open_blobs(town.settings)
    blobs.write_part(upload, 0, gone.parts[0])  # a part that came too late, and its answer was 404
    lying = orphans(town.store, list(blobs.staged()), list(blobs.stored()))
    assert lying == [Lying(upload, None)]
    again = Sending(person, gone.content, file_id=gone.file_id).begun(0)  # the same id
    uploads.forget(blobs, lying)
    assert again.begin().body["have"] == [0]
    for number in range(1, len(again.parts)):
        assert again.part(number).status == 204
    assert again.whole().status == 200


def test_a_file_killed_between_its_name_and_its_row_is_finished_by_the_same_call(
    town: Town, person: Source
) -> None:
    file = large(person).begun(0, 1, 2)
    with town.store.reading() as session:
        upload = session.scalars(select(File.upload)).one()
    open_blobs(town.settings).finish(upload, len(file.blob), digest(file.blob))
    assert collect(town) == {}
    assert broken(town) == []
    assert file.whole().status == 200


def test_the_checker_names_rows_without_bytes_and_bytes_without_rows(
    town: Town, person: Source
) -> None:
    Sending(person).sent()
    large(person).begun(0)
    assert broken(town) == []
    blobs = open_blobs(town.settings)
    for upload in blobs.staged():
        blobs.delete_staging(upload)
    (address,) = blobs.stored()
    blobs.delete(address)
    blobs.write_part(secrets.token_bytes(16), 0, b"an orphan")
    assert sorted(broken(town)) == [
        "a part that was acknowledged has its bytes",
        "a whole file has all its bytes",
        "bytes in the store are a file's",
    ]


def test_the_checker_names_a_blob_of_another_length_and_parts_that_cannot_be(
    town: Town, person: Source
) -> None:
    whole, coming = Sending(person).sent(), large(person).begun(0)
    path = next(p for p in (town.settings.files.folder / "whole").rglob("*") if p.is_file())
    path.write_bytes(whole.blob[:-1])
    with town.store.writing() as session:
        session.add(FilePart(file_id=coming.file_id, number=3))
        session.add(FilePart(file_id=whole.file_id, number=0))
    assert set(broken(town)) == {
        "a whole file has all its bytes",
        "a part lies inside its file",
        "a whole file has no parts",
    }
