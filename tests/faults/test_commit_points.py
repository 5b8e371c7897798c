"""A crash at every commit of a whole life of a site: asked again, it ends as if nothing had happened."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from tests.backups import Vault
from tests.databases import DATABASES, often_on
from tests.faults.a_life import Life
from tests.faults.dying_server import WAYS, Death, Dying
from tests.migrated import migrated_store

EVERY = 54
"""Commits between two deaths of the life that `make test` takes; the long test dies at each commit."""


@dataclass
class Ended:
    """What is left of a life: its rows, its findings, and how many commits it had."""

    state: dict[str, Any]
    found: list[str]
    commits: int
    each: list[int]
    died: list[int]


def life(kind: str, home: Path, *deaths: Death, within: dict[int, Death] | None = None) -> Ended:
    """A whole life on a fresh store, whose servers die as said, one after the other, or `within`."""
    shutil.rmtree(home, ignore_errors=True)
    with migrated_store(kind, home / "data") as (settings, store):
        store.engine.dispose()
        server = Dying(settings, list(deaths), dict(within or {}))
        mine = Life(server, Vault(home / "backups"))
        try:
            mine.live()
            found, commits = server.check(), server.commits
        finally:
            server.stop()
        return Ended(mine.state(), found, commits, server.each, server.died)


def ways(kind: str) -> tuple[str, ...]:
    """PostgreSQL commits both schemas in one."""
    return WAYS if kind == "sqlite" else ("before", "after")


def assert_same(got: Ended, calm: Ended, *deaths: Death) -> None:
    """Nothing tells that servers died."""
    assert got.found == [], deaths
    assert len(got.died) == len(deaths), deaths
    for name, rows in calm.state.items():
        assert got.state[name] == rows, (deaths, name)


@pytest.mark.parametrize("kind", often_on("sqlite"))
def test_a_life_whose_servers_die_again_and_again_ends_as_if_nothing_had_happened(
    kind: str, tmp_path: Path
) -> None:
    calm = life(kind, tmp_path / "calm")
    assert (calm.found, calm.died) == ([], [])
    turns = zip(range(calm.commits // EVERY), cycle(ways(kind)), strict=False)
    deaths = [Death(EVERY - n % 7, way) for n, way in turns]
    assert_same(life(kind, tmp_path / "dying", *deaths), calm, *deaths)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", DATABASES)
def test_a_life_that_dies_at_every_one_of_its_commits_ends_as_if_nothing_had_happened(
    kind: str, tmp_path: Path
) -> None:
    calm = life(kind, tmp_path / "calm")
    assert calm.commits > 200
    for way in ways(kind):
        left = [(n, commit) for n, many in enumerate(calm.each) for commit in range(1, many + 1)]
        assert len(left) == calm.commits
        while left:
            left = _died_at_some(kind, tmp_path / "dying", way, left, calm)


def _died_at_some(
    kind: str, home: Path, way: str, left: list[tuple[int, int]], calm: Ended
) -> list[tuple[int, int]]:
    """What is left of these after a life that died in each thing it was asked, at the first of them."""
    first = {n: Death(commit, way) for n, commit in reversed(left)}
    got = life(kind, home, within=first)
    assert got.died, first
    deaths = [first[n] for n in got.died]
    assert_same(got, calm, *deaths)
    return [at for at in left if at not in {(n, first[n].commit) for n in got.died}]
