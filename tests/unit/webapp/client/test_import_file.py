"""A file of cases is checked whole: what is wrong is told by line, and never quoted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from moderation.cases import luhn_holds
from webapp.client.case_formats import harmless, plain
from webapp.client.case_import import number_of
from webapp.client.import_file import BrokenFile, ImportedCase, read_file

GOOD = {"id": "1", "title": "王芳 and Łucja"}


def read(tmp_path: Path, name: str, text: str | bytes) -> list[ImportedCase]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_file(path, "other")


def findings(tmp_path: Path, name: str, text: str | bytes) -> list[str]:
    with pytest.raises(BrokenFile) as refused:
        read(tmp_path, name, text)
    return [f"{each.where}: {each.why}" for each in refused.value.findings]


def lines(*cases: Any) -> str:
    return "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)


def test_two_columns_are_enough_for_a_table(tmp_path: Path) -> None:
    (case,) = read(tmp_path, "a.csv", "id,title\r\n7,Zoë\r\n")
    assert (case.system, case.id, case.title, case.channel) == ("other", "7", "Zoë", "phone")


def test_every_broken_line_is_told_and_none_is_quoted(tmp_path: Path) -> None:
    secret = {"id": "2", "title": "secret", "category": "secret"}
    text = lines(GOOD, secret) + '{"id": "secret\n' + lines(GOOD, {"id": "9"}, ["secret"])
    told = findings(tmp_path, "a.ndjson", text)
    assert [each.split(":")[0] for each in told] == [f"line {n}" for n in (2, 3, 4, 5, 6)]
    assert "secret" not in "".join(told)
    assert told[2] == "line 4: the same id as line 1"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", lines(GOOD)),
        ("a.csv", "id,title,colour\n1,a,b\n"),
        ("a.csv", "id\n1\n"),
        ("a.csv", "id,id,title\n1,1,a\n"),
        ("a.csv", "id,title\n1\n"),
        ("a.csv", 'id,title\n1,"a\n'),
        ("a.csv", "id,title,sections\n1,a,{\n"),
        ("a.csv", "id,title,sections\n1,a,7\n"),
        ("a.json", "{"),
        ("a.json", "7"),
        ("a.json", "[" * 100_000),
        ("a.json", json.dumps([{**GOOD, "title": "\ud800"}])),
        ("a.json", b"\xff\xfe"),
        ("a.json", json.dumps([{**GOOD, "fields": {"A B": "x"}}])),
        ("a.json", json.dumps([{**GOOD, "summary": "x" * 60_001}])),
        ("a.json", json.dumps([{**GOOD, "summary": "王" * 30_000}])),
        ("a.json", json.dumps([{**GOOD, "sections": [{"kind": "release"}]}])),
        ("a.json", json.dumps([{**GOOD, "sections": [{"kind": "note", "id": "1"}] * 2}])),
        ("a.json", json.dumps([{**GOOD, "unknown": 1}])),
    ],
)
def test_what_is_no_file_of_cases_is_refused(tmp_path: Path, name: str, text: str) -> None:
    assert len(findings(tmp_path, name, text)) == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\tx", "'=1", "'", "a=1", "＝1", ""])
def test_no_cell_is_a_formula_and_each_comes_back(cell: str) -> None:
    shown = harmless(cell)
    assert plain(shown) == cell
    assert not shown.startswith(("=", "+", "-", "@", "\t", "＝"))


def test_every_number_that_is_derived_has_its_check_digit() -> None:
    numbers = [number_of(bytes([at]) * 16, attempt) for at in range(50) for attempt in range(4)]
    assert all(luhn_holds(number) for number in numbers)
    assert len(set(numbers)) > 190
