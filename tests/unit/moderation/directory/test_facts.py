"""Cards and main facts: what a search knows of a document, and what an edit leaves alone."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from moderation.directory import facts
from moderation.directory.cards import card_of, lot_of
from moderation.directory.finding import contact_of, is_stale
from moderation.directory.main_facts import main_of, with_main
from tests.unit.moderation.directory.packages import golden

NEW = iter(f"new{n}" for n in range(1000))


def new_id() -> str:
    return next(NEW)


def doc() -> dict[str, Any]:
    whole: dict[str, Any] = golden("organization_full.json")
    return whole


def test_writing_the_facts_that_were_read_changes_nothing() -> None:
    assert with_main(doc(), main_of(doc()), new_id) == doc()


def test_an_edit_leaves_everything_alone_that_it_does_not_speak_of() -> None:
    main = main_of(doc())
    main["name"], main["services"][0]["minimum_age"] = "Other", 16
    changed = with_main(doc(), main, new_id)
    expected = doc()
    expected["name"], expected["services"][0]["minimum_age"] = "Other", 16
    assert changed == expected


def test_a_place_is_edited_wherever_the_document_has_it() -> None:
    main = main_of(doc())
    main["places"][0]["city"], main["places"][0]["latitude"] = "Elsewhere", 42.5
    changed = with_main(doc(), main, new_id)
    link = changed["services"][0]["service_at_locations"][0]
    for place in (changed["locations"][0], link["location"]):
        assert (place["addresses"][0]["city"], place["latitude"]) == ("Elsewhere", 42.5)


def test_parts_are_added_and_taken_out_with_what_hangs_on_them() -> None:
    main = main_of(doc())
    main["places"], main["phones"] = (
        [],
        [{"id": "", "number": "+1 202 555 0100", "description": ""}],
    )
    changed = with_main(doc(), main, new_id)
    assert "locations" not in changed
    assert "service_at_locations" not in changed["services"][0]
    assert [each["number"] for each in changed["phones"]] == ["+1 202 555 0100"]


def test_statuses_and_languages_are_written_as_the_standard_has_them() -> None:
    main = main_of(doc())
    main["services"][0] |= {"statuses": ["undocumented"], "languages": ["es", "ur"]}
    service = with_main(doc(), main, new_id)["services"][0]
    assert [each["code"] for each in service["languages"]] == ["es", "ur"]
    assert service["languages"][1] == doc()["services"][0]["languages"][0]
    assert facts.statuses(service) == ["undocumented"]
    assert service["attributes"][0] == doc()["services"][0]["attributes"][0]


def test_hours_that_are_too_clever_stay_and_plain_ones_are_edited() -> None:
    main = main_of(doc())
    assert main["places"][0]["hours"] == []
    hours = {"id": "", "days": ["MO"], "opens_at": "09:00", "closes_at": "17:00"}
    main["places"][0]["hours"] = [{**hours, "timezone": "America/New_York"}]
    changed = with_main(doc(), main, new_id)
    clever, plain = changed["locations"][0]["schedules"]
    assert clever == doc()["locations"][0]["schedules"][0]
    assert facts.hours(plain) == ["America/New_York", 1, 540, 1020, "", ""]


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        ({"byday": "MO,FR"}, ["", 17, 540, 1020, "", ""]),
        ({"freq": "DAILY"}, ["", 127, 540, 1020, "", ""]),
        ({"timezone": -5}, [-5, 127, 540, 1020, "", ""]),
        ({"valid_from": "2026-01-01", "until": "2026-02-01"}, ["", 127, 540, 1020]),
        ({"byday": "1MO"}, None),
        ({"freq": "MONTHLY"}, None),
        ({"interval": 2}, None),
        ({"count": 3}, None),
        ({"bymonthday": "1"}, None),
        ({"closes_at": None}, None),
    ],
)
def test_only_times_that_can_be_followed_are_searched(
    schedule: dict[str, Any], told: list[Any] | None
) -> None:
    found = facts.hours({"opens_at": "09:00:00", "closes_at": "17:00Z", **schedule})
    assert found is None if told is None else found is not None and found[: len(told)] == told
    if "until" in schedule:
        assert found is not None
        assert found[4:] == ["2026-01-01", "2026-02-01"]


@pytest.mark.parametrize(
    ("service", "cost"),
    [
        ({}, facts.UNKNOWN),
        ({"fees_description": "Free of charge"}, facts.FREE),
        ({"fees": "Gratuito"}, facts.FREE),
        ({"fees_description": "Freedom fund pays half"}, facts.PAID),
        ({"cost_options": [{"id": "c", "amount": 0}]}, facts.FREE),
        ({"cost_options": [{"id": "c", "amount": 35}]}, facts.PAID),
    ],
)
def test_what_a_service_costs(service: dict[str, Any], cost: int) -> None:
    assert facts.cost(service) == cost


def test_a_card_says_what_a_search_needs_and_puts_no_place_off_the_earth() -> None:
    other, services, places, hours, unsure = json.loads(card_of(doc()))
    assert (other, hours, unsure) == ("Example Org", [], 1)
    assert services[0][:2] == ["Community Counselling", "MyCity Counselling Services name"]
    assert services[0][2:7] == [12, 100, facts.PAID, [], ["ur"]]
    assert places == [["MyCity", "MyState", "ABC 1234", None, None, ["ur"]]]


def test_a_card_is_made_of_whatever_a_document_holds() -> None:
    odd = {"id": "a", "name": "A", "services": [None, 7, {"id": "s", "languages": "es"}]}
    assert json.loads(card_of(odd))[1][0][6] == []


def test_lots_are_even() -> None:
    lots = [lot_of(f"org-{n}") >> 12 for n in range(16_000)]
    counts = [lots.count(n) for n in range(16)]
    assert min(counts) > 800


def test_after_365_days_an_organisation_is_stale() -> None:
    today = date(2026, 3, 10)
    assert is_stale(None, today)
    assert not is_stale(date(2025, 3, 10), today)
    assert is_stale(date(2025, 3, 9), today)


def test_a_referral_reaches_an_organisation_by_its_first_ways() -> None:
    contact = contact_of(doc())
    assert contact.email == "email@example.com"
    assert "1234 234567" in contact.phone
    bare = deepcopy(doc())
    bare["phones"], bare["email"] = [], ""
    assert contact_of(bare).email == "email@example.com"
