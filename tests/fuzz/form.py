"""The plain form with a file, read as it arrives: in one piece, and byte by byte."""

from __future__ import annotations

from collections.abc import Iterator

from crypto.hashes import digest
from tests.fuzz.target import REFUSED, Target
from tests.multipart import Dribble, body_of, field, file
from tests.unit.webapp.test_arriving import FIELDS, KIND, Read, read, request_of
from webapp.source.plain import arriving

TURN = 23
"""Bytes of a small piece; no divisor of a boundary's length."""


def check(data: bytes) -> str:
    """What the form holds; where its fields are the same in small pieces, so is its file.

    Fields may differ: Werkzeug's decoder, which reads them, takes a part of no line at all for the
    beginning of the next where both arrive together. No browser sends one.
    """
    at_once, slowly = (_read(data, size) for size in (len(data) + 1, TURN))
    for got in (at_once, slowly):
        assert got is None or not got.content or got.content + b"\r\n--x" in data
    if at_once is None:
        return REFUSED
    if slowly is not None and at_once.fields == slowly.fields:
        assert at_once.content == slowly.content
    told = repr(sorted(at_once.fields.items())).encode("utf-8", "surrogatepass")
    return digest(told + b"\0" + at_once.content).hex()[:16]


def _read(data: bytes, size: int) -> Read | None:
    return read(request_of(KIND, Dribble(data, (size,)), len(data)))


def seeds() -> Iterator[bytes]:
    """Forms as a browser sends them, one without its end, and one with parts that none sends."""
    parts = [field(name, value) for name, value in FIELDS.items()]
    whole = body_of([*parts, file(b"content\r\n--x nearly")], "x")
    yield from (b"", whole, whole[:-6], body_of(parts, "x"), b"before\r\n" + whole)
    yield body_of([file(b""), *parts], "x")
    yield body_of([file(b"a"), file(b"b")], "x", b"\n")


WORDS = (
    *(b"--x", b"\r\n--x--", b"\r\n\r\n", b"Content-Disposition: form-data; ", b'name="how"'),
    *(b'filename="a"', b"filename*=utf-8''%ff", b"filename*0*=", b"Content-Type: text/plain"),
)
TARGET = Target("form", check, seeds, (arriving, "MultipartDecoder"), longest=1_000, words=WORDS)
