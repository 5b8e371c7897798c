"""A new roster key: the root signs it, on paper's word, and every holder gets it sealed to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config import clock
from config.database import leave_no_trace
from crypto.errors import CryptoError
from crypto.roster import (
    CERTIFICATE_LIFETIME,
    ROSTER_KEY_HOLDERS,
    Certificate,
    parse_certificate,
    verify_certificate,
)
from moderation import roster_changes
from moderation.audit import Act, record
from moderation.errors import BrokenRule, StaleRoster
from moderation.founding import SignedRoster
from moderation.roster_changes import Change
from moderation.staff_models import CertificateRow, RosterKeyWrap, Staff


@dataclass(frozen=True)
class NewRosterKey:
    """The root's word for a new key, the first roster that it signs, and the key for its holders."""

    certificate: bytes
    signature: bytes
    roster: SignedRoster
    wraps: dict[bytes, bytes]


def certify(session: Session, new: NewRosterKey, by: Staff, moment: datetime) -> None:
    """From now on rosters are signed by the new key, and nobody holds the old one here.

    Raises BrokenRule where the root did not sign it, where it is not newer than every other, or
    where somebody who signs rosters would not have it; StaleRoster where another roster came first.
    """
    site, author = roster_changes.in_turn(session, by)
    now = clock.unix(moment)
    certificate = _checked(session, site.root_vk, site.site, new, now)
    session.add(CertificateRow(body=new.certificate, signature=new.signature))
    change = Change("renew", new.roster)
    members = roster_changes.apply_certified(session, certificate, change, author, now)
    holders = {m.staff_id for m in members if m.role in ROSTER_KEY_HOLDERS}
    if set(new.wraps) != holders:
        raise BrokenRule("the roster's key goes to everybody who signs")
    session.execute(delete(RosterKeyWrap))
    for staff_id, wrap in new.wraps.items():
        session.add(RosterKeyWrap(staff_id=staff_id, wrap=wrap))
    leave_no_trace(session)
    record(session, Act(by.staff_id, clock.hour_of(moment)), "new_roster_key", site.site)


def _checked(
    session: Session, root_vk: bytes, site: bytes, new: NewRosterKey, now: int
) -> Certificate:
    try:
        certificate = verify_certificate(root_vk, new.certificate, new.signature)
    except CryptoError as error:
        raise BrokenRule("certificate") from error
    if certificate.site != site:
        raise BrokenRule("certificate of another site")
    if not certificate.not_before <= now < certificate.not_after:
        raise BrokenRule("certificate is not valid now")
    if certificate.not_after - certificate.not_before > CERTIFICATE_LIFETIME:
        raise BrokenRule("certificate lives too long")
    bodies = session.scalars(select(CertificateRow.body).order_by(CertificateRow.number))
    earlier = [parse_certificate(body) for body in bodies]
    if certificate.roster_vk in {each.roster_vk for each in earlier}:
        raise BrokenRule("a roster key is never used again")
    if certificate.not_before <= max(each.not_before for each in earlier):
        raise StaleRoster
    return certificate
