"""Referrals: what may leave a case, to whom and on which ground; handed over, withdrawn, followed up.

The order that everything hangs on: first the release is on disk, then a packet is made of it, then
the hand-over is on disk, then the packet leaves the browser. Each step locks the case, so that a
consent withdrawn meanwhile is before or after it, never beside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chat import deleted
from chat.fields import b64
from config.database import leave_no_trace, locked
from moderation.audit import Act, record
from moderation.audit_models import AuditRow
from moderation.directory.finding import Found, find_organisation
from moderation.errors import (
    BrokenRule,
    CaseChanged,
    NotAllowed,
    NotFound,
    OrganisationGone,
    OrganisationStale,
    ReleaseOver,
)
from moderation.models import Case, CaseRecord
from moderation.records import Signed, keep_revision, read_record
from moderation.referral_codes import CONSENTS, EXPORT, FOR_MODE, OWN_RECORDS, may_go
from moderation.referral_models import PacketLink, Release
from moderation.staff_models import Staff

LINK_DAYS = timedelta(days=7)
"""So long a packet waits for whoever has its link."""

LONGEST = timedelta(days=366)
"""A release is good for a year at most: who was asked then may think otherwise now."""


@dataclass(frozen=True)
class NewRelease:
    """What a browser sends: the codes, and the same words signed and sealed as a record of the case."""

    release_id: bytes
    organisation: str
    mode: str
    ground: str
    scope: tuple[str, ...]
    expires_on: date
    follow_up_on: date | None
    even_stale: bool
    withdrawals: int
    """How often consent had been withdrawn in this case when its author asked for it."""
    signed: Signed


@dataclass(frozen=True)
class Packet:
    """How a packet leaves: the way, the digest of its bytes, and the link's bytes where it is one."""

    way: str
    digest: bytes
    link: tuple[bytes, bytes] | None
    """The link's lookup, and what is sealed for whoever has it."""


def make(
    session: Session, site: bytes, case: Case, author: Staff, new: NewRelease, act: Act, day: date
) -> Release:
    """The release exists; the same again is answered the same.

    Raises BrokenRule for bytes or days that break a rule, NotAllowed for the referral of a closed case, CaseChanged
    where consent was withdrawn since it was asked for, OrganisationGone and OrganisationStale.
    """
    known = session.get(Release, new.release_id)
    header = read_record(site, author, case.case_id, new.signed)
    if header.record != new.release_id or header.rev != 1:
        raise BrokenRule("the record of another release")
    if known is not None and known.case_id != case.case_id:
        raise BrokenRule("release of another case")
    _, is_new = keep_revision(session, CaseRecord, header, new.signed, act.hour)
    if known is not None:
        return known
    if not is_new:
        raise BrokenRule("a record that is no release")
    if case.status == "closed" and new.mode != EXPORT:
        raise NotAllowed
    if new.ground in CONSENTS and _withdrawals(session, case) != new.withdrawals:
        raise CaseChanged
    if not day < new.expires_on <= day + LONGEST:
        raise BrokenRule("when it expires")
    made = _row(case, author, new, _kind(session, new, day), act)
    session.add(made)
    session.flush()
    told = "export_case" if new.mode == EXPORT else "refer"
    record(session, act, told, case.case_id, b64(made.release_id), new.mode)
    return made


def releases_of(session: Session, case_id: bytes) -> list[Release]:
    """Every release of a case, oldest hour first."""
    mine = select(Release).where(Release.case_id == case_id)
    return list(session.scalars(mine.order_by(Release.hour, Release.release_id)))


def find(session: Session, case: Case, release_id: bytes) -> Release:
    """The release of this case, the writer's alone from now on; raises NotFound."""
    found = locked(session, Release, release_id)
    if found is None or found.case_id != case.case_id:
        raise NotFound
    return found


def hand_over(session: Session, release: Release, packet: Packet, act: Act, day: date) -> Release:
    """It is on record that the packet leaves; only then may a browser give it to anybody.

    A new link makes the one before it worthless. Raises ReleaseOver where the release is withdrawn
    or has expired, or where this link was opened already; BrokenRule for a way of another mode.
    """
    if release.state == "withdrawn" or release.expires_on < day:
        raise ReleaseOver
    if not may_go(release.mode, packet.way):
        raise BrokenRule("a way of another mode")
    again = (release.way, release.digest) == (packet.way, packet.digest)
    if again and release.state == "opened":
        raise ReleaseOver
    standing = session.get(PacketLink, release.release_id)
    if standing is not None and packet.link is not None and standing.lookup == packet.link[0]:
        return release  # whoever fetched it already keeps it, and nobody else gets it
    release.state, release.way, release.digest = "handed_over", packet.way, packet.digest
    release.handed_hour = act.hour
    release.is_out = release.is_out or packet.link is None
    _forget_link(session, release)
    if packet.link is not None:
        session.add(_link(release, packet.link, day))
    session.flush()
    told = "export_leaves" if release.mode == EXPORT else "hand_over_packet"
    record(session, act, told, release.case_id, b64(release.release_id), packet.way)
    return release


def _link(release: Release, kept: tuple[bytes, bytes], day: date) -> PacketLink:
    return PacketLink(
        release_id=release.release_id,
        lookup=kept[0],
        sealed=kept[1],
        visit=None,
        expires_on=min(release.expires_on, day + LINK_DAYS),
    )


def withdraw(
    session: Session, site: bytes, case: Case, author: Staff, signed: Signed, act: Act
) -> tuple[list[Release], list[Release]]:
    """The consent is withdrawn: what was not given yet never is. Gives what was stopped, and what is out.

    `signed` is the author's own word for it, a new record of the case: a server that shows a
    release as good afterwards is not believed. What went on a legal basis needed no consent, and is
    neither. The same again changes nothing and names the same.
    """
    header = read_record(site, author, case.case_id, signed)
    keep_revision(session, CaseRecord, header, signed, act.hour)
    stopped: list[Release] = []
    out: list[Release] = []
    for release in _locked_releases(session, case):
        if release.ground not in CONSENTS:
            continue
        release.state = "withdrawn"
        deleted.note(session, deleted.RELEASE, release.release_id)
        _forget_link(session, release)
        (out if release.is_out else stopped).append(release)
    record(session, act, "withdraw_consent", case.case_id)
    return stopped, out


def _locked_releases(session: Session, case: Case) -> list[Release]:
    """Every release of a case, as it is now and nobody else's to change: links come after releases."""
    mine = select(Release).where(Release.case_id == case.case_id).order_by(Release.release_id)
    return list(session.scalars(mine.with_for_update().execution_options(populate_existing=True)))


def _withdrawals(session: Session, case: Case) -> int:
    told = AuditRow.subject == case.case_id, AuditRow.action == "withdraw_consent"
    return session.scalar(select(func.count()).select_from(AuditRow).where(*told)) or 0


@dataclass(frozen=True)
class Followed:
    """What became of a referral, and when somebody looks again."""

    status: str
    outcome: str
    follow_up_on: date | None


def follow_up(session: Session, release: Release, was: Followed, now: Followed, act: Act) -> None:
    """It stands there, if it stood as `was` before; raises CaseChanged where a colleague was first."""
    standing = Followed(release.status, release.outcome, release.follow_up_on)
    if standing == now:
        return
    if standing != was:
        raise CaseChanged
    release.status, release.outcome, release.follow_up_on = (
        now.status,
        now.outcome,
        now.follow_up_on,
    )
    if was.outcome != now.outcome:
        record(session, act, "report_outcome", release.case_id, was.outcome, now.outcome)
    if was.status != now.status:
        record(session, act, "referral_status", release.case_id, was.status, now.status)


def due(session: Session, day: date, limit: int) -> list[tuple[Release, Case]]:
    """Releases that somebody wanted to look at again by this day, the longest overdue first."""
    chosen = (
        select(Release, Case)
        .join(Case, Case.case_id == Release.case_id)
        .where(Release.follow_up_on <= day, Case.status != "closed")
        .order_by(Release.follow_up_on, Release.release_id)
        .limit(limit)
    )
    return [(release, case) for release, case in session.execute(chosen)]


def scope_of(release: Release) -> list[str]:
    """The codes of what may leave."""
    found: list[str] = json.loads(release.scope)
    return found


def _kind(session: Session, new: NewRelease, day: date) -> str:
    """The kind of whoever it is for; an export is for nobody in the directory."""
    if new.mode != EXPORT:
        return _recipient(session, new, day).kind
    if new.organisation != OWN_RECORDS:
        raise BrokenRule("an export goes to no organisation")
    return OWN_RECORDS


def _recipient(session: Session, new: NewRelease, day: date) -> Found:
    found = find_organisation(session, new.organisation, day)
    if found is None or found.is_deleted:
        raise OrganisationGone
    if found.is_stale and not new.even_stale:
        raise OrganisationStale
    if new.mode not in FOR_MODE or not FOR_MODE[new.mode](found.kind):
        raise BrokenRule("a report goes to an authority")
    return found


def _row(case: Case, author: Staff, new: NewRelease, kind: str, act: Act) -> Release:
    return Release(
        release_id=new.release_id,
        case_id=case.case_id,
        organisation=new.organisation,
        recipient_kind=kind,
        mode=new.mode,
        ground=new.ground,
        scope=json.dumps(new.scope),
        expires_on=new.expires_on,
        staff_id=author.staff_id,
        hour=act.hour,
        state="made",
        is_out=False,
        status="referred",
        outcome="pending",
        follow_up_on=new.follow_up_on,
    )


def _forget_link(session: Session, release: Release) -> None:
    waiting = session.get(PacketLink, release.release_id)
    if waiting is not None:
        session.delete(waiting)
        session.flush()
        leave_no_trace(session)
