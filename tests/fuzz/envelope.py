"""Envelopes, as a server parses their headers and as a reader opens them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crypto import envelope, keys
from crypto.errors import CryptoError
from crypto.primitives import TAG_LENGTH
from tests.fuzz.target import REFUSED, TAKEN, Target
from tests.fuzz.vectors import cases
from tests.unit.crypto.making import CONV, KEY, SITE, first_header

SHORTEST = envelope.HEADER_LENGTH + 1024 + TAG_LENGTH
OPENED = "O"


def check(data: bytes) -> str:
    """The verdict on the bytes as they are, and filled up to the shortest envelope."""
    return _one(data) + _one(data.ljust(SHORTEST, b"\0"))


def _one(sealed: bytes) -> str:
    try:
        header = envelope.parse_header(sealed)
    except CryptoError:
        return REFUSED
    assert envelope.encode_header(header) == sealed[: envelope.HEADER_LENGTH]
    commit = keys.commit(KEY, header.conv, header.gen)
    try:
        inner = envelope.open_envelope(KEY, SITE, commit, sealed)
    except CryptoError:
        return TAKEN
    assert envelope.seal_envelope(KEY, SITE, commit, header, inner) == sealed
    return OPENED


def seeds() -> Iterator[bytes]:
    """Envelopes of the vectors, those that are refused too, and some that open here."""
    for case in cases("envelope"):
        yield bytes.fromhex(case["envelope"])
    for case in cases("envelope_reject"):
        for bad in case["envelopes"].values():
            if isinstance(bad, str):
                yield bytes.fromhex(bad)
    header = first_header()
    for made in (header, replace(header, flags=1), replace(header, direction="D")):
        for inner in (b"", b'{"t":"text"}', bytes(1020), bytes(1021)):
            commit = keys.commit(KEY, CONV, 1)
            yield envelope.seal_envelope(KEY, SITE, commit, made, inner)
        yield envelope.encode_header(made)


TARGET = Target("envelope", check, seeds, (envelope, "parse_header"), longest=5_400)
