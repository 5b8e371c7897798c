"""Reading both sets to their ends before anything is written: what they are, and what they delete."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crypto.age import open_stream
from crypto.errors import CryptoError, Malformed
from crypto.roster import (
    Anchor,
    SignedCertificate,
    SignedRoster,
    parse_certificate,
    parse_roster,
    verify_chain,
)
from moderation.backup.chain import Chain
from moderation.backup.choosing import Chosen
from moderation.backup.erased import Erased
from moderation.backup.folder import SetFile
from moderation.backup.lines import Header, TableLine, to_text
from moderation.backup.reading import Reading, Rows, Whole
from moderation.backup.refusal import BackupRefused
from moderation.backup.tables import KEYS
from moderation.backup.taking import mark_of

KEPT_OF_KEYS = frozenset({"content.site", "content.certificate", "content.roster"})
"""Small tables of the keys set that are looked at before the restore: who is the desk."""


@dataclass
class Inspected:
    """A set that was read whole. Of a keys set also who the desk is, and what is deleted."""

    file: SetFile
    whole: Whole
    desk: dict[str, Rows] = field(default_factory=dict)
    erased: Erased = field(default_factory=Erased)
    audit_fault: str | None = None

    @property
    def site(self) -> dict[str, Any]:
        """The row of the site."""
        rows = self.desk.get("content.site", [])
        if len(rows) != 1:
            raise BackupRefused("The keys set names no site.")
        return rows[0]


def read_set(file: SetFile, identity: str, reading: Reading) -> Whole:
    """Open the set's seal and read it to its end; raises BackupRefused with plain words."""
    try:
        with file.path.open("rb") as sealed:
            open_stream(identity, sealed, reading)
    except Malformed as error:
        raise BackupRefused(f"The identity file cannot be used: {error}.") from error
    except CryptoError as error:
        raise BackupRefused(f"{file.path.name} does not open: {error}.") from error
    whole = reading.finish()
    _check_name(file, whole.header)
    return whole


def inspect(file: SetFile, identity: str) -> Inspected:
    """The set is whole, is what its name says, and its rosters hold; raises BackupRefused.

    An audit that does not hold was so when it was backed up: that is said, and is no reason to
    lose everything else.
    """
    file.check_hash()
    desk: dict[str, Rows] = {}
    erased = Erased()
    chain = Chain()

    def take(table: TableLine, rows: Rows) -> None:
        if file.kind == KEYS and table.table in KEPT_OF_KEYS:
            desk.setdefault(table.table, []).extend(rows)
        if table.table == "keys.deleted":
            erased.take(rows)
        chain.take(table, rows)

    whole = read_set(file, identity, Reading(lambda _header: None, take))
    inspected = Inspected(file, whole, desk, erased, chain.fault())
    if file.kind == KEYS:
        _check_desk(inspected)
    return inspected


def inspect_both(chosen: Chosen, identity: str) -> tuple[Inspected, Inspected]:
    """Keys and content, both whole, of one site, the keys no older than the content."""
    keys, content = inspect(chosen.keys, identity), inspect(chosen.content, identity)
    if keys.whole.header.site != content.whole.header.site:
        raise BackupRefused("The two sets are of different sites.")
    if keys.whole.header.serial < content.whole.header.serial:
        raise BackupRefused("The keys set is older than the content set.")
    return keys, content


def _check_name(file: SetFile, header: Header) -> None:
    said = (header.kind, header.serial, header.day)
    if said != (file.kind, file.serial, file.day.isoformat()):
        raise BackupRefused(f"{file.path.name} is not the set that its name says.")


def _check_desk(keys: Inspected) -> None:
    """The rosters follow from the root, whatever day it is: a restore may come late."""
    site = keys.site
    same_site = to_text(site["site"]) == keys.whole.header.site
    if not same_site or mark_of(site["site"]) != keys.file.mark:
        raise BackupRefused(f"{keys.file.path.name} is of another site than its name says.")
    certificates = [
        SignedCertificate(row["body"], row["signature"])
        for row in keys.desk.get("content.certificate", [])
    ]
    rosters = [
        SignedRoster(row["body"], row["members"], row["signature"])
        for row in sorted(keys.desk.get("content.roster", []), key=lambda row: row["serial"])
    ]
    try:
        moment = _in_force(certificates, rosters)
        verify_chain(Anchor(site["root_vk"], site["site"], moment), certificates, rosters)
    except CryptoError as error:
        raise BackupRefused(f"The rosters in the keys set do not hold: {error}.") from error


def _in_force(certificates: list[SignedCertificate], rosters: list[SignedRoster]) -> int:
    """A moment at which the newest roster held."""
    began = [parse_certificate(each.body).not_before for each in certificates]
    began += [parse_roster(each.body).not_before for each in rosters[-1:]]
    return max(began, default=0)
