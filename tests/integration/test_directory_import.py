"""Imports: a preview says what would change, and then all of it is imported or nothing."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from moderation.directory import importing
from tests.integration.conftest import Town
from tests.integration.directories import (
    act,
    bring,
    cards,
    documents,
    enter,
    export,
    lines,
    names,
    preview,
    some,
)
from tests.integration.matrix_directory import BYTES, DIRECTORY, MAIN
from tests.unit.moderation.directory.packages import (
    golden,
    golden_tables,
    rows_of,
    tables_in,
    zipped,
)

on_one_database = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)


def counts(told: dict[str, Any]) -> tuple[int, int, int, int]:
    return (
        told["added"]["count"],
        told["changed"]["count"],
        told["unchanged"],
        told["missing"]["count"],
    )


def test_a_preview_says_what_would_change_and_keeps_nothing(town: Town) -> None:
    bring(town.nora, lines({"id": "a", "name": "A"}, {"id": "b", "name": "B"}))
    file = lines({"id": "a", "name": "A"}, {"id": "b", "name": "Bee"}, {"id": "c", "name": "C"})
    looked = preview(town.nora, file).body
    assert counts(looked) == (1, 1, 1, 0)
    assert looked["changed"]["first"] == [{"id": "b", "name": "Bee", "fields": ["name"]}]
    assert names(town.ana) == ["A", "B"]
    assert bring(town.nora, file).status == 200
    assert names(town.ana) == ["A", "Bee", "C"]
    assert counts(preview(town.nora, file).body) == (0, 0, 3, 0)


def test_those_who_are_missing_stay_unless_somebody_says_otherwise(town: Town) -> None:
    bring(town.nora, some(3))
    looked = preview(town.nora, some(1))
    assert counts(looked.body) == (0, 0, 1, 2)
    bring(town.nora, some(1))
    assert len(names(town.ana)) == 3
    bring(town.nora, some(1), missing=1)
    assert names(town.ana) == ["Organisation 0"]
    bring(town.nora, some(3))
    assert len(names(town.ana)) == 3


def test_a_file_with_one_wrong_line_leaves_the_directory_as_it_was(town: Town) -> None:
    file = some(3) + b'\n{"id": "x", "name": ""}'
    looked = preview(town.nora, file).body
    assert looked["findings"] == [{"code": "no-name", "file": "", "line": 4, "where": "name"}]
    assert (bring(town.nora, file).slug, names(town.ana)) == ("import-refused", [])


def test_what_was_changed_since_the_preview_is_looked_at_again(town: Town) -> None:
    looked = preview(town.nora, some(2))
    enter(town.nora)
    late = bring(town.nora, some(2), looked)
    assert (late.status, late.slug) == (409, "directory-changed")
    assert names(town.ana) == ["Harbour Shelter"]


def test_another_file_than_the_one_that_was_looked_at_is_refused(town: Town) -> None:
    looked = preview(town.nora, some(2))
    assert bring(town.nora, some(3), looked).slug == "file-differs"


def test_an_import_that_breaks_in_the_middle_leaves_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = preview(town.nora, some(5))

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(importing, "_keep_loose", broken)
    assert bring(town.nora, some(5), looked).status == 500
    assert (names(town.ana), cards(town.ana)["serial"]) == ([], 0)


def test_the_standard_s_package_is_imported_and_exported_without_loss(town: Town) -> None:
    files = golden_tables()
    assert bring(town.nora, zipped(files)).slug == "import-refused"
    assert bring(town.nora, zipped(files), loose=1).status == 200
    expected = {name: rows_of(table) for name, table in files.items()}
    assert tables_in(export(town.ana, "package")) == expected
    assert counts(preview(town.nora, export(town.ana, "package")).body) == (0, 0, 1, 0)


def test_the_standard_s_document_is_imported_and_exported_without_loss(town: Town) -> None:
    whole = golden("organization_full.json")
    assert bring(town.nora, json.dumps(whole).encode()).status == 200
    assert json.loads(export(town.ana, "json")) == [whole]
    assert json.loads(export(town.ana, "ndjson")) == whole
    for form in ("json", "ndjson", "table"):
        assert counts(preview(town.nora, export(town.ana, form)).body) == (0, 0, 1, 0), form


def test_kind_and_last_check_travel_with_a_file_and_keys_do_not(town: Town) -> None:
    made = act(town.ana, "checked", enter(town.nora, "us_attorney").body).body
    (doc,) = json.loads(export(town.ana, "json"))
    assert doc["x_quietline"] == {"kind": "us_attorney", "verified_on": made["verified_on"]}
    evil = {**doc, "age_recipient": "age1evil", "x_quietline": {"kind": "other"}}
    assert bring(town.nora, json.dumps(evil).encode()).status == 200
    (now,) = documents(town.ana)
    assert (now["kind"], now["age_recipient"]) == ("other", None)


def test_a_day_that_a_file_says_is_nobody_s_check_and_the_same_day_stays_somebody_s(
    town: Town,
) -> None:
    act(town.ana, "checked", enter(town.nora).body)
    (doc,) = json.loads(export(town.ana, "json"))
    for name, day, somebody in (("Renamed", None, True), ("Again", "2020-01-01", False)):
        said = {**doc["x_quietline"], **({"verified_on": day} if day else {})}
        bring(town.nora, json.dumps({**doc, "name": name, "x_quietline": said}).encode())
        (now,) = documents(town.ana)
        assert (now["verified_by"] is not None) == somebody
        assert now["verified_on"] == said["verified_on"]


def test_an_empty_directory_is_exported_too(town: Town) -> None:
    assert json.loads(export(town.ana, "json")) == []
    assert export(town.ana, "ndjson") == b""


@on_one_database
def test_several_pages_are_one_file(town: Town) -> None:
    bring(town.nora, some(1001))
    assert len(json.loads(export(town.ana, "json"))) == 1001
    assert export(town.ana, "table").count(b"\r\n") == 1002


@on_one_database
def test_a_packed_file_is_read_and_one_that_is_too_large_is_not(town: Town) -> None:
    assert counts(preview(town.nora, gzip.compress(some(2))).body) == (2, 0, 0, 0)
    large = town.nora.call("POST", f"{DIRECTORY}/preview", b"x" * (64 * 1024 * 1024 + 1), **BYTES)
    assert large.status == 413
    assert town.nora.call("POST", f"{DIRECTORY}/preview", {}).status == 415


def test_a_plain_table_changes_what_its_columns_say(town: Town) -> None:
    made = enter(town.nora, description="Stays").body
    table = f"id,name,city,latitude,longitude\r\n{made['id']},New name,Boston,42.36,-71.06\r\n"
    assert bring(town.nora, table.encode()).status == 200
    (now,) = documents(town.ana)
    assert now["main"]["description"] == "Stays"
    assert (now["main"]["name"], now["main"]["places"][0]["city"]) == ("New name", "Boston")
    assert MAIN["name"] not in names(town.ana)


def test_of_two_imports_that_were_looked_at_the_first_wins(town: Town) -> None:
    first, second = preview(town.nora, some(2)), preview(town.nora, some(3))
    assert bring(town.nora, some(2), first).status == 200
    assert bring(town.nora, some(3), second).slug == "directory-changed"
