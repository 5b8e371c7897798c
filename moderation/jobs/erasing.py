"""The words and files of a conversation are deleted when their hour has come; summary and labels stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from chat.erasure import erase_words
from chat.live_models import DeletionDue, LiveChat
from chat.models import Conversation
from chat.uploads import Lying, lying_of
from config import clock
from config.database import locked
from moderation import file_locks
from moderation.audit import Act, record
from moderation.jobs.runner import Turn
from moderation.jobs.sweep import TracesRemain
from moderation.models import CaseConversation
from moderation.review_queue import find_item


@dataclass(frozen=True)
class Erasing:
    """Words that came back to life meanwhile stay for so many hours more.

    `forget` takes the bytes of deleted files out of the store.
    """

    words_hours: Callable[[Session], int]
    forget: Callable[[list[Lying]], None]

    def run(self, turn: Turn) -> None:
        """Nothing that was due is left: not in the tables, and on SQLite in no file.

        A conversation's line in the list of what is due goes last, so a crash at any point
        means that all of it is done again. Raises TracesRemain where it must be done again, and
        what one failed with once all others are done.
        """
        with turn.database.reading() as session:
            reached = DeletionDue.hour <= turn.hour
            due = list(session.scalars(select(DeletionDue.conv).where(reached)))
        erased: list[bytes] = []
        failed: Exception | None = None
        for conv in due:
            turn.keep()
            try:
                if self._erase(turn, conv):
                    erased.append(conv)
            except Exception as error:  # noqa: BLE001 - it is raised below
                failed = failed or error
        if erased:
            if not turn.database.erase_traces():
                raise TracesRemain
            with turn.database.writing() as session:
                session.execute(delete(DeletionDue).where(DeletionDue.conv.in_(erased)))
        if failed is not None:
            raise failed

    def _erase(self, turn: Turn, conv: bytes) -> bool:
        """Delete words and files, unless they are needed after all; then, once that is on disk, bytes."""
        lying: list[Lying] = []
        is_gone = self._erase_rows(turn, conv, lying)
        if lying:
            self.forget(lying)
        return is_gone

    def _erase_rows(self, turn: Turn, conv: bytes, lying: list[Lying]) -> bool:
        with turn.database.writing() as session:
            locked(session, Conversation, conv)
            item = find_item(session, conv)
            row = locked(session, DeletionDue, conv)
            if row is None or row.hour > turn.hour:
                return False
            if file_locks.is_held(session, conv, turn.moment.date()):
                return False  # it stays due: once nothing is held any more, the next run deletes it
            if _belongs_to_a_case(session, conv):
                session.delete(row)
                return False
            if item.status != "closed" or session.get(LiveChat, conv) is not None:
                row.hour = clock.hour_of(turn.moment + timedelta(hours=self.words_hours(session)))
                return False
            lying += lying_of(session, conv)
            file_locks.forget(session, conv)
            if erase_words(session, conv):
                record(session, Act(None, turn.hour), "erase_words", conv)
            return True


def _belongs_to_a_case(session: Session, conv: bytes) -> bool:
    """What a case holds follows the schedule of the case."""
    link = select(CaseConversation.case_id).where(CaseConversation.conv == conv)
    return session.scalars(link).first() is not None
