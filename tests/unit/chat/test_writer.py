"""The one writer: a message is answered before the slower work that stands in the queue with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pytest

from chat.writer import OTHERS_AT_ONCE, Busy, GroupedWriter
from config.database import AT_THE_END

SECONDS = 20


class Store:
    """A database that only says when a transaction ends."""

    def __init__(self) -> None:
        self.info: dict[str, list[object]] = {AT_THE_END: []}

    def begin_nested(self) -> AbstractContextManager[None]:
        """Nothing can go wrong in here."""
        return nullcontext()

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A session."""
        yield self


class Standing:
    """Work that keeps the writer busy from its begin until it may go on."""

    def __init__(self) -> None:
        self.begun, self.may_go_on = threading.Event(), threading.Event()

    def __call__(self, _session: object) -> bool:
        """It is done."""
        self.begun.set()
        return self.may_go_on.wait(SECONDS)

    def first(self, people: ThreadPoolExecutor, writer: GroupedWriter) -> Future[Any]:
        """Its result to come; it has begun, so whatever is asked next waits."""
        done = people.submit(writer.run, b"", self)
        assert self.begun.wait(SECONDS)
        return done


def test_a_message_is_answered_though_more_than_one_transaction_of_other_work_waits() -> None:
    store: Any = Store()
    writer = GroupedWriter(store, fast=lambda _session, letters: letters)
    busy, others = Standing(), threading.Event()
    many = 3 * OTHERS_AT_ONCE

    def slow(_session: object) -> bool:
        return others.wait(SECONDS)

    with ThreadPoolExecutor(many + 2) as people:
        busy.first(people, writer)
        waiting = [people.submit(writer.run, b"", slow) for _ in range(many)]
        message: Future[Any] = people.submit(writer.run, b"", slow, "letter")
        while len(writer._waiting) <= many:
            assert not message.done()
        busy.may_go_on.set()
        try:
            assert message.result(SECONDS) == "letter"
            assert not any(piece.done() for piece in waiting)
        finally:
            others.set()
        assert all(piece.result(SECONDS) for piece in waiting)


def test_of_a_batch_one_piece_is_refused_and_all_others_are_stored_once() -> None:
    stored: list[int] = []
    store: Any = Store()
    writer = GroupedWriter(store)
    busy = Standing()

    def piece(number: int) -> int:
        if number == 1:
            raise ValueError(number)
        stored.append(number)
        return number

    with ThreadPoolExecutor(5) as people:
        busy.first(people, writer)
        waiting = [
            people.submit(writer.run, bytes([n]), lambda _s, n=n: piece(n)) for n in range(3)
        ]
        while len(writer._waiting) < 3:
            assert not any(each.done() for each in waiting)
        busy.may_go_on.set()
        assert isinstance(waiting[1].exception(SECONDS), ValueError)
        assert [waiting[n].result(SECONDS) for n in (0, 2)] == [0, 2]
    assert stored == [0, 0, 2]  # the first try of the batch was given up, with all it had done


def test_what_queued_is_written_before_it_ends_and_nothing_is_taken_afterwards() -> None:
    store: Any = Store()
    writer, busy = GroupedWriter(store), Standing()

    with ThreadPoolExecutor(3) as people:
        waiting = [busy.first(people, writer)]
        waiting += [people.submit(writer.run, b"", lambda _session: True) for _ in range(2)]
        while len(writer._waiting) < 2:
            assert not waiting[0].done()
        writer.end()
        busy.may_go_on.set()
        assert all(piece.result(SECONDS) for piece in waiting)
    assert writer._thread is not None
    writer._thread.join(SECONDS)
    assert not writer._thread.is_alive()
    with pytest.raises(Busy):
        writer.run(b"", lambda _session: True)
