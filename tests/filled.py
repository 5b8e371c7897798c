"""A PostgreSQL store filled with a million of everything that grows, in a minute, by the server itself.

Values are made from a row's number and a column's name, so rows point to each other: a new table,
or a new column, is filled by itself.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Table, text

from chat.purge import KeyMaterial, purge_keys_of
from config.database import Database
from tests.plans import BIG

MILLION = 1_000_000
WORDS = (1024, "envelope.sealed")
"""Bytes of the smallest message, and where they lie."""

CORE = {
    *("conversation", "envelope", "key_record", "way_back"),
    *("queue_item", "contact_end", "audit"),
}
"""Of these there is a million; of what cases, notes and files are made a tenth."""

FEW = {
    **dict.fromkeys(("arrival", "live_chat", "chat_member", "deletion_due", "quarantine"), 100),
    **dict.fromkeys(("receipt_block", "packet_link", "legal_hold", "file_lock", "visit"), 500),
}
"""What is there for hours or days only."""

_INDEXES = """
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace::regnamespace::text IN ('keys', 'content') AND NOT indisunique
"""
NAMES = f"SELECT indexrelid::regclass::text {_INDEXES}"
BESIDE = f"SELECT pg_get_indexdef(indexrelid) {_INDEXES}"
"""Indexes that are quicker made anew than kept."""

SAME = {"main_record_id": "record_id", "container_id": "case_id"}
"""Columns whose values are another's."""

SPREAD = {
    "queue_item.status": ["closed"] * 997 + ["waiting", "claimed", "quarantined"],
    "queue_item.category": ["tip"] * 6 + ["information", "crisis", "referral", "training"],
    "queue_item.priority": ["medium"] * 7 + ["low", "high", "urgent"],
    "conversation.channel": ["tip_form"] * 7 + ["chat"] * 3,
    "conversation.language": ["en"] * 17 + ["es"] * 3,
    "case.status": ["closed"] * 9 + ["open"],
    "training.status": ["held"] * 9 + ["scheduled"],
    "live_chat.phase": ["live"],
    "audit.action": ["claim", "close", "set_category", "accept"] * 5 + ["open_case"],
    "audit.hour": [f"20{y}-{m:02}-11T10" for y in range(16, 27) for m in range(1, 11)],
    "arrival.minute": ["2026-11-01T10:00"],
    "envelope.direction": ["S"],
}
"""How values are spread that plans depend on."""


def fill(store: Database, most: int = MILLION) -> None:
    """Every table that grows is full, and PostgreSQL has counted it."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.execute(text("SET session_replication_role = replica"))
        line.execute(text("SET synchronous_commit = off"))
        purge = purge_keys_of(store.engine.dialect)
        sealed = f"decode('{purge.seal(bytes(72)).hex() if purge else ''}', 'hex')"
        line.execute(text("SET maintenance_work_mem = '256MB'"))
        without = list(line.scalars(text(BESIDE)))
        for name in line.scalars(text(NAMES)).all():
            line.execute(text(f"DROP INDEX {name}"))
        for table in BIG:
            rows = most if table.name in CORE else most // 10
            line.execute(text(_filled(table, min(rows, FEW.get(table.name, rows)), sealed)))
        for index in without:
            line.execute(text(index))
        line.execute(text("VACUUM ANALYZE"))


def _filled(table: Table, rows: int, sealed: str) -> str:
    columns = [column for column in table.columns if column.name != "purge"]
    names = ", ".join(f'"{column.name}"' for column in columns)
    kept = {c.name for c in columns if isinstance(c.type, KeyMaterial)}
    values = ", ".join(sealed if c.name in kept else _value(table, c) for c in columns)
    into = f'{table.schema}."{table.name}"'
    some = " ".join(["SELECT", values, f"FROM generate_series(1, {rows}) AS g"])
    return " ".join(["INSERT INTO", into, f"({names})", some])


def _value(table: Table, column: Column[object]) -> str:
    spread = SPREAD.get(f"{table.name}.{column.name}")
    if spread is not None:
        told = ", ".join(f"'{each}'" for each in spread)
        return f"(ARRAY[{told}])[1 + g::bigint * 7919 % {len(spread)}]"
    if column.name == "holder":
        return "NULL"
    if isinstance(column.type, Date):
        return _day(column)
    return "false" if isinstance(column.type, Boolean) else _scalar(table, column)


def _day(column: Column[object]) -> str:
    """Nothing is due, so that no job has a million things to do."""
    if column.name.endswith("_on"):
        return "DATE '2099-01-01'"
    return "current_date" if column.name == "since" else "DATE '2025-01-01' + (g % 600)"


def _scalar(table: Table, column: Column[object]) -> str:
    if column.type.python_type is int:
        number = "-g" if table.name == "audit" else "g"  # the site's own rows have begun at 1
        return number if column.primary_key or column.unique else "1"
    if column.type.python_type is str:
        return "(10000000 + g)::text" if column.name == "number" else "'2026-01-01T10'"
    if f"{table.name}.{column.name}" == WORDS[1]:
        return f"decode(repeat(md5(g::text), {WORDS[0]} / 16), 'hex')"
    return f"decode(md5('{SAME.get(column.name, column.name)}' || g), 'hex')"
