"""A packet fetched by its link, from outside the desk: by one browser, and gone once that has opened it.

Whoever fetches shows a secret that stands in the link's fragment and never reaches a log; the words
that open the packet were spoken, and the server has never had them.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.fields import b64
from config.database import leave_no_trace, locked
from crypto.hashes import digest
from moderation.audit import Act, record
from moderation.errors import NotFound, TakenElsewhere
from moderation.referral_models import PacketLink, Release


def is_there(session: Session, auth: bytes) -> bool:
    """Whether something waits behind this secret: asked before anybody is kept waiting for a lock."""
    wanted = select(PacketLink.release_id).where(PacketLink.lookup == digest(auth))
    return session.scalar(wanted) is not None


def take(session: Session, auth: bytes, visit: bytes, day: date) -> bytes:
    """The sealed packet, for this browser alone from now on.

    Raises NotFound for a link that never was, has expired or was opened; TakenElsewhere where
    another browser was first.
    """
    link, release = _find(session, auth)
    if link.expires_on < day:
        raise NotFound
    if link.visit is None:
        link.visit = visit
        release.is_out = True
    elif link.visit != visit:
        raise TakenElsewhere
    return link.sealed


def opened(session: Session, auth: bytes, visit: bytes, hour: str) -> None:
    """The browser that fetched it says that it could read it: the link is worthless.

    Again, it changes nothing. Raises TakenElsewhere for another browser.
    """
    try:
        link, release = _find(session, auth)
    except NotFound:
        return
    if link.visit != visit:
        raise TakenElsewhere
    session.delete(link)
    leave_no_trace(session)
    if release.state == "handed_over":
        release.state = "opened"
        act = Act(None, hour)
        record(session, act, "packet_opened", release.case_id, b64(release.release_id), "link")


def forget_expired(session: Session, day: date) -> None:
    """No packet waits longer than its link is good."""
    for link in session.scalars(select(PacketLink).where(PacketLink.expires_on < day)).all():
        session.delete(link)


def _find(session: Session, auth: bytes) -> tuple[PacketLink, Release]:
    """The link and its release, locked in the order in which everybody locks them."""
    wanted = select(PacketLink).where(PacketLink.lookup == digest(auth))
    found = session.scalars(wanted).first()
    release = None if found is None else locked(session, Release, found.release_id)
    now = wanted.with_for_update().execution_options(populate_existing=True)
    link = session.scalars(now).first()  # it may have been withdrawn meanwhile
    if link is None or release is None:
        raise NotFound
    return link, release
