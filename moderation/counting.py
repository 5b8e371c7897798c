"""Counting for a screen: exact as long as that is quick, and then "so many, or more"."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

MOST = 10_000
"""Rows of a list that are counted: two hundred pages. A screen says "10,000+"."""


def up_to(session: Session, some: Select[Any], most: int = MOST) -> int:
    """How many rows there are, counted no further than `most`: the store may be large.

    Where all of a table is asked for, `some` is in the order of an index, which is then read no
    further either.
    """
    counted = select(func.count()).select_from(some.limit(most).subquery())
    return session.scalar(counted) or 0
