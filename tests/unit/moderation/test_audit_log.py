from __future__ import annotations

import pytest

from moderation.audit_log import COLUMNS, Line, as_csv, as_json_lines, harmless

NOTHING: Line = dict.fromkeys(COLUMNS, "")
ROW: Line = {**NOTHING, "number": 7, "person": 'Ana "A", the first'}


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "  ="]
)
def test_a_cell_that_a_spreadsheet_would_compute_is_only_shown(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("text", ["", "Ana", "2026-11-27T20", "7", "a=b", "ÑANDÚ", "سامي"])
def test_any_other_cell_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_csv_has_a_heading_and_keeps_quotes_and_commas_in_their_cells() -> None:
    heading, row = as_csv([ROW])
    assert heading == ",".join(COLUMNS) + "\r\n"
    assert row.startswith('7,,"Ana ""A"", the first",')


def test_json_lines_are_one_object_a_line_in_the_people_s_own_letters() -> None:
    (line,) = as_json_lines([{**ROW, "person": "سامي"}])
    assert line.endswith("}\n")
    assert '"person": "سامي"' in line
