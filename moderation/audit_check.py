"""Reads the whole audit as its chain and anchors have it, and names each row that is not as it was.

The chain alone finds what was removed, changed or moved. Whoever can write to the database can make
all hashes anew; what they cannot make is an anchor, so that is found too, up to the newest anchor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.audit import AuditAnchor, audit_entry_digest, audit_link, verify_anchor
from crypto.binary import HASH_LENGTH
from crypto.errors import CryptoError
from crypto.roster import (
    DAY,
    Anchor,
    SignedCertificate,
    SignedRoster,
    VerifiedRoster,
    parse_certificate,
    parse_roster,
    verify_chain,
)
from moderation.audit import entry_of, head_of
from moderation.audit_models import AuditAnchorRow, AuditRow
from moderation.staff_models import CertificateRow, RosterRow, Site

AT_ONCE = 1000


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it must be, at the row of this number."""

    number: int
    what: str


def faults(session: Session, site: Site) -> list[Fault]:
    """Everything that is wrong with the audit, rows first; empty for one that is whole."""
    return [*faults_of_rows(session), *_faults_of_anchors(session, site)]


def faults_of_rows(session: Session) -> Iterator[Fault]:
    """What the hashes say by themselves."""
    head = head_of(session)
    expected, link = head.start_number + 1, head.start_hash
    for row in _rows_after(session, head.start_number):
        if row.number > expected:
            yield Fault(expected, _missing(expected, row.number - 1))
        elif not _follows(row, link):
            yield Fault(row.number, "is not what was written here, or the row before it is not")
        expected, link = row.number + 1, row.hash
    if expected <= head.number:
        yield Fault(expected, _missing(expected, head.number) + " at the end")
    elif (expected - 1, link) != (head.number, head.hash):
        yield Fault(expected - 1, "is not the row that the chain ended with")


def _follows(row: AuditRow, before: bytes) -> bool:
    if {len(before), len(row.hash)} != {HASH_LENGTH}:
        return False
    return audit_link(before, row.number, audit_entry_digest(entry_of(row))) == row.hash


def _missing(first: int, last: int) -> str:
    return "is missing" if first == last else f"is missing, and so are those up to {last}"


def _rows_after(session: Session, number: int) -> Iterator[AuditRow]:
    chosen = select(AuditRow).where(AuditRow.number > number).order_by(AuditRow.number)
    yield from session.scalars(chosen.execution_options(yield_per=AT_ONCE))


def _faults_of_anchors(session: Session, site: Site) -> Iterator[Fault]:
    anchors = session.scalars(select(AuditAnchorRow).order_by(AuditAnchorRow.number)).all()
    if not anchors:
        return
    try:
        rosters = verified_rosters(session, site)
    except CryptoError:
        yield Fault(anchors[0].number, "has an anchor, but the signed rosters do not hold")
        return
    head = head_of(session)
    for anchor in anchors:
        if not _is_signed(site.site, anchor, rosters):
            yield Fault(anchor.number, "has an anchor that nobody on staff signed then")
        elif anchor.number >= head.start_number and _hash_at(session, anchor.number) != anchor.hash:
            yield Fault(anchor.number, "is not the row that a colleague vouched for, or is gone")


def _hash_at(session: Session, number: int) -> bytes | None:
    head = head_of(session)
    if number == head.start_number:
        return head.start_hash
    row = session.get(AuditRow, number)
    return row.hash if row is not None else None


def verified_rosters(session: Session, site: Site) -> tuple[VerifiedRoster, ...]:
    """Every roster, verified from the site's root at the time of the newest; raises CryptoError."""
    certificates = [
        SignedCertificate(row.body, row.signature)
        for row in session.scalars(select(CertificateRow).order_by(CertificateRow.number))
    ]
    rosters = [
        SignedRoster(row.body, row.members, row.signature)
        for row in session.scalars(select(RosterRow).order_by(RosterRow.serial))
    ]
    # A roster that ran out since is no reason to doubt what was signed while it held.
    begins = [parse_certificate(each.body).not_before for each in certificates]
    begins += [parse_roster(each.body).not_before for each in rosters]
    return verify_chain(
        Anchor(site.root_vk, site.site, max(begins, default=0)), certificates, rosters
    )


def _is_signed(site: bytes, row: AuditAnchorRow, rosters: Sequence[VerifiedRoster]) -> bool:
    """Whether somebody signed it whom a roster of that day lists with this key."""
    for verified in _of_day(row.day, rosters):
        for member in verified.members:
            if member.staff_id == row.staff_id and _holds(site, row, member.sign_vk):
                return True
    return False


def _holds(site: bytes, row: AuditAnchorRow, key: bytes) -> bool:
    try:
        verify_anchor(key, site, AuditAnchor(row.number, row.hash), row.signature)
    except CryptoError:
        return False
    return True


def _of_day(day: date, rosters: Sequence[VerifiedRoster]) -> Iterator[VerifiedRoster]:
    """The rosters that were the newest at some time of this day.

    Clients let a roster begin up to a day before they sign it, for clocks that are wrong.
    """
    begin = int(datetime.combine(day, time(), UTC).timestamp())
    for at, verified in enumerate(rosters):
        successor = rosters[at + 1].roster.not_before if at + 1 < len(rosters) else None
        superseded = successor is not None and successor + DAY < begin
        if verified.roster.not_before < begin + DAY and not superseded:
            yield verified
