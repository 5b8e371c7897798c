"""The one writer of messages: takes what queued while the last commit ran, and answers after the commit.

Each piece of work runs in the batch's one transaction. Where a piece is refused the batch runs
again, each piece with a savepoint; where the database refuses the batch, each runs in a transaction
of its own, so that nobody's message depends on another's. What is only a letter goes a faster way,
all letters of a batch together, if that way takes it.

Letters go first and are answered first. What else there is to write (who looks, who is there) is
many times slower, and browsers that were not answered in time come back and ask for more of it:
measured, 45 of them kept each other from a single message for two minutes.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
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
    """More waits than can be written soon, or no more is written; the same bytes may come again."""


class Given:
    """A result that one thread waits for and the writer gives, once.

    A Future makes a condition with two locks for each; under eventlet that was a tenth of all work
    for a message (measured).
    """

    __slots__ = ("_answer", "_given")

    def __init__(self) -> None:
        self._answer: tuple[Any, Exception | None] = (None, None)
        self._given = threading.Lock()
        self._given.acquire()

    def give(self, answer: tuple[Any, Exception | None]) -> None:
        """Whoever waits has the result, or the error."""
        self._answer = answer
        self._given.release()

    def wait(self) -> Any:  # noqa: ANN401 - whatever the work gives
        """The result, once it is given; raises what was given as an error."""
        self._given.acquire()
        result, error = self._answer
        if error is not None:
            raise error
        return result


class Piece(NamedTuple):
    """One piece of work: pieces are done in order of `key`, so that two processes never deadlock."""

    key: bytes
    work: Work
    done: Given
    letter: Any


class GroupedWriter:
    """Runs work in shared transactions, in a thread (or green thread) of its own."""

    def __init__(self, database: Database, fast: FastWay | None = None) -> None:
        self._database = database
        self._fast = fast
        self._waiting: deque[Piece] = deque()
        self._awake = threading.Event()
        self._letters: deque[Piece] = deque()
        self._others: deque[Piece] = deque()
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None
        self._over = False

    def run(self, key: bytes, work: Callable[[Session], Result], letter: object = None) -> Result:
        """The work's result, once it is on disk; raises what the work raises, and Busy.

        With a `letter` the fast way is asked first; what it gives is given as it is.
        """
        self._be_running()
        if (
            self._over
            or len(self._waiting) + len(self._letters) + len(self._others) >= LONGEST_QUEUE
        ):
            raise Busy
        piece = Piece(key, work, Given(), letter)
        self._waiting.append(piece)
        if not self._awake.is_set():
            self._awake.set()
        result: Result = piece.done.wait()
        return result

    def end(self) -> None:
        """The thread ends once everything that queued is written; no work comes after this."""
        self._over = True
        self._awake.set()

    def _be_running(self) -> None:
        if self._thread is None:
            with self._start:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._write_for_ever, daemon=True)
                    self._thread.start()

    def _write_for_ever(self) -> None:
        while self._waiting or self._letters or self._others or not self._over:
            if not self._letters and not self._others:
                self._awake.wait()
            self._awake.clear()  # before the look: what comes after the look wakes again
            while self._waiting:
                self._take(self._waiting.popleft())
            for line, most in ((self._letters, LARGEST_BATCH), (self._others, OTHERS_AT_ONCE)):
                batch = [line.popleft() for _ in range(min(most, len(line)))]
                if batch:
                    self._write(sorted(batch, key=lambda piece: piece.key))

    def _take(self, piece: Piece) -> None:
        (self._others if piece.letter is None else self._letters).append(piece)

    def _write(self, batch: list[Piece]) -> None:
        for piece, answer in zip(batch, self._answers(batch), strict=True):
            piece.done.give(answer)

    def _answers(self, batch: list[Piece]) -> list[tuple[Any, Exception | None]]:
        try:
            return self._together(batch, _straight)
        except SQLAlchemyError:
            return [self._alone(piece) for piece in batch]
        except Exception as error:  # noqa: BLE001 - a piece was refused, and nothing is stored
            if len(batch) == 1:
                return [(None, error)]
        try:
            return self._together(batch, _attempt)
        except Exception:  # noqa: BLE001 - whatever ended the batch, each has an answer of its own
            return [self._alone(piece) for piece in batch]

    def _together(
        self, batch: list[Piece], do: Callable[[Session, Piece], tuple[Any, Exception | None]]
    ) -> list[tuple[Any, Exception | None]]:
        with self._database.writing() as session:
            quick = self._quickly(session, batch)
            return [
                (quick[i], None) if quick.get(i) is not None else do(session, piece)
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
            try:
                return self._by_itself(piece), None
            except IntegrityError:  # another process wrote the same just now: it is found this time
                return self._by_itself(piece), None
        except Exception as error:  # noqa: BLE001 - whoever waits for this piece gets it
            return None, error

    def _by_itself(self, piece: Piece) -> Any:  # noqa: ANN401 - whatever the work gives
        with self._database.writing() as session:
            return piece.work(session)


def _straight(session: Session, piece: Piece) -> tuple[Any, Exception | None]:
    """The piece's result; its refusal ends the batch, of which nothing is stored."""
    return piece.work(session), None


def _attempt(session: Session, piece: Piece) -> tuple[Any, Exception | None]:
    """The piece's result, or its refusal with nothing of it stored; the database's own ends the batch."""
    try:
        with attempt(session):
            return piece.work(session), None
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 - whoever waits for this piece gets it
        return None, error
