"""When every connection to the store is lent, people are told, and the numbers are still shown."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from sqlalchemy.pool import QueuePool

from tests.actors import Caller
from tests.integration.conftest import Town


def test_without_a_free_connection_calls_say_so_and_the_page_shows_the_numbers(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = town.store.engine.pool
    assert isinstance(pool, QueuePool)
    monkeypatch.setattr(pool, "_timeout", 0.05)
    with ExitStack() as lent:
        for _ in range(pool.size() + 8):
            lent.enter_context(town.store.engine.connect())
        refused = town.source().send_tip()
        page = Caller(town.source_app).call("GET", "/")
    assert (refused.status, refused.slug) == (503, "unavailable")
    assert (page.status, town.settings.phones[1].number in page.raw.decode()) == (200, True)
    assert town.source().send_tip().status == 201
