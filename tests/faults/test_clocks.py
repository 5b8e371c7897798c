"""Clocks that jump: an hour ahead and back, over a leap day, over both changes of summer time.

A whole life is lived at these moments with the clock that is injected; long, a real server under
libfaketime, whose system calls tell it the time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.backups import Vault
from tests.databases import often_on
from tests.faults.a_life import Life
from tests.faults.dying_server import Dying
from tests.migrated import migrated_store

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LEAP_DAY = datetime(2028, 2, 28, 23, 59, tzinfo=UTC)
SPRING = datetime(2027, 3, 14, 6, 59, tzinfo=UTC)
"""In New York it is 1:59, and then 3:00."""
AUTUMN = datetime(2026, 11, 1, 5, 59, tzinfo=UTC)
"""In New York it is 1:59, and then 1:00 once more."""

WAYS = {
    "an hour ahead and back": [SPRING - 9 * HOUR + n * HOUR for n in (0, 1, 0, 1, 0, -1)],
    "into a leap day": [LEAP_DAY + n * MINUTE for n in (0, 2, 600, 1_440, 1_442, 1_443)],
    "into summer time": [SPRING + n * MINUTE for n in (0, 2, 3, 4, 5, 6)],
    "out of summer time": [AUTUMN + n * MINUTE for n in (0, 2, 58, 61, 62, 63)],
}


@pytest.mark.parametrize("kind", often_on("sqlite"))
@pytest.mark.parametrize(
    "way",
    ["an hour ahead and back", *(pytest.param(w, marks=pytest.mark.long) for w in list(WAYS)[1:])],
)
def test_a_life_with_a_clock_that_jumps_ends_sound(kind: str, way: str, tmp_path: Path) -> None:
    with migrated_store(kind, tmp_path / "data") as (settings, store):
        store.engine.dispose()
        server = Dying(settings)
        life = Life(server, Vault(tmp_path / "backups"), WAYS[way])
        try:
            life.live()
            assert server.check() == []
        finally:
            server.stop()
        left = life.state()
    # What was over is gone, whatever the clock said meanwhile; whoever waits is there still.
    assert left["content.envelope"].total() == left["content.conversation"].total() == 1
    assert not left["content.case"]
