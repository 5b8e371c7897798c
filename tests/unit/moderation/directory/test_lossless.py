"""What is imported goes out again as it came: the standard's own examples, and what it does not know."""

from __future__ import annotations

import json

import pytest

from tests.unit.moderation.directory.packages import (
    codes,
    golden,
    golden_tables,
    read_alone,
    rows_of,
    tables_in,
    written,
    zipped,
)


def test_the_standard_s_package_goes_out_with_every_row_that_came_in() -> None:
    files = golden_tables()
    found, report = read_alone(zipped(files))
    assert not report.stops
    assert tables_in(written(found, "package")) == {n: rows_of(t) for n, t in files.items()}
    assert len(files) == 24


def test_what_the_standard_s_package_refers_to_and_does_not_have_is_told_line_by_line() -> None:
    _, report = read_alone(zipped(golden_tables()))
    told = {(each.file, each.line, each.where) for each in report.told if each.code == "dangling"}
    assert ("service_at_location.csv", 2, "service_id") in told
    assert ("locations.csv", 2, "organization_id") in told
    assert codes(report) == {"dangling": 16, "place-off": 1}


@pytest.mark.parametrize("name", ["organization_full.json", "organization_simple.json"])
def test_the_standard_s_documents_go_out_as_they_came(name: str) -> None:
    found, report = read_alone(json.dumps(golden(name)).encode())
    assert not report.stops
    assert json.loads(written(found, "json")) == [golden(name)]
    assert [json.loads(line) for line in written(found, "ndjson").splitlines()] == [golden(name)]


def test_a_page_of_the_standard_s_api_is_read() -> None:
    page = golden("organization_list.json")
    found, _ = read_alone(json.dumps(page).encode())
    assert json.loads(written(found, "json")) == page["contents"]


def test_a_document_that_becomes_tables_and_a_document_again_has_the_same_rows() -> None:
    first, _ = read_alone(json.dumps(golden("organization_full.json")).encode())
    tables = written(first, "package")
    second, report = read_alone(tables)
    assert not report.stops
    assert tables_in(written(second, "package")) == tables_in(tables)
    assert {"services.csv", "phones.csv", "taxonomy.csv"} <= tables_in(tables).keys()


STRANGE = {
    "id": "org:1/ä 🏠",
    "name": "بيت الأمان \u202e ﷽ é e\u0301 👩\u200d👩\u200d👧 𝒽 名前",
    "x_unknown": {"deep": [1, 2.5, None, True, {"a": []}]},
    "services": [
        {"id": "s", "name": "Ü", "x_more": "line\r\nbreak, \"quotes\" and 'more'", "empty": ""}
    ],
}


def test_fields_that_nobody_knows_and_names_in_every_script_are_kept() -> None:
    found, report = read_alone(json.dumps([STRANGE]).encode())
    assert codes(report) == {}
    assert json.loads(written(found, "json")) == [STRANGE]


def test_unknown_tables_and_columns_of_a_package_are_kept() -> None:
    files: dict[str, str | bytes] = {
        "organization.csv": 'id,name,x_own\r\no1,Harbour,"a\nb"\r\n',
        "services.csv": "id,organization_id,name,x_own\r\ns1,o1,Beds,7.10\r\n",
        "x_things.csv": "id,colour\r\nt1,blue\r\n",
    }
    found, report = read_alone(zipped(files))
    assert codes(report) == {}
    out = tables_in(written(found, "package"))
    assert out["organizations.csv"] == rows_of(files["organization.csv"])
    assert out["services.csv"] == rows_of(files["services.csv"])
    assert out["x_things.csv"] == rows_of(files["x_things.csv"])


def test_a_place_that_two_organisations_share_is_with_both_and_goes_out_once() -> None:
    files: dict[str, str | bytes] = {
        "organizations.csv": "id,name\no1,A\no2,B\n",
        "services.csv": "id,organization_id,name\ns1,o1,X\ns2,o2,Y\n",
        "locations.csv": "id,name,latitude\nl1,Hall,40.7\n",
        "addresses.csv": "id,location_id,city\na1,l1,Boston\n",
        "service_at_location.csv": "id,service_id,location_id\nx1,s1,l1\nx2,s2,l1\n",
    }
    found, report = read_alone(zipped(files))
    assert codes(report) == {}
    for each in found.organisations:
        link = json.loads(each.text)["services"][0]["service_at_locations"][0]
        assert link["location"]["addresses"][0]["city"] == "Boston"
    assert tables_in(written(found, "package")) == {n: rows_of(t) for n, t in files.items()}


def test_numbers_of_tables_go_out_as_they_were_written() -> None:
    files: dict[str, str | bytes] = {
        "organizations.csv": "id,name,year_incorporated\no1,A,0042\n",
        "locations.csv": "id,organization_id,latitude,longitude\nl1,o1,40.70,-74.5\n",
    }
    found, report = read_alone(zipped(files))
    assert codes(report) == {}
    assert tables_in(written(found, "package")) == {n: rows_of(t) for n, t in files.items()}
