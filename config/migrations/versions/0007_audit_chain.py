"""The audit's rows are numbered without a gap, chained by hashes, and refuse to be changed.

The hashes are those of `crypto/audit.py` as it was when this was written; a revision stays as it
is, whatever the code becomes.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0011"
branch_labels = None
depends_on = None

AUDIT = sa.table(
    "audit",
    *(sa.column(name) for name in ("hour", "action", "old", "new")),
    *(sa.column(name, sa.LargeBinary()) for name in ("actor", "subject", "conv", "hash")),
    sa.column("number", sa.BigInteger()),
    schema="content",
)
HEAD = sa.table(
    "audit_head",
    *(sa.column(name, sa.BigInteger()) for name in ("chain", "number", "start_number")),
    *(sa.column(name, sa.LargeBinary()) for name in ("hash", "start_hash")),
    schema="content",
)
TABLES = ("audit", "audit_anchor")
AT_ONCE = 1000


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    nothing = sa.text("'\\x'::bytea" if on_postgresql else "x''")
    op.add_column(
        "audit",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False, server_default=nothing),
        schema="content",
    )
    op.create_index("ix_audit_conv", "audit", ["conv"], unique=False, schema="content")
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("start_number", sa.BigInteger(), nullable=False),
        sa.Column("start_hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
        schema="content",
    )
    op.create_table(
        "audit_anchor",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_anchor")),
        sa.UniqueConstraint("day", name=op.f("uq_audit_anchor_day")),
        schema="content",
    )
    op.create_index(
        "ix_audit_anchor_staff_id", "audit_anchor", ["staff_id"], unique=False, schema="content"
    )
    _chain_what_is_there()
    for statement in _on_postgresql() if on_postgresql else _on_sqlite():
        op.get_bind().exec_driver_sql(statement)


def _chain_what_is_there() -> None:
    """Existing rows keep their order; the numbers that a sequence left out are closed up."""
    connection = op.get_bind()
    last, number, link = -1, 0, bytes(32)
    while rows := connection.execute(
        sa.select(AUDIT).where(AUDIT.c.number > last).order_by(AUDIT.c.number).limit(AT_ONCE)
    ).all():
        changes = []
        for row in rows:
            number, last = number + 1, row.number
            link = _digest(b"ql1 audit link\0" + link + number.to_bytes(8, "big") + _entry(row))
            changes.append({"was": row.number, "is": number, "link": link})
        connection.execute(
            sa.update(AUDIT)
            .where(AUDIT.c.number == sa.bindparam("was"))
            .values(number=sa.bindparam("is"), hash=sa.bindparam("link")),
            changes,
        )
    if number > 0:  # an empty store stays empty: whoever acts first begins the chain
        connection.execute(
            sa.insert(HEAD).values(
                chain=1, number=number, hash=link, start_number=0, start_hash=bytes(32)
            )
        )


def _entry(row: sa.Row[tuple[object, ...]]) -> bytes:
    values = (row.hour, row.actor, row.action, row.subject, row.old, row.new, row.conv)
    return _digest(b"ql1 audit row\0" + b"".join(_part(value) for value in values))


def _part(value: str | bytes | None) -> bytes:
    if value is None:
        return b"\0"
    data = value.encode() if isinstance(value, str) else value
    return bytes((len(data) + 1,)) + data


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=32).digest()


LET_GO = "COALESCE((SELECT start_number FROM {head}), 0)"


def _on_sqlite() -> list[str]:
    let_go = LET_GO.format(head="audit_head")
    refuse = "BEGIN SELECT RAISE(ABORT, 'the audit stays as it is'); END"
    update = "CREATE TRIGGER content.{0}_no_update BEFORE UPDATE ON {0} "
    delete = "CREATE TRIGGER content.{0}_no_delete BEFORE DELETE ON {0} WHEN OLD.number > "
    return [
        statement.format(table) + more + refuse
        for table in TABLES
        for statement, more in ((update, ""), (delete, f"{let_go} "))
    ]


def _on_postgresql() -> list[str]:
    let_go = LET_GO.format(head="content.audit_head")
    function = (
        "CREATE OR REPLACE FUNCTION content.audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'DELETE' THEN IF OLD.number <= {let_go} THEN RETURN OLD; END IF; END IF;"
        " RAISE EXCEPTION 'the audit stays as it is'; END $$"
    )
    run = "EXECUTE FUNCTION content.audit_stays()"
    rows = "CREATE TRIGGER {0}_stays BEFORE UPDATE OR DELETE ON content.{0} FOR EACH ROW "
    whole = "CREATE TRIGGER {0}_never_emptied BEFORE TRUNCATE ON content.{0} FOR EACH STATEMENT "
    return [function, *(kind.format(table) + run for table in TABLES for kind in (rows, whole))]
