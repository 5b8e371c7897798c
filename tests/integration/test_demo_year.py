"""The made-up year as the report sees it: exactly the numbers that went in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from moderation import checker, margins
from moderation.models import QueueItem
from tests.integration.conftest import Town
from tests.integration.test_reports import MARGINS
from webapp.demo import year_load
from webapp.demo.year import TRAININGS, Contact, year_before

pytestmark = pytest.mark.long

DAY = date(2026, 11, 28)


OF: dict[str, Callable[[Contact], str | None]] = {
    "category": lambda it: it.category,
    "channel": lambda it: it.channel,
    "language": lambda it: it.language,
    "outcome": lambda it: it.outcome,
}
"""What of a contact each margin counts."""


class Broken(Exception):
    """The power went off."""


def bring(town: Town, monkeypatch: pytest.MonkeyPatch, every: int) -> list[Contact]:
    """One in so many of the year's contacts and all who asked for a training, broken off once."""
    year = enumerate(year_before(DAY, "UTC"))
    some = [it for at, it in year if at % every == 0 or it.training is not None]
    monkeypatch.setattr(year_load, "year_before", lambda *_: some)

    def off(*_: int) -> None:
        raise Broken

    with pytest.raises(Broken):
        year_load.bring_year(town.settings, town.store, DAY, off)
    return year_load.bring_year(town.settings, town.store, date(2027, 3, 1), lambda *_: None)


def compare(town: Town, put_in: list[Contact]) -> None:
    """Each margin, month by month, is what the contacts say; the checker finds nothing."""
    got = town.nora.call("GET", f"{MARGINS}?first=2025-11&last=2026-10").body["margins"]
    for name, of in OF.items():
        wanted = Counter((of(it), margins.month_of(it.moment.date())) for it in put_in)
        wanted = Counter({key: n for key, n in wanted.items() if key[0] is not None})
        found = {(b, period): n for b, each in got[name].items() for period, n in each.items()}
        assert found == wanted
    chats = [it for it in put_in if it.channel == "chat"]
    assert sum(n for each in got["wait"].values() for n in each.values()) == len(chats)
    with town.store.reading() as session:
        assert len(session.scalars(select(QueueItem.conv)).all()) == len(put_in)
        assert checker.check(session) == []


def compare_trainings(town: Town, put_in: list[Contact]) -> None:
    """Those that were held are in their own months, with all whom they reached; the others are listed."""
    stand = [it.training for it in put_in if it.training is not None]
    wanted = Counter[tuple[str, str]]()
    for it in stand:
        if it.day is not None and it.people is not None:
            wanted["held", margins.month_of(it.day)] += 1
            wanted["people", margins.month_of(it.day)] += it.people
    found = dict[tuple[str, str], int]()
    for span in ("first=2025-11&last=2026-10", "first=2026-11&last=2026-11"):
        told = town.nora.call("GET", f"{MARGINS}?{span}").body["margins"].get("training", {})
        found |= {(b, month): n for b, each in told.items() for month, n in each.items()}
    assert found == wanted
    lists = Counter(it.status for it in stand)
    for status in ("requested", "scheduled", "held", "cancelled"):
        answer = town.nora.call("GET", f"/api/v1/trainings?status={status}").body
        assert answer["total"] == lists[status] > 0
    assert lists.total() == TRAININGS


def test_every_twentieth_contact_is_counted_as_it_went_in(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in = bring(town, monkeypatch, 20)
    compare(town, put_in)
    compare_trainings(town, put_in)


@pytest.mark.long
def test_the_whole_year_is_counted_as_it_went_in(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in = bring(town, monkeypatch, 1)
    compare(town, put_in)
    compare_trainings(town, put_in)
