"""A disk that is full at each step of an upload: no step is acknowledged, and later the same bytes are taken."""

from __future__ import annotations

import resource
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crypto.receipt import Receipt
from tests.actors import Answer, Source
from tests.faults.test_full_disk import founded, limit_files_of
from tests.files import Sending, large
from tests.server import RunningSite, served

pytestmark = pytest.mark.long


@pytest.fixture
def site(tmp_path: Path) -> Iterator[RunningSite]:
    with served(tmp_path, "serve") as running:
        yield running


def somebody(site: RunningSite) -> Source:
    receipt = Receipt.from_master(secrets.token_bytes(32))
    person = Source(site.source_url, office=founded(site), receipt=receipt)
    assert person.send_tip().status == 201
    return person


def fill_the_database_s_disk(site: RunningSite) -> None:
    """The log of the content can grow no more; the bytes of a small file still find room."""
    logs = [(site.data_dir / f"{name}.db-wal").stat().st_size for name in ("keys", "content")]
    limit_files_of(site, max(logs) + 1)


def test_rows_that_find_the_disk_full_are_refused_at_each_step(site: RunningSite) -> None:
    file = Sending(somebody(site))
    steps: list[tuple[Callable[[], Answer], int]] = [
        (file.begin, 201),
        (lambda: file.part(0), 204),
        (file.whole, 200),
    ]
    for step, done in steps:
        fill_the_database_s_disk(site)
        refused = step()
        assert (refused.status, refused.slug) == (503, "unavailable")
        limit_files_of(site, resource.RLIM_INFINITY)
        assert step().status == done
    assert file.begin().body == {"have": [], "whole": True}


def test_a_part_that_finds_the_disk_full_is_refused_and_the_others_stay(site: RunningSite) -> None:
    file = large(somebody(site)).begun(0)
    limit_files_of(site, 600_000)
    refused = file.part(1)
    assert (refused.status, refused.slug) == (507, "no-room")
    assert file.begin().body["have"] == [0]
    limit_files_of(site, resource.RLIM_INFINITY)
    assert file.sent().whole().status == 200
