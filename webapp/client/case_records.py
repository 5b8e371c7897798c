"""From stored rows to a case in words: each revision opened, its signature and its chain checked.

What fails is named and never taken for the desk's word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from crypto.binary import ZERO_HASH
from crypto.errors import CryptoError
from crypto.hashes import digest
from crypto.records import (
    CaseWrap,
    RecordHeader,
    open_case_wrap,
    open_record,
    parse_record_header,
    seal_record,
    sign_record,
    verify_record,
)
from webapp.answers import CaseDetail, CaseListed, RecordRow, WrapRow
from webapp.client.keyring import Keyring
from webapp.schemas import b64

Inner = dict[str, Any]

OWN_RECORDS = frozenset({"release", "withdrawal", "case_link", "follow_up", "hold"})
"""Records that are signed words about a case, and no section of it."""


@dataclass(frozen=True)
class Revision:
    """One revision of a record; `problems` is empty where every check holds."""

    record_id: bytes
    rev: int
    staff_id: bytes
    hour: str
    hash: bytes
    prev: bytes
    inner: Inner | None
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """A record with all its revisions, the oldest first; never empty."""

    record_id: bytes
    revisions: tuple[Revision, ...]
    problems: tuple[str, ...]

    @property
    def current(self) -> Revision:
        """The newest revision."""
        return self.revisions[-1]

    @property
    def kind(self) -> str:
        """What the record says that it is."""
        return str((self.current.inner or {}).get("t", ""))


@dataclass(frozen=True)
class Container:
    """A case's keys by generation, as far as they open."""

    case_id: bytes
    keys: dict[int, bytes] = field(repr=False)


@dataclass(frozen=True)
class OpenedCase:
    """A case in words; `sections` are the records that are sections of it, the oldest first."""

    detail: CaseDetail
    container: Container = field(repr=False)
    main: Record | None
    sections: tuple[Record, ...]
    own: tuple[Record, ...]
    """Records that the program keeps about the case: releases, links and the like."""

    @property
    def doubtful(self) -> tuple[Record, ...]:
        """Records of which something does not hold."""
        everything = (*([self.main] if self.main else []), *self.sections, *self.own)
        return tuple(record for record in everything if record.problems)

    @property
    def withdrawals(self) -> int:
        """How often consent was withdrawn, by the server's list or by what colleagues signed."""
        listed = sum(event.action == "withdraw_consent" for event in self.detail.events)
        return max(listed, sum(record.kind == "withdrawal" for record in self.own))


def open_container(case_id: bytes, wraps: Iterable[WrapRow], keyring: Keyring) -> Container:
    """The case's keys; one that does not open leaves its records unreadable."""
    keys = {}
    for row in wraps:
        records_key = keyring.records_key(row.epoch)
        if records_key is None:
            continue
        wrap = CaseWrap(case_id, row.gen, row.made, row.epoch, row.kc, row.wrap)
        try:
            keys[row.gen] = open_case_wrap(records_key, keyring.site, wrap)
        except CryptoError:
            continue
    return Container(case_id, keys)


def open_case(detail: CaseDetail, keyring: Keyring) -> OpenedCase:
    """The case in words; records that fail a check are there and say so."""
    container = open_container(detail.case_id, detail.wraps, keyring)
    records = read_records(detail.records, container, keyring)
    main = next((r for r in records if r.record_id == detail.main_record_id), None)
    if main is not None and main.current.inner is not None and main.kind != "main":
        # A server could name another record as the main one.
        main = Record(main.record_id, main.revisions, (*main.problems, "elsewhere"))
    others = [record for record in records if record.record_id != detail.main_record_id]
    return OpenedCase(
        detail=detail,
        container=container,
        main=main,
        sections=tuple(r for r in others if r.kind not in OWN_RECORDS),
        own=tuple(r for r in others if r.kind in OWN_RECORDS),
    )


def title_of(listed: CaseListed, keyring: Keyring) -> str | None:
    """A listed case's title; None where it does not open or nobody vouches for it."""
    container = open_container(listed.case_id, listed.wraps, keyring)
    read = read_revision(listed.main, container, keyring)
    if read.problems or read.inner is None or read.inner.get("t") != "main":
        return None
    return str(read.inner.get("title", ""))


def read_records(rows: Iterable[RecordRow], container: Container, keyring: Keyring) -> list[Record]:
    """All records of a case, in the order in which they began."""
    groups: dict[bytes, list[Revision]] = {}
    for row in rows:
        read = read_revision(row, container, keyring)
        groups.setdefault(read.record_id, []).append(read)
    return [_record(record_id, group) for record_id, group in groups.items()]


def read_revision(row: RecordRow, container: Container, keyring: Keyring) -> Revision:
    """One revision in words; its chain is checked with its neighbours."""
    try:
        header = parse_record_header(row.record)
    except CryptoError:
        return Revision(b"", 0, b"", row.hour, row.hash, ZERO_HASH, None, ("malformed",))
    inner = _inner(row.record, header, container, keyring)
    problems = [
        *(["elsewhere"] if header.case != container.case_id else []),
        *(["unreadable"] if inner is None else []),
        *([] if _is_signed(row, header, keyring) else ["signature"]),
    ]
    found = header.record, header.rev, header.staff_id, row.hour, digest(row.record), header.prev
    return Revision(*found, inner, tuple(problems))


def _record(record_id: bytes, group: list[Revision]) -> Record:
    revisions = sorted(group, key=lambda each: each.rev)
    expected = [(1, ZERO_HASH), *((before.rev + 1, before.hash) for before in revisions)]
    follows = all((r.rev, r.prev) == e for r, e in zip(revisions, expected, strict=False))
    problems = [problem for each in revisions for problem in each.problems]
    return Record(record_id, tuple(revisions), tuple(problems if follows else [*problems, "chain"]))


def _inner(
    record: bytes, header: RecordHeader, container: Container, keyring: Keyring
) -> Inner | None:
    key = container.keys.get(header.gen)
    if key is None:
        return None
    try:
        inner = json.loads(open_record(key, keyring.site, record))
    except (CryptoError, ValueError):
        return None
    return inner if isinstance(inner, dict) else None


def _is_signed(row: RecordRow, header: RecordHeader, keyring: Keyring) -> bool:
    for staff_vk in keyring.signers.get(header.staff_id, frozenset()):
        try:
            verify_record(staff_vk, keyring.site, row.record, row.signature)
        except CryptoError:
            continue
        return True
    return False


def seal_first(
    container: Container, record_id: bytes, inner: Inner, keyring: Keyring, nonce: bytes
) -> dict[str, str]:
    """A new record of a case, sealed and signed, as it is sent; `nonce` is 24 fresh random bytes."""
    gen = max(container.keys)
    header = RecordHeader(
        case=container.case_id,
        record=record_id,
        gen=gen,
        rev=1,
        prev=ZERO_HASH,
        staff_id=keyring.staff_id,
        nonce=nonce,
    )
    said = json.dumps(inner, ensure_ascii=False, separators=(",", ":")).encode()
    record = seal_record(container.keys[gen], keyring.site, header, said)
    signature = sign_record(keyring.keys.sign_seed, keyring.site, record)
    return {"record": b64(record), "signature": b64(signature)}
