"""Cases of a checked file become cases of the desk, once, however often the file is brought.

Every id is derived from where a case came from, so a second import finds what the first one made:
what is there stays as it is, also where staff have changed it since, and what is missing is added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config import clock
from crypto.hashes import digest128
from crypto.records import seal_case_wrap
from webapp.client.calls import CallFailed
from webapp.client.case_formats import system_of
from webapp.client.case_records import Container, Inner, open_case, seal_first
from webapp.client.ceremony import Draw
from webapp.client.desk_calls import DeskCalls
from webapp.client.import_file import ImportedCase
from webapp.client.keyring import Keyring
from webapp.schemas import b64, unb64

LABEL = b"quietline import 1"
STALE = "urn:quietline:problem:stale-revision"
TAKEN = "urn:quietline:problem:number-taken"
NUMBERS_TRIED = 20
SPAN = 9_000_000

NEW, COMPLETED, UNCHANGED, LEFT_ALONE = "new", "completed", "unchanged", "left alone"
OUTCOMES = (NEW, COMPLETED, UNCHANGED, LEFT_ALONE)


@dataclass(frozen=True)
class Desk:
    """Where cases go, whose keys seal them, when, and by which randomness."""

    calls: DeskCalls
    keyring: Keyring
    now: datetime
    draw: Draw


def bring(desk: Desk, cases: list[ImportedCase], tell: Callable[[str], None]) -> Counter[str]:
    """Every case is at the desk; counts what is new, completed, unchanged or left alone.

    Raises CallFailed; run again, it goes on where it was interrupted.
    """
    known = {listed.case_id for listed in desk.calls.cases()}
    told: Counter[str] = Counter()
    for at, case in enumerate(cases, 1):
        case_id = id_of_case(desk.keyring.site, case, known)
        outcome = _bring_one(desk, case, case_id, is_known=case_id in known)
        told[outcome] += 1
        if outcome == LEFT_ALONE:
            tell(f"case {at} of the file is at the desk and fails a check there: left alone")
        tell(f"{at} of {len(cases)}")
    return told


def id_of_case(site: bytes, case: ImportedCase, known: set[bytes]) -> bytes:
    """The id that this case has at this desk: its own where it came from here and is here still."""
    if case.system == system_of(site):
        try:
            own = unb64(case.id)
        except ValueError:
            own = b""
        if own in known:
            return own
    return _derived(site, case, "case")


def number_of(case_id: bytes, attempt: int) -> str:
    """A case number with its check digit, the same for the same case and attempt."""
    drawn = digest128(LABEL + b"number" + case_id + bytes([attempt]))
    digits = str(1_000_000 + int.from_bytes(drawn) % SPAN)
    return digits + luhn_digit(digits)


def luhn_digit(digits: str) -> str:
    """The check digit that follows these digits."""
    doubled = [int(d) * (2 if at % 2 == 0 else 1) for at, d in enumerate(reversed(digits))]
    return str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)  # noqa: PLR2004 - Luhn


def _derived(site: bytes, case: ImportedCase, what: str) -> bytes:
    parts = [part.encode() for part in (case.system, case.id, what)]
    return digest128(LABEL + site + b"".join(len(p).to_bytes(4) + p for p in parts))


def _bring_one(desk: Desk, case: ImportedCase, case_id: bytes, *, is_known: bool) -> str:
    if case_id != _derived(desk.keyring.site, case, "case"):
        return UNCHANGED  # our own case, which never left
    if is_known:
        return _complete(desk, case, case_id)
    container = Container(case_id, {1: desk.draw(32)})
    try:
        _open(desk, case, container)
    except CallFailed as error:
        if error.why != STALE:
            raise
        return _complete(desk, case, case_id)  # a colleague imports the same file just now
    _add(desk, container, _sections(desk, case))
    return NEW


def _open(desk: Desk, case: ImportedCase, container: Container) -> None:
    keyring, case_id = desk.keyring, container.case_id
    epoch = keyring.epoch
    records_key = keyring.epochs[epoch].records_key
    key, nonce = container.keys[1], desk.draw(24)
    wrap = seal_case_wrap(records_key, keyring.site, case_id, 1, epoch, epoch, key, nonce)
    main_id = _derived(keyring.site, case, "main")
    body: dict[str, Any] = {
        "case_id": b64(case_id),
        "wrap": {
            "gen": 1,
            "made": epoch,
            "epoch": epoch,
            "kc": b64(wrap.commit),
            "wrap": b64(wrap.wrap),
        },
        "main": seal_first(container, main_id, _main(desk, case), keyring, desk.draw(24)),
        "labels": {
            "channel": case.channel,
            "category": case.category,
            "language": case.language,
        },
        "conv": None,
    }
    for attempt in range(NUMBERS_TRIED):
        try:
            desk.calls.open_case({**body, "number": number_of(case_id, attempt)})
        except CallFailed as error:
            taken = error.why == TAKEN
            if not taken or attempt == NUMBERS_TRIED - 1:
                raise
        else:
            return


def _complete(desk: Desk, case: ImportedCase, case_id: bytes) -> str:
    """What an interrupted import had not brought is there; nothing else changes."""
    opened = open_case(desk.calls.case(case_id), desk.keyring)
    if opened.main is None or opened.main.problems:
        return LEFT_ALONE
    have = {record.record_id for record in (*opened.sections, *opened.own)}
    missing = {rid: inner for rid, inner in _sections(desk, case).items() if rid not in have}
    _add(desk, opened.container, missing)
    return COMPLETED if missing else UNCHANGED


def _add(desk: Desk, container: Container, sections: dict[bytes, Inner]) -> None:
    for record_id, inner in sections.items():
        signed = seal_first(container, record_id, inner, desk.keyring, desk.draw(24))
        try:
            desk.calls.keep_record(container.case_id, signed)
        except CallFailed as error:
            if error.why != STALE:  # else a colleague who imports the same file was faster
                raise


def _main(desk: Desk, case: ImportedCase) -> Inner:
    at = clock.hour_of(desk.now)
    words = {"title": case.title, "summary": case.summary}
    return {"t": "main", "at": at, **words, "fields": case.fields, "links": []}


def _sections(desk: Desk, case: ImportedCase) -> dict[bytes, Inner]:
    """The sections by the ids that they have here, and last a note of where the case came from."""
    site, at = desk.keyring.site, clock.hour_of(desk.now)
    found = {}
    for place, section in enumerate(case.sections):
        named = f"section called {section.id}" if section.id else f"section at {place}"
        record_id = _derived(site, case, named)
        words = {"t": section.kind, "at": at, "title": section.title, "body": section.text}
        found[record_id] = {**words, **({"fields": section.fields} if section.fields else {})}
    told = [
        ("id", case.id),
        ("number", case.number),
        ("status", case.status),
        ("day", case.day),
    ]
    body = "\n".join(f"{name}: {value}" for name, value in told if value)
    note = {"t": "note", "at": at, "title": case.system, "body": body}
    return {**found, _derived(site, case, "origin"): note}
