"""The real server with one promise broken, for a test that must notice: `python -m tests.faults.sabotage NAME`.

It is changed from outside; the product has no switch for any of this.
"""

from __future__ import annotations

import subprocess
import sys
import time
from random import Random

import config.deploy.embedded  # noqa: F401 - patches, before anything else is imported

# isort: split
import runpy

from sqlalchemy import case, true

from chat import delivery
from chat.doors import Doors
from chat.writer import GroupedWriter, Piece, _attempt
from moderation import review_queue
from moderation.models import QueueItem

LATE = 0.2
"""Seconds between the answer and the commit of a server that answers too early."""

LOST = 0.02
"""How many messages a forgetful server answers and does not keep."""

honest = GroupedWriter._write
chance = Random(1)


def _rehearsed(writer: GroupedWriter, batch: list[Piece]) -> None:
    """Everybody has their answer, and nothing was stored."""
    with writer._database.reading() as session:
        for piece in batch:
            piece.done.give(_attempt(session, piece))
        session.rollback()


def _answers_early(writer: GroupedWriter, batch: list[Piece]) -> None:
    if batch[0].letter is None:  # batches are letters, or anything but letters
        honest(writer, batch)
        return
    _rehearsed(writer, batch)
    time.sleep(LATE)
    honest(writer, [piece._replace(done=type(piece.done)()) for piece in batch])


def _forgets(writer: GroupedWriter, batch: list[Piece]) -> None:
    lost = [it for it in batch if it.letter is not None and chance.random() < LOST]
    _rehearsed(writer, lost)
    kept = [it for it in batch if it not in lost]
    if kept:
        honest(writer, kept)


def _knows_no_repeat(*_given: object) -> bool:
    return False


def _first_come() -> None:
    """Chats are taken as they came, whether anybody answers in them or not."""
    rank = case((QueueItem.priority == "urgent", 0), (QueueItem.priority == "high", 1), else_=2)
    review_queue.rank_of = lambda *_between: rank
    review_queue.SILENT = case((true(), 0), else_=1)


def _one_door() -> None:
    """Tips and crisis chats come in by the same door."""
    take = Doors.take
    same = {"chat": "tip", "solved": "tip"}
    Doors.take = lambda doors, name: take(doors, same.get(name, name))  # type: ignore[method-assign, assignment]


def break_promise(name: str) -> None:
    """From now on this process breaks the promise of this name."""
    if name == "answers-early":
        GroupedWriter._write = _answers_early  # type: ignore[method-assign, assignment]
    elif name == "forgets":
        GroupedWriter._write = _forgets  # type: ignore[method-assign, assignment]
    elif name == "knows-no-repeat":
        delivery.is_stored = _knows_no_repeat  # type: ignore[assignment]
    elif name == "first-come":
        _first_come()
    elif name == "one-door":
        _one_door()
    else:
        raise ValueError(name)


if __name__ == "__main__":
    subprocess.run(
        [sys.executable, "-m", "webapp.cli", "migrate"], check=True, stdout=subprocess.DEVNULL
    )
    break_promise(sys.argv[1])
    runpy.run_module("webapp.serve", run_name="__main__")
