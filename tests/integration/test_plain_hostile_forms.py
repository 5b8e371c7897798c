"""Whatever is sent as a form with a file: a whole file or nothing, no fault, and no plain byte in any file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from chat.file_models import File
from tests.integration.conftest import Town
from tests.integration.test_plain_files import content_of, messages, person
from tests.multipart import CANARY, Sent, forms
from tests.plain import Plain
from webapp.services import services_of

__all__ = ["person"]

on_sqlite = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
ALLOWED = {200, 303, 400, 403, 503}
"""It was sent; or nothing was, and a page says why; or it is no form of ours, or broke off."""

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_opened: list[str] | None = None


def _hear(event: str, said: tuple[object, ...]) -> None:
    if event == "open" and _opened is not None and isinstance(said[2], int) and said[2] & WRITES:
        _opened.append(str(said[0]))


sys.addaudithook(_hear)


@contextmanager
def opened_for_writing() -> Iterator[list[str]]:
    """The paths of all files that this process opens to write into, also of those that are deleted at once."""
    global _opened  # noqa: PLW0603 - a hook of the interpreter cannot be taken out
    heard: list[str] = []
    _opened = heard
    try:
        yield heard
    finally:
        _opened = None


def post(person: Plain, sent: Sent, *, is_chunked: bool) -> TestResponse:
    """Send the form in its pieces."""
    length = "" if is_chunked else str(len(sent.body))
    return person.client.post(
        "/",
        headers={"Host": "localhost", "Sec-Fetch-Site": "same-origin"},
        environ_overrides={
            "CONTENT_TYPE": sent.content_type,
            "CONTENT_LENGTH": length,
            "wsgi.input": sent.stream(),
            "wsgi.input_terminated": is_chunked,
        },
    )


def stored(town: Town) -> tuple[int, int, int]:
    """How many files have a row, a blob, or parts."""
    blobs = services_of(town.source_app).blobs
    with town.store.reading() as session:
        rows = session.scalars(select(func.count()).select_from(File)).one()
    return rows, len(list(blobs.stored())), len(list(blobs.staged()))


def holds(town: Town, person: Plain, data: st.DataObject) -> None:
    """One form of this person: it brings a whole file or nothing."""
    person.page = person.get()
    fields = {k: v for k, v in person.forms["file"].items() if k != "file"}
    stand_ins = {"form": "F" * len(fields["form"]), "token": "T" * len(fields["token"])}
    drawn = data.draw(forms({**fields, **stand_ins, "how": "as_is"}))
    body = drawn.body
    for name, stand_in in stand_ins.items():  # what is drawn must not depend on this page
        body = body.replace(stand_in.encode(), fields[name].encode())
    sent = replace(drawn, body=body)
    (rows, blobs, _), told = stored(town), messages(town)
    visit = person.client.get_cookie("visit")
    assert visit is not None
    with opened_for_writing() as paths:
        answer = post(person, sent, is_chunked=data.draw(st.booleans()))
    person.client.set_cookie("visit", visit.value)  # a form with a wrong token ends it
    assert answer.status_code in ALLOWED
    assert (answer.status_code == 303) or not sent.sound
    new = messages(town)[len(told) :]
    assert stored(town) == (rows + len(new), blobs + len(new), 0)
    for each in new:
        assert sent.may_be(content_of(town, each))
    assert all(each.startswith(str(town.settings.files.folder)) for each in paths), paths
    for path in town.settings.files.folder.rglob("*"):
        assert not path.is_file() or CANARY not in path.read_bytes()


@pytest.fixture
def many(town: Town) -> Town:
    """The town, where somebody may send any number of files."""
    limits = town.settings.files
    town.settings.__dict__["files"] = replace(limits, most=1_000)
    return town


CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@on_sqlite
@settings(max_examples=25, deadline=None, suppress_health_check=CHECKS)
@given(data=st.data())
def test_any_form_brings_a_whole_file_or_nothing(
    many: Town, person: Plain, data: st.DataObject
) -> None:
    holds(many, person, data)


@pytest.mark.long
@settings(max_examples=300, deadline=None, suppress_health_check=CHECKS)
@given(data=st.data())
def test_any_of_many_forms_brings_a_whole_file_or_nothing(
    many: Town, person: Plain, data: st.DataObject
) -> None:
    holds(many, person, data)
