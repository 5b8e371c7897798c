"""A person's own ways to sign in: several device keys and passkeys, each sealing the same keys.

Every change but a name asks for the proof of both secrets once more: whoever finds a desk open can
read what is open there, and cannot make a way to come back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from crypto.hashes import digest
from moderation.audit import Act, record
from moderation.errors import LastMethod, MethodExists, NotFound, ProofRefused, TooManyMethods
from moderation.staff import NewMethod, end_all_sessions, method_row
from moderation.staff_models import KnownDevice, SignInMethod, Staff, StaffSession

MOST = 10
"""Ways to sign in that one person may have."""

MOST_WRONG = 5
"""Wrong proofs in one session; with the last of them the session is over."""


@dataclass(frozen=True)
class Resealed:
    """A way to sign in under a new passphrase; `old` is the proof that it was theirs before."""

    old: bytes
    auth: bytes
    blob: bytes


def of_person(session: Session, staff_id: bytes) -> list[SignInMethod]:
    """Their ways to sign in, oldest first."""
    mine = select(SignInMethod).where(SignInMethod.staff_id == staff_id)
    return list(session.scalars(mine.order_by(SignInMethod.day, SignInMethod.method_id)))


def proves(session: Session, here: StaffSession, auth: bytes) -> bool:
    """Whether both secrets of the session's person were shown again.

    It must be committed either way: a wrong one counts, and after MOST_WRONG the session is over.
    """
    if _mine(session, here.staff_id, auth) is not None:
        return True
    here.wrong += 1
    if here.wrong >= MOST_WRONG:
        session.delete(here)
    return False


def add(session: Session, new: NewMethod, act: Act, day: date) -> SignInMethod:
    """One more way to sign in for whoever acts; the same one sent again changes nothing.

    Raises MethodExists where this second secret is one of theirs already, and TooManyMethods.
    """
    staff_id = act.actor or b""
    known = session.scalars(select(SignInMethod).where(_with_proof(new.auth))).first()
    sent = staff_id, new.method_id, new.blob
    if known is not None and (known.staff_id, known.method_id, known.blob) == sent:
        return known
    if known is not None or session.get(SignInMethod, new.method_id) is not None:
        raise MethodExists
    if len(of_person(session, staff_id)) >= MOST:
        raise TooManyMethods
    row = method_row(staff_id, new, day)
    session.add(row)
    record(session, act, "add_method", staff_id, new=str(new.method))
    return row


def remove(session: Session, method_id: bytes, here: StaffSession, act: Act) -> list[bytes]:
    """That way leads in no more, and sessions that began with it are over, except the one here.

    Gives the hashes of their tokens. Raises NotFound, and LastMethod for the only one.
    """
    mine = of_person(session, here.staff_id)
    row = next((it for it in mine if it.method_id == method_id), None)
    if row is None:
        raise NotFound
    if len(mine) == 1:
        raise LastMethod
    session.delete(row)
    record(session, act, "remove_method", here.staff_id, old=str(row.method))
    return end_all_sessions(session, here.staff_id, here.token_hash, method_id)


def rename(session: Session, staff_id: bytes, method_id: bytes, name: bytes | None) -> None:
    """Its owner's word for it, sealed by them and for them; raises NotFound."""
    row = session.get(SignInMethod, method_id)
    if row is None or row.staff_id != staff_id:
        raise NotFound
    row.name = name


def keep_again(session: Session, staff_id: bytes, again_hash: bytes) -> None:
    """From now on this person's passphrase can be proved by itself; what is there already stays."""
    person = session.get_one(Staff, staff_id, with_for_update=True)
    if person.again_hash is None:
        person.again_hash = again_hash


def change_passphrase(
    session: Session, here: StaffSession, resealed: list[Resealed], again_hash: bytes, act: Act
) -> list[bytes]:
    """The new passphrase opens what was sealed anew, and the old one opens nothing any more.

    Whatever was not sealed anew is removed, and every other session is over. Gives the hashes of
    their tokens. Raises ProofRefused where something was not theirs.
    """
    kept: set[bytes] = set()
    for each in resealed:
        row = _mine(session, here.staff_id, each.old)
        if row is None or row.method_id in kept:
            raise ProofRefused
        row.auth_hash, row.blob = digest(each.auth), each.blob
        kept.add(row.method_id)
    gone = SignInMethod.staff_id == here.staff_id, SignInMethod.method_id.not_in(kept)
    session.flush()
    session.execute(delete(SignInMethod).where(*gone))
    session.get_one(Staff, here.staff_id).again_hash = again_hash
    record(session, act, "change_passphrase", here.staff_id, new=str(len(kept)))
    return end_all_sessions(session, here.staff_id, here.token_hash)


def forget_all(session: Session, staff_id: bytes) -> list[bytes]:
    """No way leads in for this person, no browser is known, nobody is signed in as them.

    Gives the hashes of the tokens that ended.
    """
    session.execute(delete(SignInMethod).where(SignInMethod.staff_id == staff_id))
    return forget_browsers(session, staff_id)


def forget_browsers(session: Session, staff_id: bytes) -> list[bytes]:
    """No browser is known for this person, and nobody is signed in as them.

    Gives the hashes of the tokens that ended.
    """
    session.execute(delete(KnownDevice).where(KnownDevice.staff_id == staff_id))
    return end_all_sessions(session, staff_id)


def _mine(session: Session, staff_id: bytes, auth: bytes) -> SignInMethod | None:
    mine = _with_proof(auth), SignInMethod.staff_id == staff_id
    return session.scalars(select(SignInMethod).where(*mine)).first()


def _with_proof(auth: bytes) -> ColumnElement[bool]:
    return SignInMethod.auth_hash == digest(auth)
