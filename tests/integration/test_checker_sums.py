"""No orphan, no gap, no key without owner, counters equal to sums: each is broken here on purpose, and named."""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections.abc import Callable

from sqlalchemy.orm import Session

from moderation import checker
from moderation.staff_models import EpochWrap, RosterKeyWrap
from tests.audits import run
from tests.integration.conftest import Town
from tests.integration.test_checker import busy, found

READS = "a seed of the desk is sealed to somebody who reads"
SIGNS = "the roster's key is sealed to somebody who signs rosters"
ONE_SUM = "all margins of a month have one sum"
COUNTED = "each contact stands in the report"

BROKEN = {
    "UPDATE content.counter SET n = n + 1 WHERE name = 'channel'": ONE_SUM,
    "DELETE FROM content.counter WHERE name = 'language'": ONE_SUM,
    "UPDATE content.counter SET n = n - 1 WHERE name IN ('category', 'channel', 'language')": COUNTED,
    "DELETE FROM content.counter WHERE name = 'outcome'": COUNTED,
    "UPDATE content.counter SET n = 99 WHERE name = 'outcome'": (
        "no more contacts ended than arrived"
    ),
    "UPDATE content.counter SET n = -1 WHERE name = 'wait' OR name = 'outcome'": (
        "nothing is counted less than never"
    ),
    "UPDATE content.roster SET serial = serial + 1": "rosters follow each other without a gap",
    "UPDATE content.roster SET epoch = epoch + 1": "rosters follow each other without a gap",
}


PARENTLESS = "what a row of arrival names in queue_item exists"


class Undone(Exception):
    """The damage is taken back."""


def found_after(town: Town, damage: Callable[[Session], object]) -> set[str]:
    """The promises that are broken by this damage, which is then taken back."""
    told: set[str] = set()
    with contextlib.suppress(Undone), town.store.writing() as session:
        damage(session)
        session.flush()
        told.update(finding.promise for finding in checker.check(session))
        raise Undone
    return told


def test_each_damage_done_by_hand_is_named(town: Town) -> None:
    busy(town)
    for damage, promise in BROKEN.items():
        assert promise in found_after(town, run(damage)), damage
    assert found(town) == set()


def test_a_row_whose_parent_is_gone_is_named(town: Town) -> None:
    busy(town)
    if town.store.engine.dialect.name == "sqlite":
        with sqlite3.connect(town.settings.data_dir / "content.db") as line:
            line.execute("UPDATE arrival SET conv = randomblob(16)")
        assert PARENTLESS in found(town)
    else:
        stray = "UPDATE content.arrival SET conv = decode(md5(conv::text), 'hex')"
        damage = run("SET LOCAL session_replication_role = replica", stray)
        assert PARENTLESS in found_after(town, damage)


STRANGERS = (
    (lambda: EpochWrap(epoch=1, staff_id=secrets.token_bytes(16), wrap=bytes(1168)), READS),
    (lambda: EpochWrap(epoch=2, staff_id=bytes(16), wrap=bytes(1168)), READS),
    (lambda: RosterKeyWrap(staff_id=secrets.token_bytes(16), wrap=bytes(1168)), SIGNS),
)
"""A stranger's seed, a seed of an epoch that never began, a stranger's key for rosters."""


def test_a_key_of_the_desk_without_an_owner_is_named_and_goes_with_the_torn(town: Town) -> None:
    for key, promise in STRANGERS:
        with town.store.writing() as session:
            session.add(key())
        assert found(town) == {promise}
        with town.store.writing() as session:
            assert checker.remove_torn(session) == 1
        assert found(town) == set()
    assert town.ana.call("GET", "/api/v1/desk").body["epoch_wraps"]


def test_of_a_site_that_was_never_founded_no_key_is_left(empty: Town) -> None:
    with empty.store.writing() as session:
        session.add(EpochWrap(epoch=1, staff_id=bytes(16), wrap=bytes(1168)))
    assert found(empty) == {READS}
    with empty.store.writing() as session:
        assert checker.remove_torn(session) == 1
    assert found(empty) == set()
