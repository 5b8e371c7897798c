"""A form that arrives is read whole or refused, whatever it is and however it is cut into pieces."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from flask import Request
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from tests.multipart import CANARY, Dribble, Sent, body_of, field, file, forms
from webapp.errors import Problem
from webapp.source.plain.arriving import LONGEST_FIELD, MOST_FIELDS, Arriving

FIELDS = {"form": "AAAA", "token": "BBBB", "how": "as_is"}
KIND = "multipart/form-data; boundary=x"


class Read(NamedTuple):
    """What was read of a form."""

    fields: dict[str, str]
    content: bytes


def request_of(content_type: str, stream: object, length: int | None) -> Request:
    """The request that brings it; chunked, its length is not said."""
    environ = EnvironBuilder(method="POST").get_environ()
    environ |= {"wsgi.input": stream, "wsgi.input_terminated": length is None}
    environ["CONTENT_TYPE"] = content_type
    environ["CONTENT_LENGTH"] = "" if length is None else str(length)
    return Request(environ)


def read(request: Request) -> Read | None:
    """The form, or None where it was refused; what is left was read to its end."""
    arriving = None
    try:
        arriving = Arriving(request, largest=1 << 30)
        return Read(arriving.fields, b"".join(arriving.pieces()))
    except Problem:
        return None
    finally:
        if arriving is not None:
            arriving.rest()


def holds(sent: Sent, *, is_chunked: bool) -> None:
    """It is read whole or refused, and a sound one is read."""
    length = None if is_chunked else len(sent.body)
    got = read(request_of(sent.content_type, sent.stream(), length))
    if sent.sound:
        assert got == Read(FIELDS, sent.files[0])
    if got is not None:
        assert not got.content or sent.may_be(got.content)
        assert all(len(value) <= LONGEST_FIELD for value in got.fields.values())
        assert len(got.fields) <= MOST_FIELDS


@settings(max_examples=150, deadline=None)
@given(forms(FIELDS), st.booleans())
def test_any_form_is_read_whole_or_refused(sent: Sent, is_chunked: bool) -> None:
    holds(sent, is_chunked=is_chunked)


@pytest.mark.long
@settings(max_examples=5_000, deadline=None)
@given(forms(FIELDS), st.booleans())
def test_any_of_many_forms_is_read_whole_or_refused(sent: Sent, is_chunked: bool) -> None:
    holds(sent, is_chunked=is_chunked)


def test_cut_at_any_place_it_is_refused_unless_the_end_of_its_file_was_there() -> None:
    parts = [field(name, value) for name, value in FIELDS.items()]
    whole = body_of([*parts, file(CANARY)], "x")
    end = len(whole) - len(b"--\r\n")  # from here on the file has its boundary
    for at in range(len(whole)):
        for size in (1, len(whole)):
            got = read(request_of(KIND, Dribble(whole[:at], (size,)), None))
            assert (got is None) == (at < end + 2), at


@pytest.mark.parametrize("line", [b"\r\n", b""])
def test_an_empty_file_is_one_with_its_line_and_without(line: bytes) -> None:
    body = body_of([file(b"")], "x").replace(b"\r\n" * 3, b"\r\n" * 2 + line)
    for size in (1, len(body)):
        assert read(request_of(KIND, Dribble(body, (size,)), None)) == Read({}, b"")


class Torn(Dribble):
    """What a server reads of a broken chunk."""

    def read(self, size: int = -1) -> bytes:
        """Nothing can be read."""
        raise ValueError(size)


def test_a_body_that_is_no_body_is_no_fault_of_ours() -> None:
    assert read(request_of(KIND, Torn(b"", (1,)), None)) is None
