"""Closed months call by call: once, by whoever may, only what is over, and the second of two is told."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from config import clock
from crypto.hashes import digest
from crypto.month import month_record
from moderation import deletion
from moderation.audit_models import AuditRow
from moderation.closing import cases_gone, editions_of
from moderation.models import Case, Shelf
from tests.actors import Answer, Person
from tests.integration.conftest import Town
from tests.integration.matrix_scenes import CaseOf
from webapp.schemas import b64, unb64

MONTHS = "/api/v1/reports/months"
BOX, KEY = bytes(range(16)), bytes(range(32))
THIS = f"{clock.now():%Y-%m}"
LAST = f"{clock.now().replace(day=1) - timedelta(days=1):%Y-%m}"


def sealed(town: Town, by: Person, month: str, before: dict[str, str] | None = None) -> Any:
    """A month's summary as a browser seals it: the next edition after `before`, or the first."""
    more: dict[str, Any] = {"record": month_record(town.office.site, month)}
    if before is not None:
        more |= {"rev": 2, "prev": digest(unb64(before["record"]))}
    return by.record(town.office, BOX, KEY, {"t": "closed_month"}, **more)


def close(
    town: Town, by: Person, month: str, record: Any, *, first: bool = True, box: bytes = BOX
) -> Answer:
    container = {"container_id": b64(box), "wrap": by.container(town.office, box, KEY)}
    body = {"container": container if first else None, "record": record}
    return by.call("POST", f"{MONTHS}/{month}", body)


def kept(town: Town) -> list[str]:
    return [row["record"] for row in town.nora.call("GET", MONTHS).body["records"]]


def acts(town: Town) -> list[tuple[str, str | None]]:
    with town.store.reading() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.action.startswith("close_month")))
        return [(row.action, row.new) for row in rows]


def test_a_month_is_closed_once_however_often_the_answer_is_lost(town: Town) -> None:
    record = sealed(town, town.nora, LAST)
    assert [close(town, town.nora, LAST, record).status for _ in range(2)] == [201, 201]
    assert kept(town) == [record["record"]]
    assert acts(town) == [("close_month", LAST)]


def test_a_correction_is_one_more_edition_and_the_older_stays(town: Town) -> None:
    first = sealed(town, town.nora, LAST)
    second = sealed(town, town.nora, LAST, first)
    assert close(town, town.nora, LAST, first).status == 201
    assert close(town, town.nora, LAST, second, first=False).status == 201
    assert kept(town) == [first["record"], second["record"]]
    assert acts(town) == [("close_month", LAST), ("close_month_again", LAST)]
    with town.store.reading() as session:
        assert editions_of(session, town.office.site, LAST) == 2
        assert editions_of(session, town.office.site, "2024-02") == 0


@pytest.mark.parametrize("again", [False, True])
def test_of_two_who_close_at_once_the_second_is_told(town: Town, again: bool) -> None:
    before = sealed(town, town.nora, LAST) if again else None
    if again:
        assert close(town, town.nora, LAST, before).status == 201
    one, other = (sealed(town, town.nora, LAST, before) for _ in range(2))
    assert close(town, town.nora, LAST, one).status == 201
    late = close(town, town.nora, LAST, other)
    assert (late.status, late.slug) == (409, "stale-revision")
    assert late.body["current"]["record"] == one["record"]


def test_of_two_who_close_the_first_month_of_all_the_second_leaves_no_shelf(town: Town) -> None:
    assert close(town, town.nora, LAST, sealed(town, town.nora, LAST)).status == 201
    other = secrets.token_bytes(16)
    late = close(town, town.nora, LAST, sealed(town, town.nora, LAST), box=other)
    assert late.slug == "container-exists"
    with town.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Shelf)) == 1


def test_what_is_not_over_is_not_closed(town: Town) -> None:
    refused = close(town, town.nora, THIS, sealed(town, town.nora, THIS))
    assert (refused.status, refused.slug) == (409, "month-not-over")
    assert town.nora.call("GET", MONTHS).body["container_id"] is None  # not even the shelf


def test_no_month_is_closed_in_anothers_name(town: Town) -> None:
    record = sealed(town, town.nora, "2026-02")
    assert close(town, town.nora, LAST, record).status == 422
    assert close(town, town.nora, "2026-13", sealed(town, town.nora, "2026-13")).status == 422
    stranger = sealed(town, town.ana, LAST)
    assert close(town, town.nora, LAST, stranger).status == 422  # an advocate's signature
    assert kept(town) == []


def test_only_supervisors_close(town: Town) -> None:
    assert close(town, town.ana, LAST, sealed(town, town.ana, LAST)).status == 403
    assert town.ana.call("GET", f"{MONTHS}/{LAST}").status == 403
    assert town.ana.call("GET", MONTHS).status == 403


def test_cases_that_are_deleted_by_now_are_counted_without_naming_them(town: Town) -> None:
    for _ in range(2):
        body = CaseOf(town.office).body(town.ana, None)
        assert town.ana.call("POST", "/api/v1/cases", body).status == 201
    gone = town.nora.call("GET", f"{MONTHS}/{THIS}").body
    assert gone == {"gone": 0}
    with town.store.writing() as session:
        deletion.delete_case(session, session.scalars(select(Case.case_id)).all()[0])
    assert town.nora.call("GET", f"{MONTHS}/{THIS}").body == {"gone": 1}
    with town.store.reading() as session:
        assert cases_gone(session, LAST) == 0
