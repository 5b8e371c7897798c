"""The end of a conversation's words and files: their keys first, then what was sealed under them.

The conversation's row stays, with its labels and numbers, so that the desk still finds what
happened; without a key record and without an envelope it is an erased one.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from chat.deleted import WORDS as WORDS_GONE
from chat.deleted import Deleted, note
from chat.file_models import File, FilePart
from chat.live_models import DeletionDue, Share
from chat.models import AcceptRecord, Conversation, Envelope, KeyRecordRow, WayBack
from config.database import changed

KEYS = (WayBack, Share, KeyRecordRow)
"""What opens the words; on SQLite these commit first, whatever happens in between."""

WORDS = (AcceptRecord, Envelope, File)


def erase_words(session: Session, conv: bytes) -> bool:
    """No key, no way back, no envelope and no file of the conversation is left; True where any was.

    The files' bytes are still in the store: `uploads.lying_of` names them before, and they go after
    the commit; where that fails, whatever has no row is collected.

    Erasing twice is erasing once, so whoever finds it half done simply erases. The logs still
    hold it until `Database.erase_traces` and, on PostgreSQL, until its day's purge key is gone.
    """
    note(session, WORDS_GONE, conv)
    files = select(File.file_id).where(File.conv == conv)
    changed(session, delete(FilePart).where(FilePart.file_id.in_(files)))
    gone = [changed(session, delete(table).where(table.conv == conv)) for table in (*KEYS, *WORDS)]
    return any(gone)


def can_be_read(session: Session, conv: bytes) -> bool:
    """Whether the words of a conversation still have their key."""
    found = select(KeyRecordRow.conv).where(KeyRecordRow.conv == conv).limit(1)
    return session.scalar(found) is not None


def may_lack_keys() -> ColumnElement[bool]:
    """Whether a conversation is erased, or about to be: then it has no key, and that is right.

    Keys commit before content. A crash in between leaves envelopes that nobody can open, and
    either the row of `deletion_due` or a line in the list of what is deleted, which lies with the
    keys: the next run erases them.
    """
    due = select(1).where(DeletionDue.conv == Conversation.conv).exists()
    listed = select(1).where(Deleted.kind == WORDS_GONE, Deleted.conv == Conversation.conv)
    return ~_has(KeyRecordRow) & (~_has(Envelope) | due | listed.exists())


def is_erased() -> ColumnElement[bool]:
    """Whether the words of a conversation were deleted."""
    return (Conversation.s_seq > 0) & ~_has(KeyRecordRow) & ~_has(Envelope)


def leaves_traces() -> ColumnElement[bool]:
    """Whether anything of an erased conversation's words or ways is left."""
    return is_erased() & or_(_has(WayBack), _has(Share), _has(AcceptRecord), _has(File))


def _has(
    table: type[AcceptRecord | Envelope | File | KeyRecordRow | Share | WayBack],
) -> ColumnElement[bool]:
    return select(1).where(table.conv == Conversation.conv).exists()
