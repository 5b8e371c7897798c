"""The checker's promise about rows that name another: the other one is there.

The database holds it too. It cannot where somebody wrote to the files with another program, or where
a disk gave back something else than it was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import ForeignKeyConstraint, Select, select
from sqlalchemy.orm import Session

from config.database import Content, Keys
from moderation.finding import Finding


def orphans(session: Session) -> Iterator[Finding]:
    """Every row whose parent is gone, by the name that it has for it."""
    for table in chain(Content.metadata.sorted_tables, Keys.metadata.sorted_tables):
        for names in table.foreign_key_constraints:
            for named in session.scalars(_lost(names)):
                promise = f"what a row of {table.name} names in {names.referred_table.name} exists"
                yield Finding(promise, named if isinstance(named, bytes) else str(named).encode())


def _lost(names: ForeignKeyConstraint) -> Select[object]:
    pairs = [(each.parent, each.column) for each in names.elements]
    found = select(1).where(*(ours == theirs for ours, theirs in pairs)).exists()
    named = [ours.is_not(None) for ours, _ in pairs]
    return select(pairs[0][0]).where(*named, ~found).distinct()
