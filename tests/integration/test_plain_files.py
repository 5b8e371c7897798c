"""A file without scripts: cleaned or as it is, sealed as it arrives, named by one message, or nothing at all."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from chat.file_models import File
from chat.models import Conversation
from config.files import MB
from crypto.files import FilePlace, open_blob
from tests.files import stored_bytes
from tests.golden.opened import clean, golden
from tests.integration.conftest import Town
from tests.integration.plain_chats import chatting, frame_of, item, said
from tests.integration.test_plain_forms import opened, visitor
from tests.plain import Plain
from tests.server import ROOT
from webapp.schemas import unb64
from webapp.services import services_of
from webapp.source.plain import file_content, turns
from webapp.source.plain.held import Room

PDF = b"%PDF-1.7 the contract that I had to sign " * 5_000


@pytest.fixture
def person(town: Town) -> Plain:
    """Somebody who has sent a tip and looks at their thread."""
    made = visitor(town)
    words = made.tip("They keep our papers in a box.")
    made.send("practice")
    made.send("practise", words=" ".join(words))
    assert "file" in made.forms
    return made


def messages(town: Town) -> list[dict[str, Any]]:
    """What the desk reads of files, and that each was sealed here."""
    inners = [(flags, json.loads(words)) for flags, words in opened(town)]
    assert all(flags == 1 for flags, _ in inners)
    return [each for _, inner in inners if inner["t"] == "files" for each in inner["files"]]


def content_of(town: Town, told: dict[str, Any]) -> bytes:
    """The file, as the desk opens it."""
    with town.store.reading() as session:
        file = session.get_one(File, unb64(told["id"]))
    address = file.address()
    assert address is not None
    blob = stored_bytes(services_of(town.source_app).blobs, address)
    assert len(blob) == file.length
    place = FilePlace(town.office.site, file.conv, file.file_id)
    return open_blob(unb64(told["key"]), place, told["size"], unb64(told["hash"]), blob)


def nothing_is_left(town: Town) -> bool:
    """Whether there is no file, neither as a row nor as bytes."""
    blobs = services_of(town.source_app).blobs
    with town.store.reading() as session:
        rows = session.scalars(select(func.count()).select_from(File)).one()
    return rows == 0 and [*blobs.staged(), *blobs.stored()] == [] and messages(town) == []


def test_a_photo_comes_without_place_and_time_and_the_thread_says_what_was_sent(
    town: Town, person: Plain
) -> None:
    photo = golden("baseline.jpg")
    assert person.send_file("IMG_1.jpg", photo, how="clean").status_code == 303
    (told,) = messages(town)
    kind, cleaned, expected = clean(photo)
    assert content_of(town, told) == expected != photo
    assert (told["name"], told["type"], told["kind"]) == ("IMG_1.jpg", "image/jpeg", kind)
    assert told["cleaned"] == sorted(cleaned.removed) != []
    assert told["evidence"] is None
    assert "A photo" in person.text
    assert "IMG_1" not in person.text


def test_place_and_time_are_kept_as_evidence_where_that_was_chosen(
    town: Town, person: Plain
) -> None:
    photo = golden("baseline.jpg")
    person.send_file("IMG_1.jpg", photo, how="keep")
    (told,) = messages(town)
    _, cleaned, expected = clean(photo)
    assert content_of(town, told) == expected
    assert told["evidence"] == cleaned.evidence.told() != {}


def test_a_document_goes_as_it_is_only_where_that_was_chosen(town: Town, person: Plain) -> None:
    assert "We can only take place and time" in person.send_file("a.pdf", PDF).get_data(
        as_text=True
    )
    assert nothing_is_left(town)
    assert person.send_file("a.pdf", PDF, how="as_is").status_code == 303
    (told,) = messages(town)
    assert content_of(town, told) == PDF
    assert (told["kind"], told["cleaned"]) == ("pdf", None)


@pytest.mark.parametrize("size", [1, 65_519, 65_520, 65_521, 600_000])
def test_files_of_every_length_come_whole(town: Town, person: Plain, size: int) -> None:
    person.send_file("notes.txt", b"n" * size, how="as_is")
    (told,) = messages(town)
    assert content_of(town, told) == b"n" * size


def test_the_same_form_sent_twice_is_one_file(town: Town, person: Plain) -> None:
    fields = {**person.forms["file"], "how": "as_is"}
    for content in (PDF, PDF, b"%PDF- another one"):
        assert person.post_file(fields, "a.pdf", content).status_code == 303
    (told,) = messages(town)
    assert content_of(town, told) == PDF
    assert len(list(services_of(town.source_app).blobs.stored())) == 1
    with town.store.reading() as session:
        assert session.scalars(select(func.count()).select_from(File)).one() == 1


def test_a_photo_that_cannot_be_cleaned_is_not_sent(town: Town, person: Plain) -> None:
    answer = person.send_file("IMG_1.jpg", golden("baseline.jpg")[:700])
    assert "could not take place and time out" in answer.get_data(as_text=True)
    assert nothing_is_left(town)


def test_no_file_or_an_empty_one_is_asked_for_again(town: Town, person: Plain) -> None:
    for name, content in (("", b""), ("a.txt", b"")):
        assert "Choose a file first" in person.send_file(name, content).get_data(as_text=True)
    assert nothing_is_left(town)


def test_a_form_of_nobody_s_brings_nothing(town: Town, person: Plain) -> None:
    fields = person.forms["file"]
    assert person.post_file({**fields, "token": "AAAA"}, "a.pdf", PDF).status_code == 403
    assert person.post_file({"how": "as_is"}, "a.pdf", PDF).status_code == 403
    late = BytesIO(PDF)  # the token comes after the file, where nobody waits for it
    sent = person.client.post(
        "/",
        data={"file": (late, "a.pdf"), **fields},
        content_type="multipart/form-data",
        headers={"Host": "localhost"},
    )
    assert sent.status_code == 403 or "file" in fields
    assert nothing_is_left(town)


@pytest.mark.parametrize("end", [200, 5_000, -60])
def test_a_form_that_breaks_off_leaves_nothing(town: Town, person: Plain, end: int) -> None:
    lines = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {**person.forms["file"], "how": "as_is"}.items()
        if name != "file"
    ]
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    whole = "".join([*lines, head]).encode() + PDF + b"\r\n--x--\r\n"
    kind, headers = "multipart/form-data; boundary=x", {"Host": "localhost"}
    got = person.client.post("/", data=whole[:end], content_type=kind, headers=headers)
    assert got.status_code in {400, 403, 503}
    assert nothing_is_left(town)
    got = person.client.post("/", data=whole, content_type=kind, headers=headers)
    assert got.status_code == 303


def test_what_is_too_much_is_refused_in_words_and_leaves_nothing(town: Town, person: Plain) -> None:
    limits = town.settings.files
    for changed, words in (
        (replace(limits, largest=MB // 10), "too large"),
        (replace(limits, most=0), "You have sent 0 files"),
        (replace(limits, keep_free=2**60), "no room"),
    ):
        town.settings.__dict__["files"] = changed
        answer = person.send_file("a.pdf", PDF, how="as_is")
        assert words in answer.get_data(as_text=True), changed
        assert nothing_is_left(town)
    town.settings.__dict__["files"] = limits


def test_a_large_photo_is_not_held_in_memory(
    town: Town, person: Plain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_content, "LARGEST", 1_000)
    assert "up to" in person.send_file("a.jpg", golden("baseline.jpg")).get_data(as_text=True)
    assert nothing_is_left(town)


def test_where_too_many_are_cleaned_at_once_somebody_is_asked_to_wait(
    town: Town, person: Plain, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = golden("baseline.jpg")
    monkeypatch.setattr(file_content, "_room", room := Room(size=len(photo)))
    with room.place() as other:
        room.take(other, b"!")
        assert person.send_file("a.jpg", photo).status_code == 503
        assert nothing_is_left(town)
    person.page = person.get()
    assert person.send_file("a.jpg", photo).status_code == 303


def test_forms_with_a_file_take_half_of_the_threads_and_no_more(town: Town, person: Plain) -> None:
    """Whoever comes then is asked to try again, and everybody else goes on."""
    conf = (ROOT / "config" / "deploy" / "gunicorn_conf.py").read_text()
    assert f"threads = {2 * turns.AT_ONCE}\n" in conf
    with ExitStack() as stack, town.source_app.app_context():
        for _ in range(turns.AT_ONCE):
            assert stack.enter_context(turns.turn())
        assert person.send_file("a.jpg", golden("baseline.jpg")).status_code == 503
        assert nothing_is_left(town)
        person.page = person.get()
        assert person.send("write", more="Words come all the same.").status_code == 303
    assert person.send_file("a.jpg", golden("baseline.jpg")).status_code == 303


def test_whoever_says_nothing_of_a_length_leaves_room_for_words_all_the_same(
    town: Town, person: Plain, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs, limits = services_of(town.source_app).blobs, town.settings.files
    left = [*[limits.keep_free + 3 * MB] * 2, limits.keep_free]  # others send meanwhile
    monkeypatch.setattr(blobs, "free", lambda: left.pop(0) if left[1:] else left[0])
    answer = person.send_file("a.bin", bytes(2 * MB), how="as_is")
    assert "no room" in answer.get_data(as_text=True)
    assert nothing_is_left(town)


def test_in_a_chat_the_file_is_a_message_among_others(town: Town) -> None:
    person = chatting(town)
    person.send_file("IMG_1.jpg", golden("baseline.jpg"))
    assert said(town)[-1]["t"] == "files"
    assert "A photo" in frame_of(person)
    assert item(town)["conv"]
    with town.store.reading() as session:
        assert session.scalars(select(Conversation)).one().s_seq == 2
