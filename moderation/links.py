"""What a link and what is said with it open: tries are counted, wrong passphrases slowed down."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.database import locked
from crypto.hashes import derive, digest
from moderation import founding, sign_in
from moderation.errors import InviteRefused, TooManyAttempts
from moderation.staff_models import Invite, Staff

LIFETIME = 72 * 3600
"""Seconds for which a link opens something."""

TRIES = 5
"""Wrong codes, or codes with a wrong passphrase, after which a link opens nothing more."""


@dataclass(frozen=True)
class Shown:
    """What the link proves, the spoken code, and what a passphrase proves where a device was lost."""

    proof: bytes
    code: str
    again: bytes | None = None


def knock(session: Session, shown: Shown, now: int) -> Invite | InviteRefused | TooManyAttempts:
    """The invite that is opened, or why it is not.

    What is wrong is counted, also where whoever asks is refused: the block must be committed.
    """
    found = by_proof(session, shown.proof)
    row = locked(session, Invite, found.invite_id) if found is not None else None
    if row is None or row.expires <= now:
        return InviteRefused("unknown")
    if row.tries >= TRIES:
        return InviteRefused("closed")
    fits = hmac.compare_digest(row.code_hash, code_hash(session, row.invite_id, shown.code))
    if row.renews is not None:
        proved, wait = _proved(session, row.renews, shown.again, fits, now)
        if wait:
            return TooManyAttempts(wait)
        fits = proved
    if not fits:
        row.tries += 1
        return InviteRefused("code" if row.renews is None else "proof")
    return row


def by_proof(session: Session, proof: bytes) -> Invite | None:
    """The row of the link that proves this, if there is one."""
    return session.scalars(select(Invite).where(Invite.lookup == digest(proof))).first()


def code_hash(session: Session, invite_id: bytes, code: str) -> bytes:
    """What is kept of a spoken code; only the server can tell which code it is."""
    key = founding.site_or_refuse(session).decoy_key
    return derive(key, b"invite code", digest(invite_id + code.encode()))


def _proved(
    session: Session, staff_id: bytes, again: bytes | None, fits: bool, now: int
) -> tuple[bool, int]:
    """Whether code and passphrase are both right, or seconds to wait before either is looked at.

    Both are always compared: nothing tells which one was wrong.
    """
    known = session.get_one(Staff, staff_id).again_hash or b""
    right = hmac.compare_digest(known, digest(again or b"")) & fits
    site = founding.site_or_refuse(session)
    found, wait = sign_in.paced_with_link(session, site, staff_id, lambda: right or None, now)
    return found is not None, wait
