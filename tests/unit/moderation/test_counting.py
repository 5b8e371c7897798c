"""A screen's numbers are exact up to so many, and read no further."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, literal, select, union_all
from sqlalchemy.orm import Session

from moderation import counting

FORMAT = Path("webapp/frontend/staff/i18n/format.ts").read_text()


@pytest.mark.parametrize(("rows", "counted"), [(1, 1), (3, 3), (4, 3)])
def test_rows_are_counted_up_to_the_most(rows: int, counted: int) -> None:
    some = union_all(*[select(literal(n)) for n in range(rows)]).subquery()
    with Session(create_engine("sqlite://")) as session:
        assert counting.up_to(session, select(some), 3) == counted


def test_the_desk_says_so_from_the_same_number_on() -> None:
    said = re.search(r"MOST_COUNTED = ([\d_]+)", FORMAT)
    assert said is not None
    assert int(said[1]) == counting.MOST
