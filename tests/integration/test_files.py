"""A file comes in parts, in any order and as often as the line wants, and is read as it was sealed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from chat.blobs import PART, Address
from chat.file_models import File, FilePart
from crypto.files import CHUNK, FilePlace, blob_length, open_blob
from crypto.hashes import digest
from tests.actors import Answer, Source
from tests.files import OCTETS, ONE_CHUNK, Sending, content_of, large
from tests.integration.conftest import Town, item_id
from webapp.schemas import b64
from webapp.store import open_blobs


def at_the_desk(town: Town, file: Sending) -> Answer:
    path = f"/api/v1/conversations/{b64(file.by.conv)}/files/{b64(file.file_id)}"
    return town.ana.call("GET", path)


def rows(town: Town) -> tuple[int, int]:
    """How many files and parts have a row."""
    with town.store.reading() as session:
        return len(session.scalars(select(File)).all()), len(
            session.scalars(select(FilePart)).all()
        )


def on_disk(town: Town) -> tuple[list[bytes], list[Address]]:
    blobs = open_blobs(town.settings)
    return list(blobs.staged()), list(blobs.stored())


@pytest.fixture
def person(town: Town) -> Source:
    return town.held_tip(town.ana)


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 5 * CHUNK])
def test_what_was_sent_is_what_the_desk_reads(town: Town, person: Source, size: int) -> None:
    file = Sending(person, content_of(size)[:size]).sent()
    got = at_the_desk(town, file)
    assert (got.status, got.raw) == (200, file.blob)
    place = FilePlace(person.office.site, person.conv, file.file_id)
    assert open_blob(file.key, place, size, digest(file.blob), got.raw) == file.content


def test_a_blob_is_streamed_with_its_length_and_kept_by_no_cache(
    town: Town, person: Source
) -> None:
    headers = at_the_desk(town, file := Sending(person).sent()).headers
    assert headers["Content-Length"] == str(len(file.blob))
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Cache-Control"] == "no-store"


def test_parts_come_in_any_order_and_again(town: Town, person: Source) -> None:
    file = large(person).begun(2, 0, 2)
    assert file.begin().body == {"have": [0, 2], "whole": False}
    assert file.whole().body["have"] == [0, 2]
    assert file.part(1).status == 204
    assert file.whole().status == 200
    assert at_the_desk(town, file).raw == file.blob


def test_a_whole_file_answers_everything_that_is_said_again(town: Town, person: Source) -> None:
    file = large(person).sent()
    whole = {"have": [], "whole": True}
    assert file.begin().body == file.whole().body == whole
    assert file.part(0).status == file.part(1).status == 204
    assert rows(town) == (1, 0)
    assert on_disk(town)[0] == []


def test_two_send_one_part_at_once(town: Town, person: Source) -> None:
    file = large(person).begun()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: file.part(n % 3).status, range(12)))
    assert set(answers) == {204}
    with ThreadPoolExecutor(2) as pool:
        statuses = set(pool.map(lambda _: file.whole().status, range(2)))
    assert statuses <= {200, 503}
    assert file.whole().status == 200
    assert at_the_desk(town, file).raw == file.blob


def test_another_s_file_is_as_unknown_as_none(town: Town, person: Source) -> None:
    file, other = large(person).begun(0), town.held_tip(town.ana)
    none = Sending(other, file.content)
    theirs = Sending(other, file.content, file_id=file.file_id)
    asks: list[Callable[[Sending], Answer]] = [lambda it: it.part(1), Sending.whole, Sending.cancel]
    for ask in asks:
        assert (ask(theirs).status, ask(theirs).raw) == (404, ask(none).raw)
    assert theirs.begin().status == 404
    assert file.begin().body["have"] == [0]


@pytest.mark.parametrize("number", ["x", "-1", "1" * 30, "٣"])
def test_a_part_without_a_number_is_unknown(person: Source, number: str) -> None:
    file = Sending(person).begun()
    got = person.call("PUT", f"{file.path}/parts/{number}", b"a", content_type=OCTETS)
    assert got.status == 404


@pytest.mark.parametrize("wrong", [b"", b"a", bytes(PART), bytes(PART + 1)])
def test_a_part_of_another_length_is_refused(person: Source, wrong: bytes) -> None:
    file = large(person).begun()
    assert file.part(2, wrong).slug == "part-length"
    assert file.part(3, b"a").slug == "part-length"
    assert file.begin().body["have"] == []


def test_a_part_is_plain_bytes_only(person: Source) -> None:
    file = Sending(person).begun()
    got = person.call("PUT", f"{file.path}/parts/0", file.parts[0], content_type="text/plain")
    assert got.status == 415


def test_a_file_is_one_of_one_length(person: Source) -> None:
    file = Sending(person).begun()
    assert file.begin(length=blob_length(CHUNK + 1)).slug == "file-differs"


@pytest.mark.parametrize("length", [1, ONE_CHUNK - 1, ONE_CHUNK + 1, blob_length(200_000) + 1])
def test_a_length_that_no_sealed_file_has_is_refused(person: Source, length: int) -> None:
    assert Sending(person).begin(length=length).slug == "invalid"


def test_other_bytes_than_were_said_are_not_kept(town: Town, person: Source) -> None:
    file = large(person).begun(0, 1)
    assert file.part(2, bytes(len(file.parts[2]))).status == 204
    assert file.whole().slug == "file-differs"
    assert (rows(town), on_disk(town)) == ((0, 0), ([], []))
    assert file.sent().whole(secrets.token_bytes(32)).slug == "file-differs"
    assert at_the_desk(town, file).raw == file.blob


def test_of_a_cancelled_file_nothing_is_left(town: Town, person: Source) -> None:
    file = large(person).begun(0, 1)
    assert on_disk(town)[0] != []
    assert file.cancel().status == 204
    assert (rows(town), on_disk(town)) == ((0, 0), ([], []))
    assert file.cancel().status == file.part(2).status == 404
    assert on_disk(town) == ([], [])


def test_a_whole_file_cannot_be_taken_back(town: Town, person: Source) -> None:
    file = Sending(person).sent()
    assert file.cancel().status == 404
    assert at_the_desk(town, file).status == 200


def test_there_are_so_many_files_and_no_more(town: Town, person: Source) -> None:
    files = [Sending(person).begun() for _ in range(town.settings.files.most)]
    assert Sending(person).begin().slug == "too-many-files"
    assert files[0].begin().status == 201
    assert files[1].cancel().status == 204
    assert Sending(person).begin().status == 201


def test_a_file_is_so_large_and_no_larger(town: Town, person: Source) -> None:
    largest = blob_length(town.settings.files.largest)
    assert Sending(person).begin(length=largest).status == 201
    larger = blob_length(town.settings.files.largest * 2)
    assert Sending(person).begin(length=larger).slug == "file-too-large"


def listed(town: Town, person: Source) -> list[dict[str, Any]]:
    got = town.ana.call("GET", f"/api/v1/conversations/{item_id(person)}/files")
    assert got.status == 200
    found: list[dict[str, Any]] = got.body["files"]
    return found


def test_the_desk_sees_which_files_there_are(town: Town, person: Source) -> None:
    whole, coming = Sending(person).sent(), large(person).begun(0)
    told = {each["file_id"]: each for each in listed(town, person)}
    assert told[b64(whole.file_id)]["whole"]
    assert not told[b64(coming.file_id)]["whole"]
    assert at_the_desk(town, coming).status == 404
    assert listed(town, town.held_tip(town.ana)) == []


def test_a_file_is_found_in_its_own_conversation_only(town: Town, person: Source) -> None:
    file, other = Sending(person).sent(), town.held_tip(town.ana)
    path = f"/api/v1/conversations/{item_id(other)}/files/{b64(file.file_id)}"
    assert town.ana.call("GET", path).status == 404


def test_no_file_on_disk_tells_when_it_came(town: Town, person: Source) -> None:
    Sending(person).sent()
    large(person).begun(0)
    lying = [p for p in town.settings.files.folder.rglob("*") if p.is_file()]
    assert {p.stat().st_mtime for p in lying} == {0.0}
    assert {p.stat().st_mode & 0o777 for p in lying} == {0o600}
