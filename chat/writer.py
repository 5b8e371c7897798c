"""The one writer of messages: takes what queued while the last commit ran, and answers after the commit.

Each piece of work runs in the batch's one transaction; where the database refuses the batch, each
piece runs again in a transaction of its own, so that nobody's message depends on another's. What
is only a letter goes a faster way, all letters of a batch together, if that way takes it.

Letters go first and are answered first. What else there is to write (who looks, who is there) is
many times slower, and browsers that were not answered in time come back and ask for more of it:
measured, 45 of them kept each other from a single message for two minutes.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from config.database import Database, attempt

Result = TypeVar("Result")
Work = Callable[[Session], Any]
FastWay = Callable[[Session, list[Any]], Sequence[Any]]
"""Takes letters and gives for each its result, or None where it must go the ordinary way."""

LARGEST_BATCH = 128
"""Messages in one transaction: more would make the first of them wait longer than a commit."""

OTHERS_AT_ONCE = 16
"""Pieces that are no letters in one transaction: the next letters wait for them."""

LONGEST_QUEUE = 10_000
"""Messages that may wait; whoever comes later is told to come again."""


class Busy(Exception):
    """More waits than can be written soon; nothing was stored, and the same bytes may come again."""


class Piece(NamedTuple):
    """One piece of work: pieces are done in order of `key`, so that two processes never deadlock."""

    key: bytes
    work: Work
    done: Future[Any]
    letter: Any


class GroupedWriter:
    """Runs work in shared transactions, in a thread (or green thread) of its own."""

    def __init__(self, database: Database, fast: FastWay | None = None) -> None:
        self._database = database
        self._fast = fast
        self._waiting: queue.Queue[Piece] = queue.Queue(LONGEST_QUEUE)
        self._letters: deque[Piece] = deque()
        self._others: deque[Piece] = deque()
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def run(self, key: bytes, work: Callable[[Session], Result], letter: object = None) -> Result:
        """The work's result, once it is on disk; raises what the work raises, and Busy.

        With a `letter` the fast way is asked first; what it gives is given as it is.
        """
        self._be_running()
        done: Future[Result] = Future()
        if len(self._letters) + len(self._others) >= LONGEST_QUEUE:
            raise Busy
        try:
            self._waiting.put_nowait(Piece(key, work, done, letter))
        except queue.Full as error:
            raise Busy from error
        return done.result()

    def _be_running(self) -> None:
        if self._thread is None:
            with self._start:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._write_for_ever, daemon=True)
                    self._thread.start()

    def _write_for_ever(self) -> None:
        while True:
            if not self._letters and not self._others:
                self._take(self._waiting.get())
            while not self._waiting.empty():
                self._take(self._waiting.get_nowait())
            for line, most in ((self._letters, LARGEST_BATCH), (self._others, OTHERS_AT_ONCE)):
                batch = [line.popleft() for _ in range(min(most, len(line)))]
                if batch:
                    self._write(sorted(batch, key=lambda piece: piece.key))

    def _take(self, piece: Piece) -> None:
        (self._others if piece.letter is None else self._letters).append(piece)

    def _write(self, batch: list[Piece]) -> None:
        try:
            answers = self._together(batch)
        except SQLAlchemyError:
            answers = [self._alone(piece) for piece in batch]
        for piece, (result, error) in zip(batch, answers, strict=True):
            if error is not None:
                piece.done.set_exception(error)
            else:
                piece.done.set_result(result)

    def _together(self, batch: list[Piece]) -> list[tuple[Any, Exception | None]]:
        with self._database.writing() as session:
            quick = self._quickly(session, batch)
            return [
                (quick[i], None) if quick.get(i) is not None else _attempt(session, piece)
                for i, piece in enumerate(batch)
            ]

    def _quickly(self, session: Session, batch: list[Piece]) -> dict[int, Any]:
        """What the fast way took, by its place in the batch."""
        places = [i for i, piece in enumerate(batch) if piece.letter is not None]
        if self._fast is None or not places:
            return {}
        answers = self._fast(session, [batch[i].letter for i in places])
        return dict(zip(places, answers, strict=True))

    def _alone(self, piece: Piece) -> tuple[Any, Exception | None]:
        try:
            with self._database.writing() as session:
                return piece.work(session), None
        except Exception as error:  # noqa: BLE001 - whoever waits for this piece gets it
            return None, error


def _attempt(session: Session, piece: Piece) -> tuple[Any, Exception | None]:
    """The piece's result, or its refusal with nothing of it stored; the database's own ends the batch."""
    try:
        with attempt(session):
            return piece.work(session), None
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 - whoever waits for this piece gets it
        return None, error
