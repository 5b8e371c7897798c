"""A desk that was checked from its pinned root, and every key that opens something in it.

The same checks as the desk's page makes between sign-in and its first screen; what does not fit
raises DeskDoesNotFit, and then nothing is opened and nothing sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from crypto import roster
from crypto.errors import CryptoError
from crypto.hashes import digest, same
from crypto.staff import EpochKeys, StaffKeys, epoch_keys, open_epoch_seed
from webapp.answers import DeskAnswer, SessionBegun
from webapp.client.pins import Pin

Made = TypeVar("Made")


class DeskDoesNotFit(Exception):
    """What the server says of the desk does not fit what is signed or was seen before; `what` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class Keyring:
    """Whose keys these are, what they open, and whose signatures count."""

    site: bytes
    staff_id: bytes
    keys: StaffKeys = field(repr=False)
    epoch: int
    epochs: dict[int, EpochKeys] = field(repr=False)
    signers: dict[bytes, frozenset[bytes]]
    """By id, the signing keys that any roster gave to somebody who read then."""
    names: dict[bytes, str]
    """What the desk calls its people, by id."""

    def records_key(self, epoch: int) -> bytes | None:
        """The key of an epoch's records, None where this person holds none."""
        found = self.epochs.get(epoch)
        return None if found is None else found.records_key


def open_desk(
    desk: DeskAnswer, begun: SessionBegun, keys: StaffKeys, pin: Pin, now: int
) -> tuple[Keyring, Pin]:
    """The keyring of a desk whose every key fits, and the pin for the next time."""
    _demand((desk.site, desk.root_vk) == (pin.site, pin.root_vk), "root")
    chain = _or_alarm("roster", lambda: _chain(desk, pin, now))
    newest = chain[-1]
    seen = replace(pin, serial=newest.roster.serial, certified=newest.certificate.not_before)
    _demand(seen.serial >= pin.serial and seen.certified >= pin.certified, "serial")
    _check_own_line(newest, begun, keys)
    _check_public(desk)
    _check_people(desk, newest)
    epochs = _or_alarm("epoch", lambda: _epochs(desk, chain, begun.staff_id, keys))
    ring = Keyring(
        site=desk.site,
        staff_id=begun.staff_id,
        keys=keys,
        epoch=newest.roster.epoch,
        epochs=epochs,
        signers=_signers(chain),
        names={row.staff_id: row.display_name for row in desk.staff},
    )
    return ring, seen


def _demand(holds: bool, what: str) -> None:
    if not holds:
        raise DeskDoesNotFit(what)


def _or_alarm(what: str, check: Callable[[], Made]) -> Made:
    try:
        return check()
    except CryptoError as error:
        raise DeskDoesNotFit(what) from error


def _chain(desk: DeskAnswer, pin: Pin, now: int) -> tuple[roster.VerifiedRoster, ...]:
    # Serial and certificate are compared by the caller, who names what is wrong with them.
    return roster.verify_chain(
        roster.Anchor(pin.root_vk, pin.site, now),
        [roster.SignedCertificate(each.body, each.signature) for each in desk.certificates],
        [roster.SignedRoster(each.body, each.members, each.signature) for each in desk.rosters],
    )


def _check_own_line(newest: roster.VerifiedRoster, begun: SessionBegun, keys: StaffKeys) -> None:
    ours = roster.Member(begun.staff_id, keys.sign_vk, digest(keys.kem_public), begun.role)
    _demand(ours in newest.members, "own-entry")


def _check_public(desk: DeskAnswer) -> None:
    """What people outside get is exactly what was checked, or their words go to another key."""
    given, certificate, newest = desk.public, desk.certificates[-1], desk.rosters[-1]
    shown = given.site, given.root_vk, given.certificate, given.certificate_signature
    _demand(shown == (desk.site, desk.root_vk, certificate.body, certificate.signature), "public")
    signed = given.roster, given.roster_signature
    _demand(signed == (newest.body, newest.signature), "public")


def _check_people(desk: DeskAnswer, newest: roster.VerifiedRoster) -> None:
    """The names that the server shows belong to the keys that the roster lists."""
    for row in desk.staff:
        if row.active:
            line = roster.Member(row.staff_id, row.sign_vk, digest(row.kem_public), row.role)
            _demand(line in newest.members, "people")


def _epochs(
    desk: DeskAnswer,
    chain: tuple[roster.VerifiedRoster, ...],
    staff_id: bytes,
    keys: StaffKeys,
) -> dict[int, EpochKeys]:
    publics = {each.roster.epoch: each.roster.desk_public for each in reversed(chain)}
    found = {}
    for sealed in desk.epoch_wraps:
        _demand(sealed.epoch in publics, "epoch")
        public, wrap = publics[sealed.epoch], sealed.wrap
        seed = open_epoch_seed(keys.kem_seed, desk.site, sealed.epoch, staff_id, public, wrap)
        found[sealed.epoch] = epoch_keys(seed)
        _demand(same(found[sealed.epoch].public, public), "epoch")
    return found


def _signers(chain: tuple[roster.VerifiedRoster, ...]) -> dict[bytes, frozenset[bytes]]:
    """Only people who read the desk write its records."""
    found: dict[bytes, frozenset[bytes]] = {}
    for each in chain:
        for member in each.members:
            if member.role in roster.READERS:
                known = found.get(member.staff_id, frozenset())
                found[member.staff_id] = known | {member.sign_vk}
    return found
