"""Sealed records of the desk, as a server parses their headers and as a reader opens them."""

from __future__ import annotations

from collections.abc import Iterator

from crypto import records
from crypto.binary import ZERO_HASH
from crypto.errors import CryptoError
from crypto.primitives import TAG_LENGTH
from tests.fuzz.target import REFUSED, TAKEN, Target
from tests.fuzz.vectors import cases
from tests.unit.crypto.making import CONV, KEY, NONCE, OTHER, SITE, STAFF_ID

SHORTEST = records.HEADER_LENGTH + 1024 + TAG_LENGTH
OPENED = "O"


def check(data: bytes) -> str:
    """The verdict on the bytes as they are, and filled up to the shortest record."""
    return _one(data) + _one(data.ljust(SHORTEST, b"\0"))


def _one(sealed: bytes) -> str:
    try:
        header = records.parse_record_header(sealed)
    except CryptoError:
        return REFUSED
    assert records.encode_record_header(header) == sealed[: records.HEADER_LENGTH]
    try:
        inner = records.open_record(KEY, SITE, sealed)
    except CryptoError:
        return TAKEN
    assert records.seal_record(KEY, SITE, header, inner) == sealed
    return OPENED


def seeds() -> Iterator[bytes]:
    """The vectors' record, and some that open here."""
    for case in cases("case"):
        record = case["record"].get("record")
        if isinstance(record, str):
            yield bytes.fromhex(record)
    for rev, prev in ((1, ZERO_HASH), (2, bytes(31) + b"\1")):
        header = records.RecordHeader(CONV, OTHER[:16], 1, rev, prev, STAFF_ID, NONCE)
        yield records.encode_record_header(header)
        for inner in (b"", b'{"t":"note"}', bytes(1021)):
            yield records.seal_record(KEY, SITE, header, inner)


TARGET = Target("record", check, seeds, (records, "parse_record_header"), longest=5_400)
