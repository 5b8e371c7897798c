"""A desk that begins anew after all its keys were lost: one new administrator under the same root.

The keys are made by `webapp.client.recovery` from words on paper. Here everything is checked as if
a stranger had made it, and kept: sources and staff see an ordinary next roster.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from config import clock
from config.database import changed, leave_no_trace
from crypto.errors import CryptoError
from crypto.hashes import digest
from crypto.roster import (
    RECOVERY_ID,
    Certificate,
    Member,
    Role,
    Roster,
    parse_certificate,
    parse_roster,
    verify_certificate,
)
from moderation import founding
from moderation.audit import Act, record
from moderation.backup.replay import release_of
from moderation.errors import BrokenRule
from moderation.founding import SignedRoster
from moderation.models import OnCall, QueueItem
from moderation.staff import NewMember, add_member, check_in_roster, check_recovery, give_keys
from moderation.staff_models import (
    CertificateRow,
    EpochWrap,
    Invite,
    KnownDevice,
    RosterKeyWrap,
    RosterRow,
    SignInMethod,
    Staff,
    StaffSession,
)


@dataclass(frozen=True)
class SealedSeed:
    """An epoch's seed sealed to the recovery key, and the desk key that it must give."""

    epoch: int
    desk_public: bytes
    wrap: bytes


@dataclass(frozen=True)
class LostDesk:
    """What is known of a desk whose staff keys are lost; nothing in it opens anything."""

    site: bytes
    root_vk: bytes
    recovery_kem_public: bytes
    certified: int
    roster_body: bytes
    seeds: list[SealedSeed]

    @property
    def roster(self) -> Roster:
        """The newest roster."""
        return parse_roster(self.roster_body)


@dataclass(frozen=True)
class NewDesk:
    """What takes its place: a certified roster key, the next roster and epoch, one person.

    `seeds` is every epoch's seed sealed to that person; `recovery_seed` the new epoch's to the
    recovery key.
    """

    certificate: bytes
    certificate_signature: bytes
    roster: SignedRoster
    person: NewMember
    seeds: dict[int, bytes]
    recovery_seed: bytes
    roster_key: bytes


def lost_desk(session: Session) -> LostDesk:
    """The desk as its people left it; raises NotSetUp, BrokenRule where an epoch has no desk key."""
    site = founding.site_or_refuse(session)
    bodies = list(session.scalars(select(RosterRow.body).order_by(RosterRow.serial)))
    publics = {parse_roster(body).epoch: parse_roster(body).desk_public for body in bodies}
    certificates = session.scalars(select(CertificateRow.body)).all()
    sealed = select(EpochWrap).where(EpochWrap.staff_id == RECOVERY_ID).order_by(EpochWrap.epoch)
    wraps = list(session.scalars(sealed))
    if not wraps or any(w.epoch not in publics for w in wraps):
        raise BrokenRule("epochs without a seed or a desk key")
    return LostDesk(
        site=site.site,
        root_vk=site.root_vk,
        recovery_kem_public=site.recovery_kem_public,
        certified=max(parse_certificate(body).not_before for body in certificates),
        roster_body=bodies[-1],
        seeds=[SealedSeed(w.epoch, publics[w.epoch], w.wrap) for w in wraps],
    )


def names_taken(session: Session) -> set[str]:
    """The names that somebody on staff has or had."""
    return set(session.scalars(select(Staff.name)))


def begin_anew(session: Session, new: NewDesk, moment: datetime) -> None:
    """The new administrator is the desk; nobody else can sign in or open anything.

    Raises BrokenRule where a signature, the chain, or a key is not as it must be.
    """
    lost, act = lost_desk(session), Act(None, clock.hour_of(moment))
    site = founding.site_or_refuse(session)
    certificate = _checked_certificate(lost, new)
    roster, members = founding.check_roster(site.site, certificate, new.roster, clock.unix(moment))
    _check_follows(lost, roster)
    check_in_roster(new.person, members)
    check_recovery(site.recovery_kem_public, members)
    if new.person.role != Role.READING_ADMINISTRATOR or not _only_two(members):
        raise BrokenRule("a desk begins with one administrator and the recovery key")
    if set(new.seeds) != {seed.epoch for seed in lost.seeds} | {roster.epoch}:
        raise BrokenRule("a seed is missing")
    _lose_everybody(session, act)
    session.add(CertificateRow(body=new.certificate, signature=new.certificate_signature))
    founding.keep_roster(session, roster, new.roster)
    add_member(session, new.person, clock.day_of(moment))
    give_keys(session, new.person.staff_id, new.seeds, new.roster_key)
    give_keys(session, RECOVERY_ID, {roster.epoch: new.recovery_seed}, None)
    record(session, act, "recovered", site.site)


def _checked_certificate(lost: LostDesk, new: NewDesk) -> Certificate:
    try:
        made = verify_certificate(lost.root_vk, new.certificate, new.certificate_signature)
    except CryptoError as error:
        raise BrokenRule("certificate") from error
    if made.site != lost.site or made.not_before <= lost.certified:
        raise BrokenRule("certificate is not newer than every other")
    return made


def _check_follows(lost: LostDesk, roster: Roster) -> None:
    before = lost.roster
    follows = (before.serial + 1, digest(lost.roster_body), before.epoch + 1)
    known = {seed.desk_public for seed in lost.seeds} | {before.desk_public}
    if (roster.serial, roster.previous, roster.epoch) != follows or roster.desk_public in known:
        raise BrokenRule("not the next roster of a new epoch")


def _only_two(members: tuple[Member, ...]) -> bool:
    return sorted(m.role for m in members) == [Role.READING_ADMINISTRATOR, Role.RECOVERY]


def _lose_everybody(session: Session, act: Act) -> None:
    """Nobody who was on staff can sign in, holds an item, or has a key sealed to them."""
    leave_no_trace(session)
    release_of(session, QueueItem.holder.is_not(None), act)
    changed(session, update(Staff).values(active=False))
    for table in (StaffSession, KnownDevice, SignInMethod, Invite, OnCall, RosterKeyWrap):
        session.execute(delete(table))
    session.execute(delete(EpochWrap).where(EpochWrap.staff_id != RECOVERY_ID))
