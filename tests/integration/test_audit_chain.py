"""The audit refuses changes, and whatever its database's owner does to it is named; controls beside."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from config.settings import Settings
from moderation import anchors
from moderation.audit import Act, head_of, record
from moderation.audit_check import faults
from moderation.audit_models import AuditAnchorRow, AuditHead, AuditRow
from moderation.errors import NotFound
from moderation.founding import site_or_refuse
from tests.audits import allow_changes, anchored, chained_anew, run
from tests.integration.conftest import Town
from webapp.store import open_store

ROWS = 7
"""Rows after the founding and three tips that somebody claimed."""

Damage = Callable[[Session], None]


@pytest.fixture
def worked(town: Town) -> Town:
    """A town in which three tips came and were claimed."""
    for _ in range(3):
        town.held_tip(town.ana)
    return town


def found(town: Town) -> list[int]:
    """The numbers of the rows at which something is wrong."""
    with town.store.reading() as session:
        return [fault.number for fault in faults(session, site_or_refuse(session))]


def harm(town: Town, *damages: Damage) -> None:
    """Do what the owner of the database can do."""
    allow_changes(town.store)
    with town.store.writing() as session:
        for damage in damages:
            damage(session)


def test_what_people_did_is_a_chain_without_a_gap(worked: Town) -> None:
    with worked.store.reading() as session:
        assert list(session.scalars(select(AuditRow.number).order_by(AuditRow.number))) == [
            *range(1, ROWS + 1)
        ]
        assert head_of(session).number == ROWS
    assert found(worked) == []


@pytest.mark.parametrize("table", ["audit", "audit_anchor"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET hash = staff_or_actor"])
def test_the_database_refuses_to_change_or_delete_a_row(worked: Town, table: str, act: str) -> None:
    assert anchored(worked.ana, worked.office).status == 201
    who = "actor" if table == "audit" else "staff_id"
    statement = act.format(f"content.{table}").replace("staff_or_actor", who)
    with pytest.raises(DBAPIError, match="stays as it is"), worked.store.writing() as session:
        session.execute(text(statement + f" WHERE {who} IS NOT NULL"))
    assert found(worked) == []


SET, WHERE = "UPDATE content.audit SET ", " WHERE number = "
REMOVED = "DELETE FROM content.audit" + WHERE  # noqa: S608 - the numbers are ours
DAMAGES: dict[str, tuple[list[int], Damage]] = {
    "a row is removed": ([4], run(REMOVED + "4")),
    "three rows are removed": ([3], run(REMOVED + "3 OR number = 4 OR number = 5")),
    "the first row is removed": ([1], run(REMOVED + "1")),
    "who did it is changed": ([4], run(SET + "actor = subject" + WHERE + "4")),
    "what was done is changed": ([4], run(SET + "action = 'release'" + WHERE + "4")),
    "the hour is changed": ([4], run(SET + "hour = '2020-01-01T00'" + WHERE + "4")),
    "a hash is changed": ([4, 5], run(SET + "hash = subject" + WHERE + "4")),
    "two rows are swapped": (
        [4, 5, 6],
        run(
            *(
                SET + f"number = {new}" + WHERE + old
                for new, old in ((99, "4"), (4, "5"), (5, "99"))
            )
        ),
    ),
    "the newest rows are removed": ([6], run("DELETE FROM content.audit WHERE number > 5")),
    "the head is set back": ([7], run("UPDATE content.audit_head SET number = 5")),
}


def after(town: Town, *damages: Damage) -> list[int]:
    """What is found after this damage, which is then undone."""
    with suppress(ZeroDivisionError), town.store.writing() as session:
        for damage in damages:
            damage(session)
        session.expire_all()
        numbers = [fault.number for fault in faults(session, site_or_refuse(session))]
        raise ZeroDivisionError
    return numbers


def test_the_chain_names_what_was_done_to_it(worked: Town) -> None:
    allow_changes(worked.store)
    for name, (expected, damage) in DAMAGES.items():
        assert found(worked) == []
        assert after(worked, damage) == expected, name


FORGERIES: dict[str, Damage] = {
    "changed": run(SET + "action = 'release'" + WHERE + "3"),
    "removed": run(REMOVED + "3"),
    "truncated": run("DELETE FROM content.audit WHERE number > 4"),
}


def test_rows_that_were_chained_anew_pass_without_an_anchor_and_not_with_one(worked: Town) -> None:
    allow_changes(worked.store)
    without = [after(worked, damage, chained_anew) for damage in FORGERIES.values()]
    assert anchored(worked.ana, worked.office).status == 201
    with_one = [after(worked, damage, chained_anew) for damage in FORGERIES.values()]
    assert (without, with_one) == ([[], [], []], [[ROWS], [ROWS], [ROWS]])


def moved_anchor(session: Session) -> None:
    """The forger lets the anchor name the hash that they made."""
    head = head_of(session)
    session.execute(update(AuditAnchorRow).values(number=head.number, hash=head.hash))


def test_an_anchor_cannot_be_made_for_a_chain_that_was_made_anew(worked: Town) -> None:
    assert anchored(worked.ana, worked.office).status == 201
    harm(worked, FORGERIES["truncated"], chained_anew, moved_anchor)
    assert found(worked) == [4]


def test_an_anchor_counts_only_while_a_roster_lists_its_signer(worked: Town) -> None:
    assert anchored(worked.ana, worked.office).status == 201
    harm(worked, run("UPDATE content.audit_anchor SET day = '2020-01-01'"))
    assert found(worked) == [ROWS]


def test_rows_are_let_go_up_to_an_anchor_and_the_chain_goes_on(worked: Town) -> None:
    assert anchored(worked.ana, worked.office).status == 201
    worked.held_tip(worked.sam)
    with worked.store.writing() as session:
        anchors.let_go(session, ROWS)
    with worked.store.reading() as session:
        assert session.scalar(select(func.min(AuditRow.number))) == ROWS + 1
    worked.held_tip(worked.sam)
    assert found(worked) == []


def test_no_row_is_let_go_that_nobody_vouched_for(worked: Town) -> None:
    with pytest.raises(NotFound), worked.store.writing() as session:
        anchors.let_go(session, 4)
    assert found(worked) == []


def test_an_act_that_fails_leaves_no_row_and_no_gap(worked: Town) -> None:
    with pytest.raises(ZeroDivisionError), worked.store.writing() as session:
        record(session, Act(None, "2026-11-27T20"), "claim", bytes(16))
        raise ZeroDivisionError
    worked.held_tip(worked.ana)
    assert found(worked) == []


def test_a_session_that_only_reads_takes_no_row(worked: Town) -> None:
    with worked.store.reading() as session, pytest.raises(KeyError):
        record(session, Act(None, "2026-11-27T20"), "claim", bytes(16))


EACH = 60


def write_many(settings: Settings, name: int) -> None:
    """One process of two: it acts many times, each in a transaction of its own."""
    store = open_store(settings)
    for _ in range(EACH):
        with store.writing() as session:
            record(session, Act(bytes([name]) * 16, "2026-11-27T20"), "claim", bytes(16))
    store.engine.dispose()


def test_two_processes_that_write_at_once_make_one_chain(worked: Town) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=write_many, args=(worked.settings, name)) for name in (1, 2)]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
    assert [process.exitcode for process in both] == [0, 0]
    with worked.store.reading() as session:
        assert head_of(session).number == ROWS + 2 * EACH
        assert len(set(session.scalars(select(AuditRow.actor).where(AuditRow.number > ROWS)))) == 2
    assert found(worked) == []


def test_a_head_that_is_gone_is_made_from_the_last_row(worked: Town) -> None:
    harm(worked, run("DELETE FROM content.audit_head"))
    worked.held_tip(worked.ana)
    with worked.store.reading() as session:
        assert session.get_one(AuditHead, 1).number == ROWS + 2
    assert found(worked) == []
