"""What reports count: each contact once, in its own month, whatever becomes of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from chat.live_models import Counter
from chat.models import Conversation
from config import clock
from config.bulk import Values
from config.database import attempt
from moderation import audit, counters
from moderation import margins as counting
from moderation.errors import NotAllowed
from moderation.models import QueueItem
from tests import site_draft
from tests.integration.conftest import Town, item_id

MARGINS = "/api/v1/reports/margins"


def this_month() -> str:
    """As the server names it."""
    return f"{clock.now():%Y-%m}"


def margins(town: Town, first: str = "", last: str = "") -> dict[str, dict[str, dict[str, int]]]:
    """What a supervisor gets of these months."""
    first, last = first or this_month(), last or first or this_month()
    got = town.nora.call("GET", f"{MARGINS}?first={first}&last={last}")
    assert got.status == 200
    found: dict[str, dict[str, dict[str, int]]] = got.body["margins"]
    return found


def of(town: Town, name: str) -> dict[str, int]:
    """One margin of this month."""
    return {bucket: found[this_month()] for bucket, found in margins(town).get(name, {}).items()}


def test_every_contact_is_in_each_margin_once(town: Town) -> None:
    for language in ("en", "es", "es-MX", "qu", "ar"):
        assert town.source().send_tip(language=language).status == 201
    assert town.source().send_tip(channel="chat").status == 201
    assert of(town, "language") == {"en": 2, "es": 2, "other": 2}
    assert of(town, "channel") == {"tip_form": 5, "chat": 1}
    assert sum(of(town, "category").values()) == 6
    hours = margins(town)["hour_of_week"]
    assert sum(n for found in hours.values() for n in found.values()) == 6


def test_the_same_tip_sent_twice_is_one_contact(town: Town) -> None:
    person = town.source()
    tip = person.tip()
    for _ in range(2):
        assert person.call("POST", "/api/v1/conversations", tip).status == 201
    assert of(town, "channel") == {"tip_form": 1}


def test_another_category_moves_the_contact_and_makes_no_second_one(town: Town) -> None:
    person = town.source()
    assert person.send_tip().status == 201
    before = of(town, "category")
    path = f"/api/v1/items/{item_id(person)}"
    assert town.ana.call("POST", f"{path}/claim", {}).status == 200
    labels = {"category": "referral", "priority": "low"}
    assert town.ana.call("POST", f"{path}/labels", labels).status == 200
    assert sum(before.values()) == 1
    assert of(town, "category") == {"referral": 1}


def test_what_somebody_answers_while_they_wait_moves_them_and_makes_no_second_contact(
    town: Town,
) -> None:
    person = town.source()
    assert person.send_tip(channel="chat", category="information", language="en").status == 201
    labels = {"category": "crisis", "urgency": "immediate", "priority": "urgent", "language": "qu"}
    assert person.call("POST", "/api/v1/conversation/labels", labels).status == 200
    assert of(town, "category") == {"crisis": 1}
    assert of(town, "language") == {"other": 1}


def test_the_last_end_is_the_one_that_counts(town: Town) -> None:
    person = town.source()
    assert person.send_tip().status == 201
    path = f"/api/v1/items/{item_id(person)}"

    def close(how: str) -> None:
        assert town.ana.call("POST", f"{path}/claim", {}).status == 200
        assert town.ana.call("POST", f"{path}/close", {"disposition": how}).status == 200

    close("no_action")
    assert of(town, "outcome") == {"no_action": 1}
    assert person.write().status == 201
    assert of(town, "outcome") == {}
    close("information_given")
    assert of(town, "outcome") == {"information_given": 1}
    with town.store.reading() as session:
        kept = session.scalars(select(QueueItem.disposition)).all()
    assert kept == ["information_given"]


@pytest.mark.parametrize(
    ("zone", "bucket", "quarter"),
    [
        ("America/New_York", "3-22", "2026-Q4"),
        ("Asia/Tokyo", "4-12", "2027-Q1"),
        ("UTC", "4-03", "2027-Q1"),
    ],
)
def test_hours_are_those_of_the_hotline_s_own_clock(
    town: Town, zone: str, bucket: str, quarter: str
) -> None:
    person = town.source()
    assert person.send_tip().status == 201
    moment = datetime(2027, 1, 1, 3, tzinfo=UTC)
    with town.store.writing() as session:
        item = session.scalars(select(QueueItem)).one()
        talk = session.get_one(Conversation, item.conv)
        counting.arrived(session, item, talk, moment, zone)
    hours = margins(town, "2026-10", "2027-03")["hour_of_week"]
    assert hours[bucket][quarter] == 1


@pytest.mark.parametrize(
    "asked",
    [
        "first=2026-11",
        "first=2026-13&last=2026-13",
        "first=2026-12&last=2026-11",
        "first=2020-01&last=2026-11",
        "first=x&last=y",
    ],
)
def test_odd_spans_are_refused(town: Town, asked: str) -> None:
    assert town.nora.call("GET", f"{MARGINS}?{asked}").status == 422


def test_an_empty_month_has_no_margins(town: Town) -> None:
    assert margins(town, "2024-02") == {}


def test_who_reads_no_reports_gets_none(town: Town) -> None:
    path = f"{MARGINS}?first=2026-11&last=2026-11"
    assert town.ana.call("GET", path).status == 403


def test_counters_are_taken_in_one_order_and_before_the_audit_whatever_came_first(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[object] = []

    def add(_connection: object, _table: object, _columns: object, rows: list[Values]) -> None:
        taken.extend((tuple(key), by) for *key, by in rows)

    monkeypatch.setattr(counters, "add_up_rows", add)
    monkeypatch.setattr(audit, "append", lambda _s, _rows: taken.append("audit"))
    item = QueueItem(conv=bytes(16), day=date(2026, 11, 1), category="tip", disposition="test")
    older = QueueItem(conv=bytes(16), day=date(2026, 10, 1), category="tip", disposition="test")
    for items in ((item, older, item), (older, item, item)):
        with town.store.writing() as session:
            audit.record(session, audit.Act(None, "2026-11-01T00"), "close", bytes(16))
            for one in items:
                counting.recategorised(session, one, "crisis")
                counting.concluded(session, one, None)
    once = [
        (("category", "crisis", "2026-10"), -1), (("category", "crisis", "2026-11"), -2),
        (("category", "tip", "2026-10"), 1), (("category", "tip", "2026-11"), 2),
        (("outcome", "test", "2026-10"), 1), (("outcome", "test", "2026-11"), 2), "audit",
    ]  # fmt: skip
    assert taken == once * 2


def test_what_an_attempt_counted_is_not_counted_where_it_failed(town: Town) -> None:
    with town.store.writing() as session:
        counters.count(session, "outcome", "test", "2026-11")
        with suppress(NotAllowed), attempt(session):
            counters.count(session, "outcome", "prank", "2026-11")
            raise NotAllowed
    with town.store.reading() as session:
        rows = session.scalars(select(Counter)).all()
    assert [(row.bucket, row.n) for row in rows] == [("test", 1)]


def hours_in(town: Town, quarter: str) -> set[str]:
    """The hours of the clock at which somebody came, in this quarter of 2026."""
    year = margins(town, "2026-01", "2026-12")
    return {bucket[-2:] for bucket, found in year["hour_of_week"].items() if quarter in found}


def test_over_a_year_clocks_change_and_the_hotline_moves_and_each_contact_counts_once(
    town: Town,
) -> None:
    assert town.source().send_tip().status == 201
    with town.store.writing() as session:
        item = session.scalars(select(QueueItem)).one()
        talk = session.get_one(Conversation, item.conv)
        for counter in session.scalars(select(Counter)):
            session.delete(counter)  # only the twelve below count
        for month in range(1, 13):
            moment = datetime(2026, month, 15, 2, 30, tzinfo=UTC)
            item.day = clock.day_of(moment)
            zone = "America/New_York" if month <= 6 else "America/Los_Angeles"
            counting.arrived(session, item, talk, moment, zone)
        item.day = clock.day_of(clock.now())
    year = margins(town, "2026-01", "2026-12")
    by_month = next(iter(year["category"].values()))
    assert by_month == {f"2026-{month:02}": 1 for month in range(1, 13)}
    # 2:30 in London; clocks change on 8 March and 1 November.
    assert [hours_in(town, f"2026-Q{n}") for n in (1, 2, 3, 4)] == [
        {"21", "22"},
        {"22"},
        {"19"},
        {"19", "18"},
    ]


def test_who_comes_after_the_hotline_published_another_zone_is_counted_by_its_clock(
    town: Town,
) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # 25 hours apart
        hours: dict[str, object] = {"zone": zone, "days": {}}
        draft = site_draft.draft(town.store, hours=hours)
        assert town.nora.call("POST", "/api/v1/site-settings", draft).status in {200, 201}
        before, _ = clock.now(), town.source().send_tip()
        there = {moment.astimezone(ZoneInfo(zone)) for moment in (before, clock.now())}
        buckets = {f"{at.weekday()}-{at.hour:02}" for at in there}
        found = margins(town, "2026-01", "2027-12")["hour_of_week"]
        assert buckets & set(found)
    assert sum(n for each in found.values() for n in each.values()) == 2
    assert sum(of(town, "category").values()) == 2
