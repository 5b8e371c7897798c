"""`/readyz` says that nothing can be written, once something could not, and takes it back by itself."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.integration.conftest import Town
from webapp.jobs import expect_jobs

ON_SQLITE = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)


@contextmanager
def files_that_do_not_grow(most: int) -> Iterator[None]:
    """As long as the block lasts no file of this process grows beyond this."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


@ON_SQLITE
def test_a_store_that_takes_nothing_is_said_until_it_takes_something_again(town: Town) -> None:
    def ready() -> tuple[int, object]:
        got = town.stranger().call("GET", "/readyz")
        return got.status, got.body["status"]

    expect_jobs(town.store)
    assert ready() == (200, "ready")
    person = town.source()
    body = person.tip()
    with files_that_do_not_grow(1):
        assert ready() == (200, "ready")  # nothing was refused yet, and looking writes nothing
        assert person.call("POST", "/api/v1/conversations", body).slug == "unavailable"
        assert [ready() for _ in range(2)] == [(503, "no writing")] * 2
    assert ready() == (200, "ready")
    assert person.call("POST", "/api/v1/conversations", body).status == 201
