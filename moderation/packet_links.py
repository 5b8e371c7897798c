"""A packet fetched by its link, from outside the desk: by one browser, and gone once that has opened it.

Whoever fetches shows a secret that stands in the link's fragment and never reaches a log; the words
that open the packet were spoken, and the server has never had them.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from config.database import leave_no_trace, locked
from crypto.hashes import digest
from moderation.audit import Act, record
from moderation.errors import NotFound, TakenElsewhere
from moderation.referral_models import PacketLink, Release


def take(session: Session, auth: bytes, visit: bytes, day: date) -> bytes:
    """The sealed packet, for this browser alone from now on.

    Raises NotFound for a link that never was, has expired or was opened; TakenElsewhere where
    another browser was first.
    """
    link = _find(session, auth)
    if link.expires_on < day:
        raise NotFound
    if link.visit is None:
        link.visit = visit
        session.execute(
            update(Release).where(Release.release_id == link.release_id).values(is_out=True)
        )
    elif link.visit != visit:
        raise TakenElsewhere
    return link.sealed


def opened(session: Session, auth: bytes, visit: bytes, hour: str) -> None:
    """The browser that fetched it could read it: the link is worthless. Again, it changes nothing."""
    try:
        link = _find(session, auth)
    except NotFound:
        return
    if link.visit != visit:
        raise TakenElsewhere
    release = locked(session, Release, link.release_id)
    session.delete(link)
    leave_no_trace(session)
    if release is not None and release.state == "handed_over":
        release.state = "opened"
        record(session, Act(None, hour), "packet_opened", release.case_id)


def forget_expired(session: Session, day: date) -> None:
    """No packet waits longer than its link is good."""
    for link in session.scalars(select(PacketLink).where(PacketLink.expires_on < day)).all():
        session.delete(link)


def _find(session: Session, auth: bytes) -> PacketLink:
    wanted = select(PacketLink).where(PacketLink.lookup == digest(auth)).with_for_update()
    found = session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found
