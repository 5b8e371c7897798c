"""How PostgreSQL would answer each statement of a large store: plans, asked for after the fact.

A small store is made to look large: the planner takes a table's rows from how many there were on
each page when it was last counted, and that number is written here. So a plan is a large store's,
and takes no large store to get.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Table, event, insert, literal, select, text
from sqlalchemy.engine import Connection

from config.database import Database
from config.migrate import METADATA

SMALL = frozenset(
    [
        *("site", "site_version", "form_version", "materials_version", "roster", "certificate"),
        *("staff", "sign_in_method", "staff_session", "known_device", "sign_in_pace", "invite"),
        *("presence", "on_call", "team", "team_member", "shelf", "saved_reply", "saved_view"),
        *("share", "epoch_wrap", "roster_key_wrap", "job", "backup_run", "counter", "closed_month"),
        *("audit_head", "audit_anchor", "recent_wait", "directory_state", "directory_loose"),
        *("organisation", "organisation_note", "bulk_done", "looking"),
    ]
)
"""Tables that grow with staff, months or organisations, and `looking`, whose rows live for seconds."""

BIG = tuple(table for data in METADATA for table in data.sorted_tables if table.name not in SMALL)
"""Whose rows no request may read one by one, also one that was added since."""

ROWS = 1_000_000
READS = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)", re.IGNORECASE)
LOOKED = re.compile(r"Seq Scan on (\w+|\"case\")")


@dataclass
class Heard:
    """Every statement of a block once, with the parameters it was first given and who said it."""

    said: dict[str, tuple[Any, str]] = field(default_factory=dict)
    by: str = ""

    def note(self, _line: object, _cursor: object, said: str, given: Any, *more: object) -> None:
        """Keep what reads."""
        if READS.match(said):
            many = more[-1] and isinstance(given, list)
            self.said.setdefault(said, (given[0] if many else given, self.by))


@contextmanager
def heard(store: Database) -> Iterator[Heard]:
    """What the database is asked while the block runs."""
    ears = Heard()
    event.listen(store.engine, "before_cursor_execute", ears.note)
    try:
        yield ears
    finally:
        event.remove(store.engine, "before_cursor_execute", ears.note)


@contextmanager
def looking_large(store: Database) -> Iterator[Connection]:
    """A connection to which each big table has ROWS rows; all is as before when the block ends."""
    with store.engine.connect() as line, line.begin() as all_of_it:
        line.execute(text("SET LOCAL session_replication_role = replica"))  # no keys to others
        for table in BIG:
            name = f'{table.schema}."{table.name}"'
            if line.execute(select(literal(1)).select_from(table).limit(1)).first() is None:
                line.execute(insert(table), _some_row(table))  # no pages would be no rows
            line.execute(_COUNTED, {"rows": ROWS, "name": name})
        yield line
        all_of_it.rollback()


_COUNTED = text(
    """
    UPDATE pg_class SET relpages = 1, reltuples = :rows / greatest(1,
        pg_relation_size(oid) / current_setting('block_size')::int)
    WHERE oid = CAST(:name AS regclass)
    """
)


def _some_row(table: Table) -> dict[str, Any]:
    values = {int: 1, str: "S", bool: False, date: date(2026, 1, 1)}
    some = {c.name: values.get(c.type.python_type, bytes(16)) for c in table.columns}
    return {**some, "number": "12345674"} if table.name == "case" else some


def plan(line: Connection, said: str, given: Any) -> str:
    """How the database would answer."""
    return "\n".join(str(row[0]) for row in line.exec_driver_sql("EXPLAIN " + said, given))


def read_whole(line: Connection, heard: Heard, few: Iterable[str] = ()) -> list[str]:
    """Which big tables, but for a `few`, are read from end to end, by whom, and with which words."""
    names = {table.name for table in BIG} - set(few)
    found = []
    for said, (given, by) in heard.said.items():
        way = plan(line, said, given)
        tables = {name.strip('"') for name in LOOKED.findall(way)} & names
        if tables:
            found.append(f"{by}: {sorted(tables)}: {' '.join(said.split())}")
    return found
