"""Suspected child sexual abuse material: a file locked to two roles, held for a year, released with a reason.

The lock is the server's word and no cryptography: whoever read the conversation before has the
file's key. What the lock keeps from them is the bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chat.errors import UnknownFile
from chat.file_models import File
from chat.models import Conversation
from config.database import locked
from moderation import notes
from moderation.audit import Act, record
from moderation.errors import FileLocked, NotFound, NotLocked
from moderation.lock_models import FileLock
from moderation.models import PrivateNote
from moderation.policy import reaches
from moderation.records import Signed, Wrap
from moderation.staff_models import Staff

HOLD = timedelta(days=366)
"""A year at the least, leap years too: 18 U.S.C. 2258A(h)(1), as the REPORT Act of 2024 made it."""


@dataclass(frozen=True)
class Reason:
    """Why a file is released, as a sealed note; with the conversation's first note its container."""

    container: tuple[bytes, Wrap] | None
    note: Signed


def locks_of(session: Session, conv: bytes) -> dict[bytes, FileLock]:
    """The locked files of a conversation by their ids."""
    mine = select(FileLock).where(FileLock.conv == conv)
    return {row.file_id: row for row in session.scalars(mine)}


def whole_file(session: Session, conv: bytes, file_id: bytes) -> File:
    """The whole file of this conversation; raises UnknownFile, the same for another's as for none."""
    file = session.get(File, file_id)
    if file is None or file.conv != conv or file.hash is None:
        raise UnknownFile
    return file


def lock(session: Session, me: Staff, conv: bytes, file_id: bytes, act: Act, day: date) -> bool:
    """The file is locked and held from this day on; True where it was not before.

    Whoever may read the conversation may do it. Whatever deletes files holds the conversation's
    lock while it asks whether one is held, so this waits for it. Raises NotFound and UnknownFile.
    """
    if not reaches(session, me, conv, "lock_file", "lock_joined_file"):
        raise NotFound
    locked(session, Conversation, conv)
    file = whole_file(session, conv, file_id)
    if session.get(FileLock, file_id) is not None:
        return False
    row = FileLock(file_id=file.file_id, conv=conv, day=day, held_until=day + HOLD)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # a colleague locked it just now
        return False
    record(session, act, "lock_file", file_id, conv=conv)
    return True


def is_locked(session: Session, file: File) -> bool:
    """Whether the file is left to two roles."""
    return session.get(FileLock, file.file_id) is not None


def let_see(session: Session, me: Staff, file: File, act: Act) -> None:
    """This person may have the file's bytes; of a locked one it is recorded that they were given.

    Raises FileLocked where it is locked and their role is none of the two.
    """
    if not is_locked(session, file):
        return
    if not sees_locked(session, me, file.conv):
        raise FileLocked
    record(session, act, "view_locked_file", file.file_id, conv=file.conv)


def sees_locked(session: Session, me: Staff, conv: bytes) -> bool:
    """Whether this person is of a role that locked files are left to."""
    return reaches(session, me, conv, "see_locked_file")


def release(
    session: Session, site: bytes, me: Staff, file: File, reason: Reason, act: Act
) -> tuple[PrivateNote, bool]:
    """The reason is kept, and with it the file is locked no more; gives the note, and whether it is new.

    The same note again releases nothing: it may have been locked anew since. Raises NotFound for
    another role, NotLocked, and what keeping a note raises.
    """
    if not reaches(session, me, file.conv, "release_file"):
        raise NotFound
    held = locked(session, FileLock, file.file_id)
    if reason.container is not None:
        notes.open_container(session, file.conv, *reason.container)
    kept, is_new = notes.keep(session, site, me, file.conv, reason.note, act)
    if not is_new:
        return kept, False
    if held is None:
        raise NotLocked
    session.delete(held)
    record(session, act, "release_file", file.file_id, conv=file.conv)
    return kept, True


def is_held(session: Session, conv: bytes, day: date) -> bool:
    """Whether something of this conversation must not be deleted on this day."""
    held = select(FileLock.conv).where(FileLock.conv == conv, FileLock.held_until >= day)
    return session.scalars(held.limit(1)).first() is not None


def forget(session: Session, conv: bytes) -> None:
    """No file of a conversation is locked: they are about to be deleted."""
    session.execute(delete(FileLock).where(FileLock.conv == conv))
