"""What the root and the roster key sign: certificates, rosters and the lines of their members."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from crypto import labels, roster_format
from crypto.errors import CryptoError
from tests.fuzz.target import REFUSED, TAKEN, Target
from tests.fuzz.vectors import cases

CERTIFICATE, ROSTER, MEMBER = 65, 1_321, 81
"""Bytes of each after its label, and of a member's line."""


def check(data: bytes) -> str:
    """The verdict of each parser on the bytes, and on the same where its label and length are right."""
    certificate = labels.ROSTER_CERTIFICATE + data.ljust(CERTIFICATE, b"\0")
    roster = labels.ROSTER + data.ljust(ROSTER, b"\0")
    members = (len(data) // MEMBER).to_bytes(2, "big") + data
    return "".join(
        [
            *(_certificate(each) for each in (data, certificate)),
            *(_roster(each) for each in (data, roster)),
            *(_members(each) for each in (data, members)),
        ]
    )


def _certificate(data: bytes) -> str:
    return _same(data, lambda: roster_format.parse_certificate(data).encode())


def _roster(data: bytes) -> str:
    return _same(data, lambda: roster_format.parse_roster(data).encode())


def _members(data: bytes) -> str:
    return _same(data, lambda: roster_format.encode_members(roster_format.parse_members(data)))


def _same(data: bytes, again: Callable[[], bytes]) -> str:
    try:
        written = again()
    except CryptoError:
        return REFUSED
    assert written == data
    return TAKEN


def seeds() -> Iterator[bytes]:
    """The vectors' certificate, roster and members, with and without their labels."""
    for case in cases("roster"):
        certificate, roster = (bytes.fromhex(case[name]) for name in ("certificate", "roster"))
        members = bytes.fromhex(case["members_bytes"])
        yield from (certificate, roster, members, members[2:])
        yield certificate.removeprefix(labels.ROSTER_CERTIFICATE)
        yield roster.removeprefix(labels.ROSTER)


TARGET = Target("roster", check, seeds, (roster_format, "_period"), longest=1_400)
