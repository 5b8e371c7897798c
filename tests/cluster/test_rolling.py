"""Every process of ours is restarted under load, one after the other, and nobody sees an error."""

from __future__ import annotations

import pytest

from tests.cluster.cluster import clustered
from tests.cluster.story import Story, loaded, recoveries
from tests.cluster.test_faults import CALM, CHATS, EACH, all_well

PATIENCE = 20.0
"""Seconds in which a message must be acknowledged (a safety limit; clients look so often)."""


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_nobody_sees_that_every_process_is_restarted() -> None:
    with clustered() as cluster, loaded(cluster, CHATS, EACH) as load:
        story = Story(cluster, load)
        story.begins(CALM)
        story.happens("nothing", lambda: None, 20)
        story.happens("rolling restart", cluster.roll, 15)
        load.enough()
        found = recoveries(story.faults, load.told)
        all_well(cluster, load, found)
        assert found[1].errors == []
        assert load.told["visits"]["again"] == 0
        assert found[1].slowest < PATIENCE
        assert load.told["visits"]["tries"] > 100
