"""Rows about people outside have no numbers that say which came before which.

SQLite keeps tables in the order of a number that grows with every row. Small rows lie by their
random primary key from now on, large ones at a place that is drawn. There is no way back, since
nobody knows any more what the numbers were.
"""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SMALL = [
    "keys.way_back",
    "keys.visit",
    "keys.deleted",
    "keys.container_wrap",
    "content.conversation",
    "content.accept_record",
    "content.live_chat",
    "content.chat_member",
    "content.looking",
    "content.deletion_due",
    "content.counter",
    "content.file",
    "content.file_part",
    "content.file_lock",
    "content.queue_item",
    "content.arrival",
    "content.case",
    "content.case_conversation",
    "content.note_container",
]
LARGE = {
    "keys.key_record": ("conv", "gen"),
    "keys.share": ("conv", "gen", "staff_id"),
    "content.envelope": ("conv", "direction", "seq"),
    "content.case_record": ("record_id", "rev"),
    "content.private_note": ("record_id", "rev"),
    "content.saved_reply": ("record_id", "rev"),
}
"""The tables whose rows fill more than a quarter of a page, and what is unique in each."""

HIGHEST = (1 << 62) - 1


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, unique in LARGE.items():
            _place_on_postgresql(table, unique)
        return
    # A table that others point to is away for a moment; the commit would refuse what is left open.
    _run("PRAGMA defer_foreign_keys = ON")
    for table, unique in LARGE.items():
        _place(table, ", ".join(unique))
    for table in SMALL:
        _lay_by_key(table)
    for schema in ("keys", "content"):
        if _run(f"PRAGMA {schema}.foreign_key_check").first() is not None:
            raise RuntimeError("a row points to none")


def _place(full_name: str, unique: str) -> None:
    """The table's rows lie at random places, and were written in the order of these."""
    schema, name = full_name.split(".")
    made, indexes = _statements(schema, name)
    table, new = f'{schema}."{name}"', f"{schema}.{name}_new"
    columns = ", ".join(column[1] for column in _columns(schema, name))
    head, rest = made.split("(", 1)
    rest, replaced = re.subn(
        r"PRIMARY KEY \([^)]*\)",
        f"PRIMARY KEY (place), CONSTRAINT uq_{name}_{unique.split(',', maxsplit=1)[0]} UNIQUE ({unique})",
        rest,
    )
    if not head.startswith("CREATE TABLE") or replaced != 1:
        raise RuntimeError(name)
    _run(f"CREATE TABLE {new} (place INTEGER NOT NULL, {rest}")
    _run(
        f"CREATE TEMP TABLE lots AS SELECT rowid AS was, random() & {HIGHEST} AS place"
        f" FROM {table} ORDER BY place"
    )
    _run(
        f"INSERT INTO {new} (place, {columns}) SELECT lots.place, {columns}"
        f" FROM lots CROSS JOIN {table} AS old ON old.rowid = lots.was"
    )
    _run("DROP TABLE temp.lots")
    _run(f"DROP TABLE {table}")
    _run(f'ALTER TABLE {new} RENAME TO "{name}"')
    for index in indexes:
        _run(index)


def _lay_by_key(full_name: str) -> None:
    """The table's rows lie by their primary key, and were written in its order."""
    schema, name = full_name.split(".")
    made, indexes = _statements(schema, name)
    table = f'{schema}."{name}"'
    by_key = sorted((column for column in _columns(schema, name) if column[5]), key=lambda c: c[5])
    order = ", ".join(column[1] for column in by_key)
    _run(f"CREATE TEMP TABLE kept AS SELECT * FROM {table}")
    _run(f"DROP TABLE {table}")
    _run(f"CREATE TABLE {table} ({made.split('(', 1)[1]} WITHOUT ROWID")
    _run(f"INSERT INTO {table} SELECT * FROM temp.kept ORDER BY {order}")
    _run("DROP TABLE temp.kept")
    for index in indexes:
        _run(index)


def _statements(schema: str, name: str) -> tuple[str, list[str]]:
    """What makes the table, and its indexes in their schema."""
    found = _run(
        f"SELECT type, sql FROM {schema}.sqlite_master WHERE tbl_name = '{name}' AND sql NOT NULL"
    ).all()
    (made,) = (sql for kind, sql in found if kind == "table")
    indexes = [
        sql.replace("INDEX ", f"INDEX {schema}.", 1) for kind, sql in found if kind == "index"
    ]
    if len(found) != 1 + len(indexes):
        raise RuntimeError(name)
    return made, indexes


def _columns(schema: str, name: str) -> list[Any]:
    return list(_run(f'PRAGMA {schema}.table_info("{name}")').all())


def _run(statement: str) -> Any:  # noqa: ANN401 - the driver's own rows
    return op.get_bind().exec_driver_sql(statement)


def _place_on_postgresql(table: str, unique: tuple[str, ...]) -> None:
    schema, name = table.split(".")
    drawn = f"('x' || md5(gen_random_uuid()::text))::bit(64)::bigint & {HIGHEST}"
    op.add_column(name, sa.Column("place", sa.BigInteger(), nullable=True), schema=schema)
    _run(f"UPDATE {table} SET place = {drawn}")
    op.alter_column(name, "place", nullable=False, schema=schema)
    op.drop_constraint(f"pk_{name}", name, schema=schema)
    op.create_primary_key(f"pk_{name}", name, ["place"], schema=schema)
    op.create_unique_constraint(f"uq_{name}_{unique[0]}", name, list(unique), schema=schema)
