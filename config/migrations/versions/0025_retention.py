"""Retention: since when contacts and cases are over, until when they are kept, and what is held."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

brief = {
    "queue_item": "a new table without rows points to it; each ended contact is read once",
    "case": "a new table without rows points to it; each closed case is read once",
}
"""Tables that are kept waiting, and why not for long."""


def upgrade() -> None:
    op.create_table(
        "contact_end",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("words_on", sa.Date(), nullable=True),
        sa.Column("files_on", sa.Date(), nullable=True),
        sa.Column("rest_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.queue_item.conv"], name=op.f("fk_contact_end_conv")
        ),
        sa.PrimaryKeyConstraint("conv", name=op.f("pk_contact_end")),
        schema="content",
        sqlite_with_rowid=False,
    )
    for column in ("since", "words_on", "files_on", "rest_on"):
        op.create_index(f"ix_contact_end_{column}", "contact_end", [column], schema="content")
    op.create_table(
        "case_end",
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["content.case.case_id"], name=op.f("fk_case_end_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_end")),
        schema="content",
        sqlite_with_rowid=False,
    )
    for column in ("since", "due_on"):
        op.create_index(f"ix_case_end_{column}", "case_end", [column], schema="content")
    op.create_table(
        "legal_hold",
        sa.Column("record_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_legal_hold")),
        schema="content",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_legal_hold_case_id", "legal_hold", ["case_id"], schema="content")
    _begin_today()


def _begin_today() -> None:
    """Of what was over before nobody wrote down since when: its days begin with the upgrade."""
    today = sa.literal(datetime.now(UTC).date(), sa.Date())
    for table, key, source, over in (
        ("contact_end", "conv", "queue_item", ("closed", "quarantined")),
        ("case_end", "case_id", "case", ("closed",)),
    ):
        ends = sa.table(table, sa.column(key), sa.column("since", sa.Date()), schema="content")
        rows = sa.table(source, sa.column(key), sa.column("status"), schema="content")
        found = sa.select(rows.c[key], today).where(rows.c.status.in_(over))
        op.execute(ends.insert().from_select([key, "since"], found))


def downgrade() -> None:
    for table in ("legal_hold", "case_end", "contact_end"):
        op.drop_table(table, schema="content")
