"""The site: set up once by an administrator's client, with keys that the server never sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import clock
from crypto.errors import CryptoError
from crypto.hashes import digest
from crypto.roster import (
    Certificate,
    Member,
    Roster,
    parse_members,
    verify_certificate,
    verify_roster,
)
from moderation.audit import Act, record
from moderation.errors import AlreadySetUp, BrokenRule, NotSetUp
from moderation.staff import (
    NewMember,
    add_member,
    check_in_roster,
    check_keys_fit,
    check_recovery,
)
from moderation.staff_models import CertificateRow, EpochWrap, RosterKeyWrap, RosterRow, Site


@dataclass(frozen=True)
class SignedRoster:
    """A roster as it arrives: the signed bytes, the members they hash, the signature."""

    body: bytes
    members: bytes
    signature: bytes


@dataclass(frozen=True)
class SeedWrap:
    """An epoch's seed sealed to one key."""

    epoch: int
    staff_id: bytes
    wrap: bytes


@dataclass(frozen=True)
class NewSite:
    """All that setting up a site needs; only public keys and sealed ones."""

    site: bytes
    demo: bool
    root_vk: bytes
    certificate: bytes
    certificate_signature: bytes
    roster: SignedRoster
    people: list[NewMember]
    recovery_kem_public: bytes
    epoch_wraps: list[SeedWrap]
    roster_key_wraps: dict[bytes, bytes]


def the_site(session: Session) -> Site | None:
    """The site, once there is one."""
    return session.scalars(select(Site)).first()


def site_or_refuse(session: Session) -> Site:
    """The site; raises NotSetUp."""
    found = the_site(session)
    if found is None:
        raise NotSetUp
    return found


def newest_roster(session: Session) -> RosterRow:
    """The newest roster; raises NotSetUp."""
    found = session.scalars(select(RosterRow).order_by(RosterRow.serial.desc()).limit(1)).first()
    if found is None:
        raise NotSetUp
    return found


def all_rosters(session: Session) -> list[RosterRow]:
    """Every roster, the first one first."""
    return list(session.scalars(select(RosterRow).order_by(RosterRow.serial)))


def newest_certificate(session: Session) -> CertificateRow:
    """The newest certificate of the roster key; raises NotSetUp."""
    chosen = select(CertificateRow).order_by(CertificateRow.number.desc()).limit(1)
    found = session.scalars(chosen).first()
    if found is None:
        raise NotSetUp
    return found


def set_up(session: Session, new: NewSite, decoy_key: bytes, moment: datetime) -> Site:
    """The site, its first roster, its people and their sealed seeds exist.

    Raises AlreadySetUp for a second time, BrokenRule where a signature or a chain does not hold.
    """
    if the_site(session) is not None:
        raise AlreadySetUp
    certificate = _checked_certificate(new)
    roster, members = check_roster(new.site, certificate, new.roster, clock.unix(moment))
    if roster.serial != 1 or roster.previous != bytes(32):
        raise BrokenRule("first roster")
    check_recovery(new.recovery_kem_public, members)
    site = Site(
        site=new.site,
        demo=new.demo,
        root_vk=new.root_vk,
        recovery_kem_public=new.recovery_kem_public,
        decoy_key=decoy_key,
        day=clock.day_of(moment),
    )
    session.add(site)
    session.add(CertificateRow(body=new.certificate, signature=new.certificate_signature))
    keep_roster(session, roster, new.roster)
    for person in new.people:
        check_in_roster(person, members)
        add_member(session, person, clock.day_of(moment))
    _keep_first_keys(session, new, {m.staff_id: m.role for m in members})
    record(session, Act(None, clock.hour_of(moment)), "set_up", new.site)
    return site


def check_roster(
    site: bytes, certificate: Certificate, signed: SignedRoster, now: int
) -> tuple[Roster, tuple[Member, ...]]:
    """The roster and its members, signed by the certified key and living at `now`; raises BrokenRule."""
    try:
        roster = verify_roster(certificate.roster_vk, signed.body, signed.signature)
        members = parse_members(signed.members)
    except CryptoError as error:
        raise BrokenRule("roster") from error
    if roster.site != site or roster.members_hash != digest(signed.members):
        raise BrokenRule("roster of another site or other members")
    if not roster.not_before <= now < roster.not_after:
        raise BrokenRule("roster is not valid now")
    return roster, members


def living_members(session: Session) -> tuple[Member, ...]:
    """The members of the newest roster; raises NotSetUp."""
    return parse_members(newest_roster(session).members)


def keep_roster(session: Session, roster: Roster, signed: SignedRoster) -> None:
    """Keep a checked roster."""
    session.add(
        RosterRow(
            serial=roster.serial,
            epoch=roster.epoch,
            body=signed.body,
            members=signed.members,
            signature=signed.signature,
        )
    )
    session.flush()


def _keep_first_keys(session: Session, new: NewSite, roles: dict[bytes, int]) -> None:
    for seed in new.epoch_wraps:
        check_keys_fit(roles.get(seed.staff_id, 0), seeds=True, roster_key=False)
        session.merge(EpochWrap(epoch=seed.epoch, staff_id=seed.staff_id, wrap=seed.wrap))
    for staff_id, wrap in new.roster_key_wraps.items():
        check_keys_fit(roles.get(staff_id, 0), seeds=False, roster_key=True)
        session.merge(RosterKeyWrap(staff_id=staff_id, wrap=wrap))


def _checked_certificate(new: NewSite) -> Certificate:
    try:
        certificate = verify_certificate(new.root_vk, new.certificate, new.certificate_signature)
    except CryptoError as error:
        raise BrokenRule("certificate") from error
    if certificate.site != new.site:
        raise BrokenRule("certificate of another site")
    return certificate
