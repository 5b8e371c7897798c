"""The plain table: one organisation in each row, and nothing is lost of what a row does not say."""

from __future__ import annotations

import json
from datetime import date

import pytest

from moderation.directory.plain_table import COLUMNS, head, line
from moderation.directory.reading import ids_of_table, read
from tests.unit.moderation.directory.packages import codes, golden, read_alone

ROW = (
    "id,name,kind,verified_on,phone,service,minimum_age,languages,immigration_status,city,"
    "latitude,longitude,byday,opens_at,closes_at,timezone,fees\n"
    "h1,Harbour,labor_ngo,2026-01-02,+1 202 555 0100,Legal aid,18,es;ar,undocumented;asylum,"
    "Boston,42.36,-71.06,MO;TU,09:00,17:00,America/New_York,Free\n"
)


def test_a_row_becomes_an_organisation_with_a_service_a_place_and_hours() -> None:
    found, report = read_alone(ROW.encode())
    assert codes(report) == {}
    (each,) = found.organisations
    assert (each.kind, each.verified_on) == ("labor_ngo", date(2026, 1, 2))
    doc = json.loads(each.text)
    assert doc["services"][0]["languages"][1]["code"] == "ar"
    assert doc["locations"][0]["schedules"][0]["byday"] == "MO,TU"


def test_the_same_table_twice_makes_the_same_bytes() -> None:
    assert read_alone(ROW.encode())[0] == read_alone(ROW.encode())[0]


def test_a_written_row_changes_nothing_when_it_is_read() -> None:
    whole = golden("organization_full.json")
    text = head() + line(whole, "other", None)
    assert text.startswith(",".join(COLUMNS))
    kept, _ = read_alone(json.dumps(whole).encode())
    known = {whole["id"]: kept.organisations[0].text}
    assert ids_of_table(text.encode()) == [whole["id"]]
    found, report = read(text.encode(), known)
    assert codes(report) == {"place-off": 2}
    assert found.organisations[0].text == kept.organisations[0].text


def test_a_row_changes_only_what_its_columns_say() -> None:
    whole = golden("organization_full.json")
    known = {whole["id"]: json.dumps(whole)}
    found, _ = read(f"id,name\n{whole['id']},Renamed\n".encode(), known)
    assert json.loads(found.organisations[0].text) == {**whole, "name": "Renamed"}


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("id,name\n,A\n", "no-id"),
        ("id,name\na,\n", "no-name"),
        ("id,name\na,A\na,B\n", "duplicate-id"),
        ("id,name\na,A,B\n", "cells"),
        ("name\nA\n", "no-column"),
        ("id,name,shoe_size\na,A,43\n", "no-column"),
        ("id,name,minimum_age,service\na,A,young,S\n", "bad-number"),
        ("id,name,immigration_status,service\na,A,alien,S\n", "bad-status"),
        ("id,name,fees\na,A,Free\n", "no-name"),
        ("id,name,verified_on\na,A,yesterday\n", "bad-date"),
        ("id,name,kind\na,A,gang\n", "bad-kind"),
        ("id,name,city,byday,opens_at,closes_at\na,A,B,XX,09:00,17:00\n", "bad-time"),
        ("id,name,city,byday,opens_at,closes_at\na,A,B,MO,9am,17:00\n", "bad-time"),
    ],
)
def test_a_broken_row_is_told(table: str, code: str) -> None:
    _, report = read_alone(table.encode())
    assert code in codes(report), codes(report)
    assert report.stops
