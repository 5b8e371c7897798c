"""A cluster under load whose parts are stopped in turn: nothing acknowledged is lost, and all is soon as before."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest

from tests.cluster.cluster import Cluster, clustered
from tests.cluster.story import Load, Recovery, Story, loaded, recoveries, table

CHATS = 200
EACH = 0.06
"""Texts a second of each person: 24 a second together."""

A_MINUTE = 60.0
CALM, AFTER = 12.0, 10.0
"""Seconds before the first fault, and after each."""

LIMIT = 60.0
"""Seconds after which nobody may still wait: a safety limit, no measure of speed."""


def away(part: str, cluster: Cluster, seconds: float) -> None:
    """The part is killed, and is back after so many seconds."""
    one = next(each for each in cluster.parts if each.name == part)
    one.kill()
    time.sleep(seconds)
    one.start()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with clustered() as made:
        yield made


def all_well(cluster: Cluster, load: Load, found: list[Recovery]) -> None:
    """Each end has everything, the store is sound, and nobody waited too long."""
    sys.stdout.write(f"{len(load.told['acknowledged'])} acknowledged\n{table(found)}")  # pytest -rP
    for it in found:
        sys.stdout.write(f"{it.name}: {sorted(set(it.errors))}\n")
    assert load.told["found"] == []
    assert load.told["unseen"] == 0
    assert cluster.run("check") == "sound\n"
    assert max(it.slowest for it in found) < LIMIT
    assert max(it.admitted for it in found) < LIMIT
    assert all("Traceback" not in part.said for part in cluster.ours)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_each_part_is_stopped_in_turn_and_nothing_acknowledged_is_lost(cluster: Cluster) -> None:
    with loaded(cluster, CHATS, EACH) as load:
        story = Story(cluster, load)
        story.begins(CALM)
        story.happens("nothing", lambda: None, CALM)
        story.happens("a line process, 10 s", lambda: away("line1", cluster, 10), AFTER)
        story.happens("a page process, 10 s", lambda: away("pages1", cluster, 10), AFTER)
        story.happens("Redis, 60 s", lambda: away("redis", cluster, A_MINUTE), AFTER)
        story.happens("PostgreSQL, restart", cluster.postgresql.part.restart, AFTER)
        story.happens("nginx, restart", cluster.nginx.restart, AFTER)
        load.enough()
    found = recoveries(story.faults, load.told)
    all_well(cluster, load, found)
    assert next(it for it in found if it.name.startswith("a page")).errors == []
