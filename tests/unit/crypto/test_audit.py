from __future__ import annotations

from dataclasses import replace

import pytest

from crypto.audit import (
    START,
    AuditAnchor,
    AuditEntry,
    anchor_message,
    audit_entry_digest,
    audit_link,
    sign_anchor,
    verify_anchor,
)
from crypto.errors import CryptoError, Malformed
from crypto.primitives import verify_key_of

SITE, SEED = bytes(range(16)), bytes(range(32))
ENTRY = AuditEntry("2026-11-27T20", bytes(16), "claim", bytes(16), "waiting", "claimed", None)
ANCHOR = AuditAnchor(7, bytes(range(32)))
OTHERS: list[dict[str, object]] = [
    {"hour": "2026-11-27T21"},
    {"actor": None},
    {"actor": b"\x01" * 16},
    {"action": "release"},
    {"subject": b"\x01" * 16},
    {"old": None},
    {"old": ""},
    {"old": "waitin", "new": "gclaimed"},
    {"new": "closed"},
    {"conv": bytes(16)},
]


@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_a_row_that_says_anything_else_has_another_digest(other: dict[str, object]) -> None:
    changed = replace(ENTRY, **other)  # type: ignore[arg-type]
    assert audit_entry_digest(changed) != audit_entry_digest(ENTRY)


def test_a_hash_depends_on_the_one_before_the_number_and_the_row() -> None:
    entry = audit_entry_digest(ENTRY)
    links = [audit_link(START, 1, entry), audit_link(START, 2, entry), audit_link(entry, 1, entry)]
    assert len({*links, audit_link(START, 1, START)}) == 4


def test_an_anchor_holds_for_its_signer_site_row_and_hash_only() -> None:
    key, signature = verify_key_of(SEED), sign_anchor(SEED, SITE, ANCHOR)
    verify_anchor(key, SITE, ANCHOR, signature)
    for wrong in (
        (verify_key_of(bytes(32)), SITE, ANCHOR),
        (key, bytes(16), ANCHOR),
        (key, SITE, replace(ANCHOR, number=8)),
        (key, SITE, replace(ANCHOR, hash=bytes(32))),
    ):
        with pytest.raises(CryptoError):
            verify_anchor(*wrong, signature)


def test_what_an_anchor_signs_has_the_length_that_the_protocol_says() -> None:
    assert len(anchor_message(SITE, ANCHOR)) == 73


def test_wrong_lengths_are_refused_before_anything_is_hashed() -> None:
    with pytest.raises(Malformed):
        audit_link(b"short", 1, bytes(32))
    with pytest.raises(Malformed):
        audit_link(START, -1, bytes(32))
    with pytest.raises(Malformed):
        audit_entry_digest(replace(ENTRY, action="\ud800"))
    with pytest.raises(Malformed):
        audit_entry_digest(replace(ENTRY, action="a" * 255))
